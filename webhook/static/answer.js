"use strict";
// The answer to a person: its voice, a ready answer put in, and its sending, which leaves the page only when the server has
// it. Its words are kept by kept.js. Everything works without this file.
(() => {
  const SEND_WITHIN = 30000; // then the line is dead; a voice has no such limit
  const kept = window.siraKept;
  const tape = window.siraTape;
  const reply = document.querySelector("form.reply");
  window.siraAnswer = { last: kept.keep, voice: () => false };
  if (!reply) return;

  const text = document.getElementById("text");
  const mine = kept.of(reply);
  const { say, saved } = mine;
  const fresh = document.getElementById("fresh");
  const field = document.getElementById("voice");
  const voiced = () => Boolean(field && field.files.length);
  let sending = false;

  // For a page that closes: a recorded voice goes along, which no draft that is kept while typing carries.
  async function last() {
    if (voiced()) {
      const answer = await kept.ask(reply.dataset.draft, new FormData(reply)).catch(() => null);
      if (answer && kept.nobodys(answer)) { kept.leave_for_why(); return false; }
      const has = answer && (answer.status === 204 || (answer.redirected && !kept.at_door(answer)));
      if (!has) return false;
      field.value = "";
      mine.done();
    }
    return kept.keep();
  }

  async function send() {
    sending = mine.busy = mine.tried = true;
    say(saved.dataset.sending);
    const stop = new AbortController();
    const late = voiced() ? 0 : setTimeout(() => stop.abort(), SEND_WITHIN);
    const away = async (address) => { mine.tried = false; mine.done(); await kept.keep(); kept.leave(address); };
    try {
      const ask = () => kept.ask(reply.action, new FormData(reply), { signal: stop.signal });
      let answer = await ask();
      if (answer.status === 403 && !kept.theirs(answer) && await kept.renewed()) answer = await ask(); // signed in anew beside
      if (kept.at_door(answer)) { // over, and kept for nobody
        kept.shut(true, kept.ended(answer));
        say(saved.dataset.lost, true);
        return;
      }
      if (answer.redirected) { await away(answer.url); return; } // locked or over: kept there, and said so
      if (answer.ok) { await away((await answer.json()).to); return; }
      if (kept.theirs(answer)) { await away(kept.here); return; }
      if (kept.nobodys(answer)) { kept.leave_for_why(); return; }
      const why = answer.status === 413 || answer.status >= 500 ? await answer.text() : "";
      say(why && why.length < 200 && !why.includes("<") ? why : saved.dataset.failed, true);
    } catch {
      say(kept.offline() ? saved.dataset.offline : saved.dataset.failed, true);
    } finally {
      clearTimeout(late);
      sending = mine.busy = false;
    }
  }

  window.siraAnswer = { last, voice: () => tape.on() || voiced() };
  reply.querySelector(".keep").hidden = true; // it keeps by itself
  reply.addEventListener("submit", (event) => {
    const answers = !event.submitter?.hasAttribute("formaction");
    // A recording that has not begun, or holds no sound, would be lost without a word while the text goes.
    const without = answers && (tape.opening() ? "first" : voiced() && !field.files[0].size && "nothing");
    if (without) {
      event.preventDefault();
      if (without === "nothing") document.getElementById("unsaid").click();
      say(document.getElementById("record").dataset[without], true);
      return;
    }
    if (!tape.on() && !(fresh && answers)) return;
    event.preventDefault();
    if (sending || kept.leaves()) return; // a second tap sends nothing twice
    if (tape.on()) tape.stop(() => reply.requestSubmit(event.submitter)); // what was said so far goes along
    else send();
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
