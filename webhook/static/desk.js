"use strict";
// Freshness, drafts, voice and keys. Everything works without this file.
(() => {
  // On a narrow screen the row of pages scrolls: the one that is open stays in sight.
  document.querySelector(".pages [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  const EVERY = 4000;
  const DRAFT_EVERY = 3000;
  const fresh = document.getElementById("fresh");
  const talk = document.querySelector(".talk");
  const version = () => fresh && fresh.firstElementChild ? fresh.firstElementChild.dataset.version : "";
  async function look() {
    try {
      const answer = await fetch(`${fresh.dataset.part}&v=${encodeURIComponent(version())}`, { credentials: "same-origin" });
      if (answer.redirected) { await keep(); location.reload(); return; }
      if (answer.status !== 200) return; // 204: nothing new
      const news = new DOMParser().parseFromString(await answer.text(), "text/html");
      const part = news.body.firstElementChild;
      if (talk && !await around(news)) return;
      const heard = [...fresh.querySelectorAll("audio")].some((sound) => !sound.paused);
      if (part && part.dataset.version !== version() && !heard) {
        const end = talk ? fresh.getBoundingClientRect().bottom : 0;
        const below = end > 0 && end < window.innerHeight + 80; // not when they read the card further down
        fresh.replaceChildren(part);
        if (!below) return;
        down();
        // The new words stand before the worker's eyes: what is sent now answers them. Otherwise the server asks.
        for (const field of document.querySelectorAll("input[name=version]")) field.value = part.dataset.talk;
        for (const field of document.querySelectorAll("input[name=seen]")) field.value = part.dataset.seen;
      }
    } catch { /* the next look will do */ }
  }
  // The card follows the talk, and so does the foot: who holds it, and whether it may be taken.
  async function around(news) {
    const cards = [document.getElementById("card"), news.getElementById("card")];
    if (cards[0] && cards[1] && cards[0].innerHTML !== cards[1].innerHTML) cards[0].replaceWith(cards[1]);
    const elsewhere = [document.getElementById("elsewhere"), news.getElementById("elsewhere")];
    if (elsewhere[0] && elsewhere[1] && elsewhere[0].innerHTML !== elsewhere[1].innerHTML) {
      elsewhere[0].replaceChildren(...elsewhere[1].childNodes); // the paragraph stays: a reader says what changes in it
    }
    const feet = [document.querySelector(".claim"), news.querySelector(".claim")];
    if (feet[0] && feet[1]) feet[0].replaceWith(feet[1]);
    if (!feet[0] === !feet[1]) return true;
    if (document.getElementById("voice")?.files.length) return true; // a voice that a new page would lose
    await keep();
    if (text && text.value !== kept) return true;
    location.reload();
    return false;
  }
  const down = () => talk.scrollIntoView({ block: "end" });
  const notice = document.getElementById("notice");
  const side = document.querySelector(".side");
  const wide = side && getComputedStyle(side).position === "sticky";
  if (talk && (wide || (!location.hash && !notice))) down();
  if (wide && location.hash) side.querySelector(location.hash)?.scrollIntoView({ block: "nearest" });
  if (notice) notice.scrollIntoView({ block: wide ? "nearest" : "center" });
  if (fresh && fresh.dataset.part) {
    setInterval(() => { if (!document.hidden) look(); }, EVERY);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  }

  const reply = document.querySelector("form.reply");
  const text = document.getElementById("text");
  const saved = document.querySelector(".saved");
  let kept = text ? text.value : "";
  let sending = false;
  let tape = null; // what is being recorded
  async function keep(more) {
    if (!reply || sending || text.value === kept) return true;
    const words = text.value;
    const form = new URLSearchParams([...new FormData(reply)].filter(([, value]) => typeof value === "string"));
    try {
      const answer = await fetch(reply.dataset.draft, {
        method: "POST", body: form, headers: { "X-Sira-Desk": "1" }, credentials: "same-origin", redirect: "manual", ...more,
      });
      if (answer.status === 204) kept = words;
      saved.textContent = answer.status === 204 ? saved.dataset.kept : answer.status === 409 ? saved.dataset.elsewhere : saved.dataset.lost;
      return true;
    } catch {
      saved.textContent = saved.dataset.lost;
      return false;
    }
  }
  if (reply) {
    setInterval(keep, DRAFT_EVERY);
    document.addEventListener("visibilitychange", () => { if (document.hidden) keep({ keepalive: true }); });
    addEventListener("pagehide", () => keep({ keepalive: true }));
    reply.querySelector(".keep").hidden = true; // it keeps by itself
    reply.addEventListener("submit", (event) => {
      if (sending) { event.preventDefault(); return; } // a second tap sends nothing twice
      if (tape) { // what was said so far goes along
        event.preventDefault();
        tape.addEventListener("stop", () => reply.requestSubmit(event.submitter));
        if (tape.state !== "inactive") tape.stop();
        return;
      }
      sending = true;
    });
    addEventListener("pageshow", () => { sending = false; });
    // Another form of the page leaves it too: what is written here is kept first.
    document.addEventListener("submit", async (event) => {
      if (event.target === reply || sending || text.value === kept) return;
      event.preventDefault();
      if (!await keep()) return; // no line: the words stay before the worker's eyes
      sending = true;
      event.target.requestSubmit(event.submitter);
    });
  }

  const pick = document.querySelector("[data-pick]");
  const voiceOf = document.getElementById("voice-of");
  if (pick) {
    pick.addEventListener("click", async (event) => {
      event.preventDefault();
      const chosen = document.getElementById("canned").value;
      if (!chosen) return;
      const answer = await fetch(`/desk/canned/${chosen}/words?lang=${encodeURIComponent(pick.dataset.pick)}`, { credentials: "same-origin" }).catch(() => null);
      if (!answer || !answer.ok || answer.redirected) return;
      const ready = await answer.json();
      text.value = text.value.trim() ? `${text.value.trimEnd()}\n\n${ready.text}` : ready.text;
      if (ready.voice) {
        voiceOf.hidden = false;
        voiceOf.querySelector("input").value = ready.id;
      }
      text.focus();
    });
  }

  const copy = document.querySelector("[data-copy]");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      const link = document.getElementById(copy.dataset.copy);
      const done = await navigator.clipboard.writeText(link.textContent.trim()).then(() => true, () => false);
      if (done) copy.textContent = copy.dataset.copied;
      else getSelection().selectAllChildren(link); // to be copied by hand
    });
  }

  const record = document.getElementById("record");
  if (record && navigator.mediaDevices && window.MediaRecorder && window.DataTransfer) {
    const field = document.getElementById("voice");
    const heard = document.getElementById("heard");
    const label = record.textContent;
    const elapsed = document.getElementById("elapsed");
    const most = Number(record.dataset.most);
    record.hidden = false;
    const hear = () => {
      if (heard.src) URL.revokeObjectURL(heard.src);
      heard.hidden = !field.files.length;
      if (field.files.length) heard.src = URL.createObjectURL(field.files[0]);
    };
    field.addEventListener("change", hear);
    // Another page would lose what no form carries: the browser asks first.
    addEventListener("beforeunload", (event) => { if (!sending && (tape || field.files.length)) event.preventDefault(); });
    record.addEventListener("click", async () => {
      if (tape) { if (tape.state !== "inactive") tape.stop(); return; }
      const source = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
      if (!source) { saved.textContent = record.dataset.nomic; return; }
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
  }

  if (text && sessionStorage.getItem("sira-taken") === location.pathname) text.focus({ preventScroll: true });
  sessionStorage.removeItem("sira-taken");
  let place = -1;
  const focus = (press, where) => {
    const found = document.querySelector(where);
    if (found) { found.focus(); press.preventDefault(); }
  };
  document.addEventListener("keydown", (press) => {
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(press.target.tagName) || press.ctrlKey || press.metaKey || press.altKey) return;
    const rows = [...document.querySelectorAll(".queue .row")];
    if ((press.key === "j" || press.key === "k") && rows.length) {
      place = Math.max(0, Math.min(rows.length - 1, place + (press.key === "j" ? 1 : -1)));
      rows[place].focus();
      press.preventDefault();
    }
    const take = press.key === "c" && document.querySelector(".claim button");
    if (take) {
      sessionStorage.setItem("sira-taken", location.pathname);
      take.click();
    }
    if (press.key === "r") focus(press, "#text");
    if (press.key === "/") focus(press, "#canned");
    if (press.key === "n") focus(press, "#note");
    if (press.key === "e") focus(press, ".end select");
  });
})();
