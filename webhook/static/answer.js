"use strict";
// The answer that is being written: kept on the server while it is typed, sent without leaving the page before the server
// has it. Everything works without this file; nothing of it is kept in the browser.
(() => {
  const DRAFT_EVERY = 3000;
  const SEND_WITHIN = 30000; // then the line is dead; a voice has no such limit
  const reply = document.querySelector("form.reply");
  const page = document.querySelector("[data-here]");
  // The answer to a form stands at the form's address: loaded anew it would send that form once more.
  if (page && (location.pathname !== page.dataset.here || location.search.startsWith("?unsent="))) {
    history.replaceState(null, "", page.dataset.here + location.hash);
  }
  const nothing = { keep: async () => true, last: async () => true, unsaved: () => false, voice: () => false, leaves: () => false };
  window.siraAnswer = nothing;
  if (!reply) return;

  const text = document.getElementById("text");
  const saved = document.querySelector(".saved");
  const fresh = document.getElementById("fresh");
  const whose = fresh?.firstElementChild.dataset.who;
  const field = document.getElementById("voice");
  const voiced = () => Boolean(field && field.files.length);
  let kept = text.value;
  let sending = false;
  let goes = false; // a form that leaves the page, and may
  const tape = window.siraTape;
  let under = null; // a draft on its way
  const offline = () => !navigator.onLine;
  const say = (words, careful) => {
    saved.textContent = words;
    saved.classList.toggle("careful", Boolean(careful));
  };
  const ask = (address, body, more) => fetch(address, {
    method: "POST", body, headers: { "X-Sira-Desk": "1" }, credentials: "same-origin", ...more,
  });

  // The talk is somebody else's by now: the server has kept the words, and its page says whose it is.
  const theirs = (answer) => answer.status === 403 && (answer.headers.get("content-type") || "").startsWith("text/html");
  // Another page of this browser was signed in anew: the form's key is another, or the worker is.
  async function renewed() {
    if (!fresh) return false;
    const answer = await fetch(`${page.dataset.here}?part=1`, { credentials: "same-origin" });
    if (answer.redirected || !answer.ok) return false;
    const part = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
    if (!part || part.dataset.who !== whose) { sending = true; location.reload(); return false; }
    for (const key of document.querySelectorAll("input[name=csrf]")) key.value = part.dataset.csrf;
    return true;
  }

  async function write(more) {
    const words = text.value;
    const form = () => new URLSearchParams([...new FormData(reply)].filter(([, value]) => typeof value === "string"));
    try {
      let answer = await ask(reply.dataset.draft, form(), more);
      if (answer.status === 403 && !theirs(answer) && await renewed()) answer = await ask(reply.dataset.draft, form(), more);
      const closed = answer.redirected; // the door: it says whether the words found their worker
      const has = closed ? new URL(answer.url).searchParams.get("kept") === "1" || !words.trim() : answer.status === 204 || theirs(answer);
      if (has) kept = words;
      if (has) say(saved.dataset.kept);
      else say(answer.status === 409 ? saved.dataset.elsewhere : saved.dataset.lost, true);
      return has || answer.status === 409;
    } catch {
      say(saved.dataset.offline, true);
      return false;
    }
  }
  // Returns whether the server has what stands here, so that the page may be left.
  async function keep(more) {
    if (sending) return true;
    if (under && !more) await under;
    if (text.value === kept) return true;
    under = write(more);
    return under;
  }

  // For a page that closes: a recorded voice goes along, which no draft that is kept while typing carries.
  async function last() {
    if (!voiced()) return keep();
    const answer = await ask(reply.dataset.draft, new FormData(reply)).catch(() => null);
    const has = answer && (answer.status === 204 || new URL(answer.url).searchParams.get("kept") === "1");
    if (has) sending = true; // nothing is left to keep, or to ask about
    return has;
  }

  async function send() {
    sending = true;
    say(saved.dataset.sending);
    const stop = new AbortController();
    const late = voiced() ? 0 : setTimeout(() => stop.abort(), SEND_WITHIN);
    try {
      const answer = await ask(reply.action, new FormData(reply), { signal: stop.signal });
      if (answer.redirected) { location.assign(answer.url); return; } // locked or over: kept there, and said so
      if (answer.ok) { location.assign((await answer.json()).to); return; }
      if (theirs(answer)) { location.assign(page.dataset.here); return; }
      if (answer.status === 403) await renewed();
      const why = answer.status === 413 || answer.status >= 500 ? await answer.text() : "";
      say(why && why.length < 200 && !why.includes("<") ? why : saved.dataset.failed, true);
    } catch {
      say(offline() ? saved.dataset.offline : saved.dataset.failed, true);
    } finally {
      clearTimeout(late);
    }
    sending = false;
  }

  window.siraAnswer = { keep, last, unsaved: () => text.value !== kept, voice: () => tape.on() || voiced(), leaves: () => sending };
  setInterval(keep, DRAFT_EVERY);
  addEventListener("offline", () => say(saved.dataset.offline, true));
  addEventListener("online", () => { if (text.value === kept) say(""); else keep(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep({ keepalive: true }); });
  addEventListener("pagehide", () => keep({ keepalive: true }));
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload(); // kept by the browser as it was: it may be nobody's by now
    sending = goes = false;
  });
  // Another page would lose what the server cannot have: the browser asks first.
  addEventListener("beforeunload", (event) => { if (!sending && offline() && text.value !== kept) event.preventDefault(); });
  reply.querySelector(".keep").hidden = true; // it keeps by itself
  document.addEventListener("submit", async (event) => {
    const answers = event.target === reply && !event.submitter?.hasAttribute("formaction");
    const has_all = text.value === kept && !offline() && !(tape.on() && event.target === reply);
    if (!sending && (goes || (has_all && !(fresh && answers)))) { goes = false; sending = true; return; }
    event.preventDefault();
    if (sending) return; // a second tap sends nothing twice
    if (tape.on() && event.target === reply) { // what was said so far goes along
      tape.stop(() => reply.requestSubmit(event.submitter));
      return;
    }
    if (fresh && answers) { send(); return; }
    if (offline()) { say(saved.dataset.offline, true); return; }
    if (!await keep()) return; // no line: the words stay before the worker's eyes
    goes = true;
    event.target.requestSubmit(event.submitter);
    goes = false; // a form that lacks something did not go
  });

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
})();
