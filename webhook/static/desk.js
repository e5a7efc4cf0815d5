"use strict";
// Freshness and keys. Everything works without this file.
(() => {
  const EVERY = 4000;
  const WATCH = 10000; // a page that shows nothing new
  const fresh = document.getElementById("fresh");
  const talk = document.querySelector(".talk");
  const answer = window.siraAnswer;
  const kept = window.siraKept;
  const text = document.getElementById("text");
  const back = document.querySelector("form[action='/desk/lock'] input[name=to]");
  const count = document.getElementById("bell").dataset.count;
  let counted = "";
  const whose = fresh && fresh.firstElementChild ? fresh.firstElementChild.dataset.who : undefined;
  const version = () => fresh && fresh.firstElementChild ? fresh.firstElementChild.dataset.version : "";
  async function look() {
    try {
      const found = await fetch(`${fresh.dataset.part}&v=${encodeURIComponent(version())}`, { credentials: "same-origin" });
      if (found.redirected) { await gone(new URL(found.url).pathname); return; }
      if (found.status === 403 || found.status === 404) { await gone(""); return; }
      if (found.status !== 200) return; // 204: nothing new
      const news = new DOMParser().parseFromString(await found.text(), "text/html");
      const part = news.body.firstElementChild;
      if (part && part.dataset.who !== whose) { location.reload(); return; } // somebody else has signed in here
      kept.shut(false);
      if (talk && !await around(news)) return;
      const heard = [...fresh.querySelectorAll("audio")].some((sound) => !sound.paused);
      if (part && part.dataset.version !== version() && !heard) {
        const end = talk ? fresh.getBoundingClientRect().bottom : 0;
        const below = end > 0 && end < window.innerHeight + 80; // not when they read the card further down
        const on = fresh.contains(document.activeElement) && document.activeElement.getAttribute("href");
        fresh.replaceChildren(part);
        if (on) fresh.querySelector(`.row[href="${on}"]`)?.focus({ preventScroll: true }); // Enter opens it still
        if (!below) return;
        down();
        // The new words stand before the worker's eyes: what is sent now answers them. Otherwise the server asks.
        for (const field of document.querySelectorAll("input[name=version]")) field.value = part.dataset.talk;
        for (const field of document.querySelectorAll("input[name=seen]")) field.value = part.dataset.seen;
      }
    } catch { /* the next look will do */ }
  }
  // What the page shows is not this worker's to see any more: their session is over, or the talk is others' or nobody's. On to
  // the page that says so, once the server has what was written; until it has, nothing stays here but that.
  async function gone(place) {
    const at_door = /^\/desk\/(login|locked)$/.test(place);
    const has = await answer.last();
    if (kept.leaves()) return;
    if (!has && (kept.unsaved() || answer.voice())) {
      if (at_door) kept.shut(true); else kept.empty(true);
    } else if (at_door) kept.leave(`${place}?to=${encodeURIComponent(back ? back.value : "")}&over=1`);
    else kept.leave_for_why();
  }
  // A page that shows what was there when it was opened asks only whether it is locked, or its session over.
  async function watch() {
    try {
      const found = await fetch(`${count}?v=${encodeURIComponent(counted)}`, { credentials: "same-origin" });
      if (found.status === 401) { await gone("/desk/login"); return; }
      if (found.status !== 200) return; // 204: nothing new
      const now = await found.json();
      counted = now.v;
      if (now.locked) await gone("/desk/locked"); else kept.shut(false);
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
    if (answer.voice()) return true; // a new page would lose it
    await kept.keep();
    if (kept.unsaved()) return true;
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
  const news = fresh && fresh.dataset.part ? look : back && watch;
  if (news) {
    setInterval(() => { if (!document.hidden) news(); }, news === look ? EVERY : WATCH);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) news(); });
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
