"use strict";
// The recording page: a take goes in the background and stays here until it is kept. Without this file the form goes itself.
(() => {
  const form = document.getElementById("take");
  const field = document.getElementById("voice");
  const record = document.getElementById("record");
  const button = form.querySelector("button.main");
  const told = document.getElementById("told");
  const status = form.querySelector(".saved");
  const label = button.textContent;
  const PATIENCE = 60000; // milliseconds: a slow line carries a minute of sound in half of it
  let busy = false;
  form.noValidate = true; // what is missing is said here, in our words
  if (!record.hidden) document.getElementById("file").open = false;

  const say = (words, on = label) => {
    told.querySelector("span").textContent = words;
    told.hidden = !words;
    told.querySelector("a").hidden = words !== form.dataset.out;
    button.textContent = on;
    if (words) told.scrollIntoView({ block: "nearest" });
  };
  field.addEventListener("change", () => say(""));

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (busy) return;
    if (record.className === "on") { // still speaking: what was said so far is kept
      field.addEventListener("change", () => send(), { once: true });
      record.click();
    } else if (field.files.length) send();
    else say(form.dataset.none);
  });

  async function send(again = false) {
    busy = true;
    status.textContent = form.dataset.sending;
    const over = new AbortController();
    const timer = setTimeout(() => over.abort(), PATIENCE);
    let next = null;
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new FormData(form), headers: { "X-Sira-Desk": "1" }, credentials: "same-origin",
        redirect: "manual", signal: over.signal,
      });
      next = await heed(answer, again);
    } catch {
      say(form.dataset.kept, form.dataset.offline);
    }
    clearTimeout(timer);
    status.textContent = "";
    busy = false;
    if (next) next();
  }

  // What the answer asks for: the next sentence, a new try under a new session, or words for the speaker.
  async function heed(answer, again) {
    if (answer.ok) {
      const { go } = await answer.json();
      return () => { field.value = ""; location.assign(go); };
    }
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      if (!again && await renewed()) return () => send(true);
      say(form.dataset.out);
    } else if ((answer.headers.get("content-type") || "").startsWith("text/plain")) say(await answer.text());
    else say(form.dataset.failed);
    return null;
  }

  // Who signed in again in another tab has a new token; the page and its take stay.
  async function renewed() {
    const fresh = await fetch(location.href, { credentials: "same-origin", redirect: "manual" });
    if (!fresh.ok) return false;
    const token = new DOMParser().parseFromString(await fresh.text(), "text/html").querySelector("#take [name=csrf]");
    if (token) form.csrf.value = token.value;
    return Boolean(token);
  }
})();
