"use strict";
// A new P0 or P1 rings in every open page of the desk, a locked one too; a P0 until somebody takes it; a yes to what this
// worker has proposed rings for them. No content.
if (typeof document === "undefined") {
  // As a worker: a clock that browsers do not slow down in a hidden tab.
  setInterval(() => postMessage(0), 5000);
} else (() => {
  const bell = document.getElementById("bell");
  if (!bell) return;
  const AGAIN = 30000; // between two rings of a P0 that nobody takes
  const APART = 4000; // two open tabs ring once
  const store = {
    get: (name) => { try { return localStorage.getItem(`sira-bell-${name}`) || ""; } catch { return ""; } },
    set: (name, value) => { try { localStorage.setItem(`sira-bell-${name}`, value); } catch { /* this page only */ } },
  };
  const sound = new Audio(bell.dataset.sound);
  sound.preload = "none";
  const title = document.title;
  const quiet = document.querySelector("[data-bell-off]");
  const light = document.querySelector("[data-bell-light]");
  let version = "";
  let danger = 0;
  let clock = null;

  async function ring() {
    const now = Date.now();
    if (now - Number(store.get("rung") || 0) < APART) return;
    store.set("rung", String(now));
    sound.currentTime = 0;
    const heard = await sound.play().then(() => true, () => false); // some browsers want a gesture first
    if (window.Notification && Notification.permission === "granted") {
      try {
        const shown = new Notification(bell.dataset.says, { tag: "sira", renotify: true, silent: heard });
        shown.onclick = () => { window.focus(); shown.close(); };
      } catch { /* Android lets only service workers show one */ }
    }
  }

  async function ask() {
    try {
      const answer = await fetch(`${bell.dataset.count}?v=${encodeURIComponent(version)}`, { credentials: "same-origin" });
      if (answer.status === 401) { stop(); return; }
      if (answer.status === 200) {
        const now = await answer.json();
        const seen = store.get("newest");
        const waiting = now.p0 + now.p1 + now.said_yes;
        const more = waiting > Number(store.get("waiting") || 0);
        version = now.v;
        danger = now.p0;
        store.set("waiting", String(waiting));
        if (now.newest > seen) store.set("newest", now.newest);
        document.title = waiting ? `(${waiting}) ${title}` : title;
        if (now.newest > seen || more) ring();
      }
      if (danger && Date.now() - Number(store.get("rung") || 0) >= AGAIN) ring();
    } catch { /* no line: the next look will do */ }
  }

  function start() {
    if (clock) return;
    version = "";
    try {
      clock = new Worker(bell.dataset.clock);
      clock.onmessage = ask;
    } catch {
      const ticking = setInterval(ask, 5000);
      clock = { terminate: () => clearInterval(ticking) };
    }
    ask();
  }

  function stop() {
    if (clock) clock.terminate();
    clock = null;
    document.title = title;
  }

  function show() {
    const on = store.get("on") === "1";
    for (const button of document.querySelectorAll("[data-bell-switch]")) {
      button.hidden = false;
      button.textContent = on ? bell.dataset.off : bell.dataset.on;
      button.setAttribute("aria-pressed", String(on));
    }
    if (light) light.hidden = !on;
    if (quiet) quiet.hidden = on;
    if (on) start(); else stop();
  }

  for (const button of document.querySelectorAll("[data-bell-switch]")) {
    button.addEventListener("click", async () => {
      const on = store.get("on") !== "1";
      store.set("on", on ? "1" : "");
      if (on) {
        sound.play().catch(() => {}); // heard once, so that the worker knows it, and the browser the gesture
        if (window.Notification && Notification.permission === "default") await Notification.requestPermission();
      }
      show();
    });
  }
  addEventListener("storage", (change) => { if (change.key === "sira-bell-on") show(); });
  show();
})();
