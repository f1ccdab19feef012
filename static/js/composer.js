// The composer: what is typed is saved by itself, the paper beside it follows, and figures are put in at the caret.
// Without this file every button works as it stands.
"use strict";

(() => {
  const form = document.getElementById("composer");
  const pages = document.getElementById("pages");
  const saved = document.getElementById("saved");
  if (!form || !pages || !saved) return;
  const WAIT = 1200;
  let timer = 0;
  let sending = false;
  let again = false;
  let field = null;

  const say = (words, failed) => {
    saved.textContent = words;
    saved.classList.toggle("wrong", Boolean(failed));
  };

  const show = (told) => {
    form.elements.version.value = told.version;
    const address = pages.dataset.address;
    const images = [...pages.querySelectorAll("img")];
    if (told.pages === 0) {
      say(told.problems.join(" "), true);
      return;
    }
    for (let number = 1; number <= told.pages; number += 1) {
      const image = images[number - 1] || pages.appendChild(new Image(794, 1123));
      image.alt = `${pages.dataset.words} ${number}`;
      // The old page stands until the new one is there.
      image.src = `${address.replace("side-0", `side-${number}`)}?v=${told.version}-${Date.now()}`;
    }
    images.slice(told.pages).forEach((image) => image.remove());
    pages.querySelectorAll("p").forEach((words) => words.remove());
    const now = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    say(`${saved.dataset.saved} ${now}`);
  };

  const save = async () => {
    if (sending) {
      again = true;
      return;
    }
    sending = true;
    const typed = new FormData(form);
    typed.set("do", "keep");
    try {
      const answer = await fetch(form.action || location.href, {
        method: "POST", body: typed, headers: { "X-Requested-With": "fetch" }, credentials: "same-origin",
      });
      if (!answer.ok || !(answer.headers.get("Content-Type") || "").startsWith("application/json")) throw new Error(String(answer.status));
      const told = await answer.json();
      if (told.moved) {
        location.assign(told.moved);
        return;
      }
      show(told);
    } catch {
      say(saved.dataset.failed, true);
    } finally {
      sending = false;
      if (again) {
        again = false;
        timer = setTimeout(save, WAIT);
      }
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  });
  // A press on a button saves all there is; what waits to be saved by itself would come too late.
  form.addEventListener("submit", () => clearTimeout(timer));

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
