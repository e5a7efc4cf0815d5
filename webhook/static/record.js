"use strict";
// A voice recorded in the page: it goes with its form like any chosen file. Without this file one is chosen.
(() => {
  let tape = null; // what is being recorded
  let opening = false; // the browser asks for the microphone, or opens it: nothing of what is said is recorded yet
  window.siraTape = {
    on: () => Boolean(tape),
    opening: () => opening,
    stop: (then) => {
      tape.addEventListener("stop", then);
      if (tape.state !== "inactive") tape.stop();
    },
  };
  const record = document.getElementById("record");
  if (!record || !navigator.mediaDevices || !window.MediaRecorder || !window.DataTransfer) return;
  const field = document.getElementById("voice");
  const heard = document.getElementById("heard");
  const unsaid = document.getElementById("unsaid");
  const label = record.textContent;
  const elapsed = document.getElementById("elapsed");
  const most = Number(record.dataset.most);
  record.hidden = false;
  const hear = () => {
    if (heard.src) URL.revokeObjectURL(heard.src);
    heard.hidden = !field.files.length;
    if (unsaid) unsaid.hidden = heard.hidden;
    if (field.files.length) heard.src = URL.createObjectURL(field.files[0]);
  };
  field.addEventListener("change", hear);
  unsaid?.addEventListener("click", () => {
    field.value = "";
    elapsed.hidden = true;
    hear();
    record.focus();
  });
  // Another page would lose what no form carries: the browser asks first.
  addEventListener("beforeunload", (event) => {
    if (!window.siraKept.leaves() && (tape || field.files.length)) event.preventDefault();
  });
  record.addEventListener("click", async () => {
    if (tape) { if (tape.state !== "inactive") tape.stop(); return; }
    if (opening) return;
    opening = true;
    const source = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
    opening = false;
    if (!source) { document.querySelector(".saved").textContent = record.dataset.nomic; return; }
    const bits = [];
    const began = Date.now();
    const tick = () => {
      const seconds = Math.min(Math.floor((Date.now() - began) / 1000), most);
      elapsed.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      if (seconds >= most && tape) tape.stop(); // more than that could not be sent
    };
    tape = new MediaRecorder(source, { audioBitsPerSecond: 24000 });
    tape.ondataavailable = (bit) => bits.push(bit.data);
    tape.onstop = () => {
      source.getTracks().forEach((track) => track.stop());
      clearInterval(ticking);
      const files = new DataTransfer();
      files.items.add(new File(bits, "voix", { type: tape.mimeType }));
      field.files = files.files; // it goes with the form like any chosen file
      tape = null;
      record.textContent = label;
      record.className = "";
      field.dispatchEvent(new Event("change"));
    };
    const ticking = setInterval(tick, 500);
    tick();
    elapsed.hidden = false;
    tape.start();
    record.textContent = record.dataset.stop;
    record.className = "on";
  });
})();
