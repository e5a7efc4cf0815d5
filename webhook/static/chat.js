/* Everything works without this file. */
"use strict";
(() => {
  const $ = (id) => document.getElementById(id), all = (what) => document.querySelectorAll(what);
  const talk = $("talk"), box = $("scroll"), text = $("text"), words = document.body.dataset, root = document.documentElement;
  const kept = (act) => { try { return act(localStorage, sessionStorage); } catch (closed) { return null; } };
  const drop = () => kept((store) => store.removeItem("waits"));
  const DAY = 864e5, stored = kept((store) => JSON.parse(store.getItem("waits"))) || [];
  const waits = typeof stored[0] === "string" ? [stored] : stored; /* a page of an older release kept one alone */
  const tapped = kept((_, tab) => tab.getItem("hear"));
  kept((_, tab) => tab.removeItem("hear"));
  /* What waited outlives its page, for the same talk or for nobody: a day at most, and none that was hidden or erased. */
  const mine = waits.filter(([own, , , at]) => own === words.talk && Date.now() - at < DAY && words.state !== "forgotten");
  if (!mine.length) drop();
  /* Set at each start: a browser puts its own speed back. */
  const SLOW = .75;
  document.addEventListener("play", ({ target }) => { if ("slow" in target.dataset) target.playbackRate = SLOW; }, true);
  /* What one's own tap brought is heard at once, one voice after the other; what comes by itself waits to be touched. */
  const hear = ([first, ...rest]) => {
    all("audio").forEach((sound) => { sound.onended = null; sound.pause(); });
    if (!first) return;
    first.onended = () => hear(rest);
    first.play().catch(() => {}); /* a browser that forbids it leaves its ▶ */
  };
  if (words.state === "forgotten" && tapped) hear(all("#talk audio"));
  if (words.state === "forgotten" || !talk.replaceChildren) return; /* old phones */
  const NEAR = 3000, FAR = 15000, AGAIN = 4000;
  const queue = []; /* one's own words on their way: each goes when the one before has arrived */
  let version = talk.dataset.version, left = false, timer = 0, wake = () => {}, tape = null, off = false;

  const say = (line) => { $("status").textContent = line || ""; };
  const home = (place) => location.replace(place || "/");
  const nonce = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, 0)).join("");
  const page = (html) => new DOMParser().parseFromString(html, "text/html");
  const post = (body, more) => fetch("/chat", { method: "POST", body, headers: { "X-Sira-Chat": 1 }, ...more });
  const clocks = () => all("time:empty").forEach((time) => {
    time.textContent = new Date(time.dateTime).toLocaleTimeString("fr", { hour: "2-digit", minute: "2-digit" });
  });

  const read = (li) => {
    if (li && li.getBoundingClientRect().top < box.getBoundingClientRect().top) li.scrollIntoView();
  };

  /* The arrow stands over what is said, never over an answer: « there is more » is no reason to miss a thumb. */
  const ROOM = 72, more = $("more");
  const covered = () => Math.max(0, box.getBoundingClientRect().bottom - $("answers").getBoundingClientRect().top);
  const below = () => {
    more.hidden = box.scrollTop > -24 || covered() > box.clientHeight - ROOM;
    more.style.bottom = covered() + 8 + "px";
  };
  more.onclick = () => box.scrollBy({ top: Math.max(box.clientHeight - covered(), ROOM * 2) * .8, behavior: "smooth" });
  box.addEventListener("scroll", below);
  addEventListener("resize", below);

  const voiced = "audio[src^='/chat/voice/']";
  const aloud = () => Boolean([...all("#talk > .machine")].pop()?.querySelector(voiced));
  const voices = (lines) => lines.map((li) => li.querySelector(voiced)).filter(Boolean);

  function show(html, own) {
    const news = page(html).getElementById("news"), answers = $("answers");
    if (news.lang !== root.lang || news.dataset.state !== words.state) {
      if (queue.length) return; /* the answer to the last brings the new page */
      if (own) kept((_, tab) => tab.setItem("hear", 1)); /* the page of a new language goes on aloud */
      return home();
    }
    const lines = [...news.querySelectorAll("ol > li")], fresh = lines.filter((li) => !li.id || !$(li.id));
    const held = answers.contains(document.activeElement);
    version = news.dataset.version;
    if ("whole" in news.dataset) talk.replaceChildren(...lines);
    else talk.append(...fresh);
    talk.append(...queue.map(({ line }) => line));
    clocks();
    answers.replaceWith(news.querySelector("#answers"));
    if (held) $("answers").focus();
    fresh.forEach((li) => li.classList.add("new"));
    box.scrollTop = 0;
    read(fresh.find((li) => li.className !== "me new"));
    if (own) hear(voices(fresh));
  }

  const save = () => {
    const rest = queue.filter((one) => one.lasts).map(({ form, echo, at }) => [words.talk, String(form), echo, at]);
    if (rest.length) kept((store) => store.setItem("waits", JSON.stringify(rest)));
    else drop();
  };

  /* `since`: when they were written, of words that have outlived their page; they go with their first nonce. */
  function send(form, echo, since) {
    const line = talk.appendChild(document.createElement("li"));
    line.className = "me sending";
    line.textContent = echo;
    if (!since) form.set("nonce", nonce());
    queue.push({ form, echo, line, at: since || Date.now(), lasts: !form.has("voice") && (since || words.state !== "quiet") });
    save();
    box.scrollTop = 0;
    if (queue.length === 1) deliver();
    else wake();
  }

  async function deliver() {
    let one, pause, trouble = "";
    while (queue.length) {
      if (one !== queue[0]) {
        [one, pause] = [queue[0], 1000];
        $("answers").inert = true;
        say(words.sending);
      }
      one.form.set("v", version);
      const answer = await post(one.form).catch(() => null);
      const body = answer && answer.status < 500 ? await answer.text().catch(() => null) : null;
      if (one !== queue[0]) return;
      if (body === null) {
        say(words.unsent); /* with the same nonce it goes again */
        await new Promise((go) => { wake = go; setTimeout(go, pause); });
        pause = Math.min(pause * 2, AGAIN);
        continue;
      }
      queue.shift();
      save();
      const place = answer.headers.get("X-Sira-Go");
      if (place && !queue.length) {
        left = true;
        if (place.includes("f=") && aloud()) kept((_, tab) => tab.setItem("hear", 1)); /* the farewell too */
        return home(place);
      }
      one.line.remove();
      $("answers").inert = false;
      if (!answer.ok) trouble = page(body).getElementById("trouble").textContent.trim();
      say(trouble);
      if (answer.status === 200) show(body, true);
    }
  }

  async function look() {
    clearTimeout(timer);
    const busy = () => left || queue.length;
    if (!busy()) {
      const answer = await fetch("/chat/news?v=" + encodeURIComponent(version)).catch(() => null);
      const body = answer && answer.status === 200 ? await answer.text() : "";
      if (!busy()) {
        if (body) show(body);
        if (!answer || !answer.ok) say(words.offline);
        else if ($("status").textContent === words.offline) say();
      }
    }
    timer = setTimeout(look, document.hidden ? FAR : NEAR);
  }

  /* Each thing is asked for once, and no answer is given to a question that another answer may already have closed. */
  const waiting = (button, choice) => queue.some(({ form }) => $("answers").contains(button) || form.get("choice") === choice);
  document.addEventListener("submit", (event) => {
    const button = event.submitter, form = new URLSearchParams(new FormData(event.target, button));
    const typed = event.target.id === "compose";
    event.preventDefault();
    if (button && getComputedStyle(button).pointerEvents === "none") return; /* still deaf, to a key too */
    if (tape) { /* « Envoyer » sends what is being said; any other button leaves it to be heard and sent */
      off = typed && !text.value.trim();
      tape.stop();
    }
    if (button && "hide" in button.dataset) {
      left = true;
      queue.length = 0;
      drop();
      form.set("v", version);
      form.set("nonce", nonce());
      all("main, footer").forEach((part) => part.remove());
      post(form, { keepalive: true }).finally(() => home());
    } else if (typed ? text.value.trim() : !waiting(button, form.get("choice"))) {
      send(form, typed ? text.value : button.textContent.trim());
      if (typed) { text.value = ""; text.focus(); }
    }
  });
  talk.addEventListener("click", (event) => {
    const sign = event.target.closest(".sound span"), sound = sign && sign.nextElementSibling;
    if (sound) hear(sound.paused ? [sound] : []);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    $("compose").requestSubmit();
  });

  if (navigator.mediaDevices && window.MediaRecorder) {
    const record = $("record"), listen = $("listen"), heard = $("heard");
    let sound, ticks;
    const ready = (is) => { listen.hidden = !is; $("compose").hidden = is; };
    const sign = () => {
      const on = record.classList.toggle("on"), began = Date.now();
      record.firstChild.textContent = on ? "⏹" : "🎤";
      clearInterval(ticks);
      if (!on) return;
      const tick = () => { $("since").textContent = new Date(Date.now() - began).toJSON().slice(14, 19); };
      tick(ticks = setInterval(tick, 500));
      $("taping").textContent = words.recording;
    };
    record.hidden = false;
    record.onclick = async () => {
      if (tape) return tape.stop();
      const source = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => say(words.nomic));
      if (!source) return;
      const bits = [];
      tape = new MediaRecorder(source, { audioBitsPerSecond: 24000 });
      tape.ondataavailable = (bit) => bits.push(bit.data);
      tape.onstop = () => {
        source.getTracks().forEach((track) => track.stop());
        sound = new Blob(bits, { type: tape.mimeType });
        tape = null;
        sign();
        heard.src = URL.createObjectURL(sound);
        ready(true);
        if (off) $("send-voice").click();
      };
      off = false;
      hear([]); /* or the microphone hears it too */
      tape.start();
      sign();
    };
    $("drop").onclick = () => { heard.src = ""; ready(false); };
    $("send-voice").onclick = () => {
      const form = new FormData($("compose"));
      form.delete("text");
      form.set("voice", sound, "voice");
      send(form, "🎤");
      ready(false);
    };
  }

  document.addEventListener("visibilitychange", () => { if (!document.hidden) { wake(); look(); } });
  addEventListener("online", () => wake());
  addEventListener("pageshow", (event) => { if (event.persisted) home(); });
  all(".plain").forEach((part) => part.remove());
  clocks();
  read(talk.querySelector("[autofocus]"));
  if (tapped) hear(voices([...all("#talk [autofocus], #talk [autofocus] ~ li")]));
  below();
  timer = setTimeout(look, NEAR);
  const again = $("again"), old = mine.map(([, form, echo, at]) => [new URLSearchParams(form), again ? "…" : echo, at]);
  const typed = old.filter(([form]) => form.get("text"));
  if (!again) old.forEach((one) => send(...one)); /* what has arrived before counts once */
  else if (typed.length) { /* after a silence they are shown to nobody, and go when their writer says so */
    again.hidden = false;
    again.lastElementChild.onclick = () => { again.hidden = true; typed.forEach((one) => send(...one)); };
  }
})();
