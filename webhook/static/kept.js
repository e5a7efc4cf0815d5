"use strict";
// Words that are being written, an answer or a note aside: kept on the server while they are typed, whatever ends the page.
// Everything works without this file; nothing of it is kept in the browser.
(() => {
  const EVERY = 3000;
  const page = document.querySelector("[data-here]");
  const here = page ? page.dataset.here : location.pathname;
  const fresh = document.getElementById("fresh");
  const whose = fresh?.firstElementChild?.dataset.who;
  const over = document.getElementById("over");
  let leaving = false;
  // The answer to a form stands at the form's address: loaded anew it would send that form once more.
  if (page && (location.pathname !== here || location.search.startsWith("?unsent="))) {
    history.replaceState(null, "", here + location.hash);
  }

  const offline = () => !navigator.onLine;
  const ask = (address, body, more) => fetch(address, {
    method: "POST", body, headers: { "X-Sira-Desk": "1" }, credentials: "same-origin", ...more,
  });
  const is_page = (answer) => (answer.headers.get("content-type") || "").startsWith("text/html");
  // The talk is somebody else's by now: the server has kept the words, and its page says whose it is.
  const theirs = (answer) => answer.status === 403 && is_page(answer);
  // It is there no more, and its page says why: no machine keeps words to nobody.
  const nobodys = (answer) => answer.status === 404 && is_page(answer);
  const at_door = (answer) => answer.redirected && new URL(answer.url).searchParams.get("kept") !== "1";

  // Who has left the team is told so, and asked to sign in nowhere.
  const ended = (answer) => new URL(answer.url).searchParams.has("ended");

  function leave(address) {
    leaving = true;
    location.assign(address);
  }
  // To the page's own address, which says what became of it, and that what stands here has not gone out.
  const leave_for_why = () => leave(all.some((one) => one.text.value.trim()) || window.siraAnswer.voice() ? `${here}?unsent=gone` : here);
  // The session is over, or the page locked, and the last words could be kept for nobody: they stay in their box, and
  // nothing else of the page, until its worker has signed in beside.
  function shut(is_over, is_ended) {
    if (!over || over.hidden === !is_over) return;
    [over.firstElementChild.hidden, over.lastElementChild.hidden] = [Boolean(is_ended), !is_ended];
    over.hidden = !is_over;
    empty(is_over);
  }
  function empty(is_empty) {
    document.body.classList.toggle("shut", is_empty);
    if (is_empty && fresh) fresh.replaceChildren();
  }
  // Another page of this browser was signed in anew: the form's key is another, or the worker is.
  async function renewed() {
    if (!fresh) return false;
    const answer = await fetch(`${here}?part=1`, { credentials: "same-origin" });
    if (answer.redirected || !answer.ok) return false;
    const part = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
    if (!part || part.dataset.who !== whose) { leaving = true; location.reload(); return false; }
    for (const key of document.querySelectorAll("input[name=csrf]")) key.value = part.dataset.csrf;
    return true;
  }

  function keeper(form) {
    const text = form.querySelector("textarea");
    const saved = form.querySelector("[data-kept]");
    let kept = text.value;
    let under = null; // a draft on its way
    // ``tried``: « Envoyer » was tapped and nothing went; kept or not, that is what must be known.
    const it = { form, text, saved, busy: false, tried: false, unsaved: () => text.value !== kept };
    it.told = () => (it.tried ? it.say(saved.dataset.unsent, true) : it.say(saved.dataset.kept));
    it.say = (words, careful) => {
      saved.textContent = words;
      saved.classList.toggle("careful", Boolean(careful));
    };
    it.done = () => { kept = text.value; };
    async function write(more) {
      const words = text.value;
      const filled = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
      try {
        let answer = await ask(form.dataset.draft, filled(), more);
        if (answer.status === 403 && !theirs(answer) && await renewed()) answer = await ask(form.dataset.draft, filled(), more);
        if (nobodys(answer)) { leave_for_why(); return false; }
        if (at_door(answer) && words.trim()) { shut(true, ended(answer)); it.say(saved.dataset.lost, true); return false; }
        const has = answer.redirected || answer.status === 204 || theirs(answer);
        if (has) kept = words;
        if (has) it.told();
        else it.say(answer.status === 409 ? saved.dataset.elsewhere : saved.dataset.lost, true);
        return has || answer.status === 409;
      } catch {
        it.say(saved.dataset.offline, true);
        return false;
      }
    }
    // Returns whether the server has what stands here, so that the page may be left.
    it.keep = async (more) => {
      if (leaving || it.busy) return true;
      if (under && !more) await under;
      if (!it.unsaved()) return true;
      under = write(more);
      return under;
    };
    return it;
  }

  const all = [...document.querySelectorAll("form[data-draft]")].map(keeper);
  const every = async (more) => (await Promise.all(all.map((one) => one.keep(more)))).every(Boolean);
  const unsaved = () => all.some((one) => one.unsaved());
  window.siraKept = {
    ask, theirs, nobodys, at_door, ended, leave, leave_for_why, shut, empty, renewed, offline, unsaved, keep: every, here,
    of: (form) => all.find((one) => one.form === form),
    leaves: () => leaving,
  };
  if (!all.length) return;

  setInterval(every, EVERY);
  addEventListener("offline", () => all.forEach((one) => one.say(one.saved.dataset.offline, true)));
  addEventListener("online", () => all.forEach((one) => { if (one.unsaved()) one.keep(); else if (one.tried) one.told(); else one.say(""); }));
  document.addEventListener("visibilitychange", () => { if (document.hidden) every({ keepalive: true }); });
  addEventListener("pagehide", () => every({ keepalive: true }));
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload(); // kept by the browser as it was: it may be nobody's by now
    leaving = false;
  });
  // Another page would lose what the server cannot have: the browser asks first.
  addEventListener("beforeunload", (event) => {
    if (!leaving && (offline() || (over && !over.hidden)) && unsaved()) event.preventDefault();
  });

  let goes = false; // a form that leaves the page, and may
  document.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return; // an answer goes its own way
    const voice = !event.target.matches("form.reply") && window.siraAnswer.voice(); // which that form does not carry
    if (goes || (!leaving && !unsaved() && !voice && !offline())) { goes = false; leaving = true; return; }
    event.preventDefault();
    if (leaving) return; // a second tap sends nothing twice
    if (offline()) { all.forEach((one) => one.say(one.saved.dataset.offline, true)); return; }
    if (!await (voice ? window.siraAnswer.last() : every())) return; // no line: the words stay before the worker's eyes
    goes = true;
    event.target.requestSubmit(event.submitter);
    goes = false; // a form that lacks something did not go
  });
})();
