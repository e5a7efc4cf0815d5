/* Everything works without this file. */
"use strict";
(() => {
  const $ = (id) => document.getElementById(id), all = (what) => document.querySelectorAll(what);
  const talk = $("talk"), box = $("scroll"), text = $("text"), words = document.body.dataset, root = document.documentElement;
  const kept = (act) => { try { return act(localStorage, sessionStorage); } catch (closed) { return null; } };
  const drop = () => kept((store) => store.removeItem("waits"));
  const DAY = 864e5, waits = kept((store) => JSON.parse(store.getItem("waits")));
  const tapped = kept((_, tab) => tab.getItem("hear"));
  kept((_, tab) => tab.removeItem("hear"));
  /* What waited outlives its page, for the same talk or for nobody: a day at most, and none that was hidden or erased. */
  const mine = waits && waits[0] === words.talk && Date.now() - waits[3] < DAY && words.state !== "forgotten";
  if (!mine) drop();
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
  let version = talk.dataset.version, busy = null, timer = 0, wake = () => {}, tape = null, off = false;

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
      if (own) kept((_, tab) => tab.setItem("hear", 1)); /* the page of a new language goes on aloud */
      return home();
    }
    const lines = [...news.querySelectorAll("ol > li")], fresh = lines.filter((li) => !li.id || !$(li.id));
    const held = answers.contains(document.activeElement);
    version = news.dataset.version;
    if ("whole" in news.dataset) talk.replaceChildren(...lines);
    else talk.append(...fresh);
    clocks();
    answers.replaceWith(news.querySelector("#answers"));
    all("[name=nonce]").forEach((field) => { field.value = news.dataset.nonce; });
    if (held) $("answers").focus();
    fresh.forEach((li) => li.classList.add("new"));
    box.scrollTop = 0;
    read(fresh.find((li) => li.className !== "me new"));
    if (own) hear(voices(fresh));
  }

  async function send(form, echo) {
    const line = talk.appendChild(document.createElement("li"));
    busy = form;
    line.className = "me sending";
    line.textContent = echo;
    if (words.state !== "quiet" && !form.has("voice")) {
      kept((store) => store.setItem("waits", JSON.stringify([words.talk, String(form), echo, Date.now()])));
    }
    $("answers").inert = true;
    box.scrollTop = 0;
    say(words.sending);
    for (let pause = 1000; busy === form; pause = Math.min(pause * 2, AGAIN)) {
      const answer = await post(form).catch(() => null);
      if (busy !== form) return;
      if (answer && answer.status < 500) {
        const body = await answer.text();
        drop();
        const place = answer.headers.get("X-Sira-Go");
        if (place && place.includes("f=") && aloud()) kept((_, tab) => tab.setItem("hear", 1)); /* the farewell too */
        if (place) return home(place);
        line.remove();
        $("answers").inert = false;
        busy = null;
        say(answer.ok ? "" : page(body).getElementById("trouble").textContent.trim());
        if (answer.status === 200) show(body, true);
        return;
      }
      say(words.unsent); /* with the same nonce it goes again */
      await new Promise((go) => { wake = go; setTimeout(go, pause); });
    }
  }

  async function look() {
    clearTimeout(timer);
    if (!busy) {
      const answer = await fetch("/chat/news?v=" + encodeURIComponent(version)).catch(() => null);
      const body = answer && answer.status === 200 ? await answer.text() : "";
      if (!busy) {
        if (body) show(body);
        if (!answer || !answer.ok) say(words.offline);
        else if ($("status").textContent === words.offline) say();
      }
    }
    timer = setTimeout(look, document.hidden ? FAR : NEAR);
  }

  document.addEventListener("submit", (event) => {
    const button = event.submitter, form = new URLSearchParams(new FormData(event.target, button));
    const typed = event.target.id === "compose";
    event.preventDefault();
    if (button && getComputedStyle(button).pointerEvents === "none") return; /* still deaf, to a key too */
    form.set("v", version);
    if (tape) { /* « Envoyer » sends what is being said; any other button leaves it to be heard and sent */
      off = typed && !text.value.trim();
      tape.stop();
    }
    if (button && "hide" in button.dataset) {
      busy = form;
      drop();
      form.set("nonce", nonce());
      all("main, footer").forEach((part) => part.remove());
      post(form, { keepalive: true }).finally(() => home());
    } else if (!busy && (!typed || text.value.trim())) {
      drop();
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
      if (busy) return;
      const form = new FormData($("compose"));
      form.set("v", version);
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
  if (mine) {
    const form = new URLSearchParams(waits[1]), again = $("again");
    form.set("v", version);
    if (!again) send(form, waits[2]); /* with its first nonce: what has arrived before counts once */
    else if (form.get("text")) { /* after a silence it is shown to nobody, and goes when its writer says so */
      again.hidden = false;
      again.lastElementChild.onclick = () => { again.hidden = true; send(form, "…"); };
    }
  }
})();
