// The composer: what is typed is saved by itself, the paper beside it follows, and figures are put in at the caret.
// Without this file every button works as it stands.
"use strict";

(() => {
  const form = document.getElementById("composer");
  const pages = document.getElementById("pages");
  const saved = document.getElementById("saved");
  const following = document.getElementById("following");
  const noPaper = document.getElementById("no-paper");
  if (!form || !pages || !saved || !following || !noPaper) return;
  // Milliseconds: after the last key, and after a server that did not answer.
  const PAUSE = 800;
  const TRY_AGAIN = 10000;
  let timer = 0;
  let saving = null;
  let unsaved = false;
  let leaving = false;
  let looking = null;
  let field = null;

  const say = (words, failed) => {
    saved.textContent = words;
    saved.classList.toggle("wrong", Boolean(failed));
  };

  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  // The paper: only pages that have changed are fetched, and only when they come into view.
  const follow = async () => {
    if (looking) looking.abort();
    const mine = new AbortController();
    looking = mine;
    following.hidden = false;
    pages.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(pages.dataset.sheets, { credentials: "same-origin", signal: mine.signal });
      if (answer.ok) show(await answer.json());
    } catch {
      // Aborted by a later change, or no answer: then the saving has told of it.
    } finally {
      if (looking === mine) {
        following.hidden = true;
        pages.removeAttribute("aria-busy");
      }
    }
  };

  const show = (told) => {
    noPaper.hidden = told.pages.length > 0;
    if (told.problems.length) noPaper.textContent = told.problems.join(" ");
    // Where there is no paper, the last one stays: the text beside it is what has to be mended.
    if (!told.pages.length) return;
    const images = [...pages.querySelectorAll("img")];
    told.pages.forEach((digest, place) => {
      const number = place + 1;
      const image = images[place] || pages.appendChild(new Image(794, 1123));
      if (image.dataset.digest === digest) return;
      image.loading = "lazy";
      image.alt = `${pages.dataset.words} ${number}`;
      image.dataset.digest = digest;
      // The old page stands until the new one is there.
      image.src = `${pages.dataset.address.replace("side-0", `side-${number}`)}?v=${digest}`;
    });
    images.slice(told.pages.length).forEach((image) => image.remove());
  };

  const send = async () => {
    const typed = new FormData(form);
    typed.set("do", "keep");
    unsaved = false;
    say(saved.dataset.saving);
    try {
      const answer = await fetch(form.action || location.href, {
        method: "POST", body: typed, headers: { "X-Requested-With": "fetch" }, credentials: "same-origin",
      });
      if (answer.status === 403) {
        unsaved = true;
        say(saved.dataset.ended, true);
        return false;
      }
      if (!answer.ok || !(answer.headers.get("Content-Type") || "").startsWith("application/json")) throw new Error(String(answer.status));
      const told = await answer.json();
      form.elements.version.value = told.version;
      if (told.moved) {
        // What is typed from now on belongs to the draft that took this one's place.
        form.action = told.moved;
        if (unsaved) return send();
        leaving = true;
        location.assign(told.moved);
        return false;
      }
      const now = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      say(`${saved.dataset.saved} ${now}`);
      return true;
    } catch {
      unsaved = true;
      say(saved.dataset.failed, true);
      later(TRY_AGAIN);
      return false;
    }
  };

  // One saving at a time: two at once would be two windows to the server.
  const save = async () => {
    clearTimeout(timer);
    if (saving) await saving;
    saving = send();
    const done = await saving;
    saving = null;
    if (done && unsaved) later(PAUSE);
    if (done) follow();
    return done;
  };

  form.addEventListener("input", () => {
    unsaved = true;
    later(PAUSE);
  });

  // A press on a button saves all there is; one that comes while the text is being saved waits for the answer, whose
  // version it must name.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!saving) {
      leaving = true;
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    saving.then(() => {
      leaving = true;
      form.requestSubmit(button);
    });
  });

  // Whoever goes elsewhere takes nothing unsaved along: it is saved first, or the browser asks.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !(unsaved || saving) || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    if (await save()) location.assign(link.href);
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved && !leaving) event.preventDefault();
  });
  // A page that the browser had put away holds an older version.
  addEventListener("pageshow", (event) => {
    if (event.persisted && !unsaved) location.reload();
  });

  const there = location.hash && document.getElementById(location.hash.slice(1));
  if (there instanceof HTMLDetailsElement) there.open = true;

  form.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea[name$='-text']")) field = event.target;
  });

  form.querySelectorAll("[data-insert]").forEach((code) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "insert";
    button.lang = "da";
    button.textContent = code.textContent;
    button.addEventListener("click", () => {
      const target = field || form.querySelector("textarea[name$='-text']");
      if (!target) return;
      target.setRangeText(code.dataset.insert, target.selectionStart, target.selectionEnd, "end");
      target.focus();
      target.dispatchEvent(new Event("input", { bubbles: true }));
    });
    code.replaceWith(button);
  });
})();
