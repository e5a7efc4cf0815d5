"use strict";
// Freshness and keys. Everything works without this file.
(() => {
  const EVERY = 4000;
  const fresh = document.getElementById("fresh");
  const talk = document.querySelector(".talk");
  const version = () => fresh && fresh.firstElementChild ? fresh.firstElementChild.dataset.version : "";
  async function look() {
    try {
      const answer = await fetch(`${fresh.dataset.part}&v=${encodeURIComponent(version())}`, { credentials: "same-origin" });
      if (answer.redirected) { location.reload(); return; }
      if (answer.status !== 200) return; // 204: nothing new
      const part = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
      const heard = [...fresh.querySelectorAll("audio")].some((sound) => !sound.paused);
      if (part && part.dataset.version !== version() && !heard) {
        const below = talk && talk.getBoundingClientRect().bottom < window.innerHeight + 80;
        fresh.replaceChildren(part);
        if (!below) return;
        talk.scrollIntoView({ block: "end" });
        // The new words stand before the worker's eyes: what is sent now answers them. Otherwise the server asks.
        for (const field of document.querySelectorAll("input[name=version]")) field.value = part.dataset.talk;
      }
    } catch { /* the next look will do */ }
  }
  if (talk && !location.hash) talk.scrollIntoView({ block: "end" });
  if (fresh && fresh.dataset.part) {
    setInterval(() => { if (!document.hidden) look(); }, EVERY);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  }
  let place = -1;
  document.addEventListener("keydown", (press) => {
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(press.target.tagName) || press.ctrlKey || press.metaKey || press.altKey) return;
    const rows = [...document.querySelectorAll(".queue .row")];
    if ((press.key === "j" || press.key === "k") && rows.length) {
      place = Math.max(0, Math.min(rows.length - 1, place + (press.key === "j" ? 1 : -1)));
      rows[place].focus();
      press.preventDefault();
    }
    if (press.key === "c") document.querySelector(".claim button")?.click();
    if (press.key === "r") { document.getElementById("text")?.focus(); press.preventDefault(); }
    if (press.key === "e") document.querySelector(".end select")?.focus();
  });
})();
