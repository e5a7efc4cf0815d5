/* Sira's chat without page loads. Everything works without this file; nothing here decides anything. */
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const talk = $("talk"), box = $("scroll"), status = $("status"), text = $("text"), words = document.body.dataset;
  if (words.state === "forgotten") return;
  const NEAR = 3000, FAR = 15000;
  let version = "", busy = null, timer = 0, away = false;

  const say = (line) => { status.textContent = line; };
  const home = (place) => location.replace(place || "/");
  const token = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
  const clocks = (root) => root.querySelectorAll("time:empty").forEach((time) => {
    time.textContent = new Date(time.dateTime).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  });

  function show(html) {
    const news = new DOMParser().parseFromString(html, "text/html").getElementById("news");
    if (!news) return;
    if (news.lang !== document.documentElement.lang || news.dataset.state !== words.state) return home();
    version = news.dataset.version;
    const fresh = [...news.querySelectorAll("ol > li")].filter((li) => !li.id || !$(li.id));
    if ("whole" in news.dataset) talk.replaceChildren(...news.querySelectorAll("ol > li"));
    else talk.append(...fresh);
    clocks(talk);
    const answers = $("answers"), held = answers.contains(document.activeElement);
    answers.replaceWith(news.querySelector("#answers"));
    document.querySelectorAll("[name=nonce]").forEach((field) => { field.value = news.dataset.nonce; });
    if (held) $("answers").focus({ preventScroll: true });
    fresh.forEach((li) => li.classList.add("new"));
    box.scrollTop = 0;
    const first = fresh.find((li) => !li.classList.contains("me"));
    if (first && first.getBoundingClientRect().top < box.getBoundingClientRect().top) first.scrollIntoView();
  }

  async function send(form, echo) {
    if (busy) return;
    busy = form;
    const waiting = document.createElement("li");
    waiting.className = "me sending";
    waiting.append(document.createElement("p"));
    waiting.firstChild.textContent = echo;
    talk.append(waiting);
    $("answers").inert = true;
    box.scrollTop = 0;
    say(words.sending);
    for (let pause = 1000; busy === form; pause = Math.min(pause * 2, NEAR * 5)) {
      try {
        const answer = await fetch("/chat", { method: "POST", body: form, headers: { "X-Sira-Chat": "1" } });
        if (busy !== form) return;
        if (answer.status < 500) {
          if (answer.headers.get("X-Sira-Go")) return home(answer.headers.get("X-Sira-Go"));
          const body = await answer.text();
          waiting.remove();
          $("answers").inert = false;
          say("");
          busy = null;
          if (answer.status === 200) show(body);
          else if (answer.status > 299) say(new DOMParser().parseFromString(body, "text/html").getElementById("trouble")?.textContent.trim());
          return;
        }
      } catch { /* no network: the same message, with the same nonce, goes again */ }
      say(words.offline);
      await new Promise((go) => setTimeout(go, pause));
    }
  }

  async function look() {
    clearTimeout(timer);
    if (!busy) {
      try {
        const answer = await fetch("/chat/news?v=" + encodeURIComponent(version));
        if (!busy && answer.status === 200) show(await answer.text());
        if (away && answer.ok) say("");
        away = !answer.ok;
      } catch { away = true; }
      if (away) say(words.offline);
    }
    timer = setTimeout(look, document.hidden ? FAR : NEAR);
  }

  function hide(form) {
    busy = form;
    form.set("nonce", token());
    document.querySelectorAll("main, footer").forEach((part) => part.remove());
    fetch("/chat", { method: "POST", body: form, headers: { "X-Sira-Chat": "1" }, keepalive: true }).finally(() => home());
  }

  document.addEventListener("submit", (event) => {
    const button = event.submitter, form = new FormData(event.target, button);
    event.preventDefault();
    form.set("v", version);
    if (button && "hide" in button.dataset) return hide(new URLSearchParams(form));
    if (!form.get("choice") && !(form.get("text") || "").trim()) return text.focus();
    const typed = event.target.id === "compose";
    send(new URLSearchParams(form), typed ? form.get("text") : button.textContent.trim());
    if (typed && busy) { text.value = ""; text.focus(); }
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); if (!busy) $("compose").requestSubmit(); }
  });

  if (navigator.mediaDevices && window.MediaRecorder) {
    const record = $("record"), listen = $("listen"), heard = $("heard");
    let recorder = null, sound = null;
    const drop = () => { URL.revokeObjectURL(heard.src); sound = null; listen.hidden = true; $("compose").hidden = false; };
    record.hidden = false;
    record.onclick = async () => {
      if (recorder) return recorder.stop();
      let source;
      try { source = await navigator.mediaDevices.getUserMedia({ audio: true }); } catch { return say(words.nomic); }
      const pieces = [];
      recorder = new MediaRecorder(source, { audioBitsPerSecond: 24000 });
      recorder.ondataavailable = (piece) => pieces.push(piece.data);
      recorder.onstop = () => {
        source.getTracks().forEach((track) => track.stop());
        sound = new Blob(pieces, { type: recorder.mimeType });
        recorder = null;
        record.className = "round";
        record.firstChild.textContent = "🎤";
        say("");
        heard.src = URL.createObjectURL(sound);
        listen.hidden = false;
        $("compose").hidden = true;
      };
      recorder.start();
      record.className = "round recording";
      record.firstChild.textContent = "⏹";
      say(words.recording);
    };
    $("drop").onclick = drop;
    $("send-voice").onclick = () => {
      if (busy) return;
      const form = new FormData();
      form.set("nonce", token());
      form.set("lang", document.documentElement.lang);
      form.set("v", version);
      form.set("voice", sound, "voice");
      send(form, "🎤");
      drop();
    };
  }

  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  addEventListener("pageshow", (event) => { if (event.persisted) home(); });
  version = $("talk").dataset.version;
  clocks(talk);
  timer = setTimeout(look, NEAR);
})();
