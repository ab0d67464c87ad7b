// Everything works without this file; it makes a few things kinder.
import { initAll } from "/static/vendor/govuk-frontend.min.js";
import { autosave } from "/static/autosave.js";
import { forgetCopies } from "/static/device.js";
import { totals } from "/static/totals.js";
import { upload } from "/static/upload.js";
import { presence } from "/static/presence.js";
import { room } from "/static/room.js";
import { aloud } from "/static/aloud.js";
import { phrases } from "/static/phrases.js";

const MINUTE = 60_000;
const WARN_BEFORE = 5 * MINUTE;
// The server notes at most once in five minutes that a sign-in is in use, so its clock may be that much ahead of ours.
const SERVER_AHEAD = 5 * MINUTE;
const HEARD_AFTER = 1000;

function element(tag, options, ...children) {
  const made = Object.assign(document.createElement(tag), options);
  made.append(...children);
  return made;
}

// The same rule as the server's: runs of anything but space.
const countWords = (text) => (text.match(/\S+/g) ?? []).length;

function wordsLeft(most, used) {
  const count = Math.abs(most - used);
  const words = count === 1 ? "word" : "words";
  return used > most ? `You have ${count} ${words} too many.` : `You have ${count} ${words} left.`;
}

// Seen at once; heard when typing pauses.
function countIn(textarea) {
  const most = Number(textarea.dataset.maxWords);
  const message = document.getElementById(`${textarea.id}-words`);
  if (!message || !most) return;
  const seen = element("span", {});
  const heard = element("span", { className: "govuk-visually-hidden" });
  heard.setAttribute("role", "status");
  message.append(" ", seen);
  message.after(heard);
  let pause;
  const show = () => {
    const used = countWords(textarea.value);
    seen.textContent = wordsLeft(most, used);
    message.classList.toggle("portal-words--over", used > most);
  };
  textarea.addEventListener("input", () => {
    show();
    clearTimeout(pause);
    pause = setTimeout(() => (heard.textContent = seen.textContent), HEARD_AFTER);
  });
  show();
}

// A link of the error summary may name a group of fields (a date): its first box gets the focus.
function focusInsideGroups(event) {
  const link = event.target.closest?.(".govuk-error-summary a[href^='#']");
  const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (target?.tagName === "FIELDSET") target.querySelector("input, select, textarea")?.focus();
}

// Ctrl+Enter saves where a form says so, and goes on where it has a button for that; Ctrl+S saves and stays, where a
// form saves by itself.
function saveByKeyboard(event) {
  if (!event.ctrlKey || !["Enter", "s"].includes(event.key)) return;
  const form = event.target.closest?.("form[data-ctrl-enter]");
  if (!form) return;
  if (event.key === "Enter") {
    form.requestSubmit(form.querySelector("button[value=save-next], button[value^=alone-]") ?? form.querySelector("button[type=submit]:not([data-phrase])"));
  } else if (form.dataset.autosave) {
    event.preventDefault();
    form.dispatchEvent(new Event("change"));
  }
}

// Says five minutes before a sign-in ends that it will, and keeps it when asked. Other tabs of this browser count too.
function warnBeforeTheEnd({ idleMinutes, touchUrl }) {
  const allowed = Number(idleMinutes) * MINUTE - SERVER_AHEAD;
  if (!(allowed > WARN_BEFORE)) return;
  let ends = Date.now() + allowed;
  let shown = "";
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("portal-session") : null;
  const words = element("p", {});
  words.setAttribute("role", "status");
  const stay = element("button", { type: "button", className: "govuk-button govuk-button--inverse", textContent: "Stay signed in" });
  const bar = element("section", { className: "portal-session", hidden: true }, element("div", { className: "portal-session__inside" }, words, stay));
  bar.setAttribute("aria-label", "Your sign-in");
  document.body.append(bar);

  const say = (text) => {
    if (text === shown) return;
    shown = text;
    bar.hidden = text === "";
    document.documentElement.classList.toggle("portal-session-shown", text !== "");
    // Filled after it is shown, so that screen readers hear it.
    setTimeout(() => (words.textContent = text), 100);
  };
  const look = () => {
    const left = ends - Date.now();
    if (left > WARN_BEFORE) return say("");
    stay.hidden = left <= 0;
    return say(
      left > 0
        ? "You will be signed out in about 5 minutes. Your answers are saved. If you are still writing, stay signed in."
        : "You may have been signed out by now. Carry on as usual: we will ask you to sign in and bring back what you typed."
    );
  };
  const again = () => {
    ends = Date.now() + allowed;
    look();
  };
  stay.addEventListener("click", async () => {
    const answer = await fetch(touchUrl, { cache: "no-store", redirect: "manual" }).catch(() => null);
    if (!answer?.ok) ends = Date.now();
    else {
      again();
      tabs?.postMessage("used");
    }
    look();
  });
  tabs?.addEventListener("message", again);
  tabs?.postMessage("used");
  document.addEventListener("visibilitychange", look);
  setInterval(look, 15_000);
}

// On a phone what would push the page's own words away (filters not in use, what somebody wrote themselves) waits behind
// a press; paper has all.
function foldOnPhones(details) {
  if (location.search && details.closest(".portal-filter")) return;
  const phone = matchMedia("(max-width: 40em)");
  const paper = matchMedia("print");
  let open = !phone.matches;
  const show = () => (details.open = paper.matches || open);
  phone.addEventListener("change", () => {
    open = !phone.matches;
    show();
  });
  paper.addEventListener("change", show);
  details.querySelector("summary").addEventListener("click", () => (open = !details.open));
  show();
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
document.querySelectorAll("textarea[data-max-words]").forEach(countIn);
document.querySelectorAll("form[data-phrases]").forEach(phrases);
document.querySelectorAll("form[data-autosave]").forEach(autosave);
document.querySelectorAll("form[data-autosave]").forEach(upload);
document.querySelectorAll("[data-totals]").forEach(totals);
document.querySelectorAll("[data-presence-url]").forEach(presence);
document.querySelectorAll("[data-room-url]").forEach(room);
document.querySelectorAll("[data-aloud]").forEach(aloud);
document.querySelectorAll("html:not(.portal-large) .portal-fold").forEach(foldOnPhones);
document.addEventListener("click", focusInsideGroups);
document.addEventListener("keydown", saveByKeyboard);
document.querySelectorAll("button[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
document.querySelectorAll("form[action='/sign-out']").forEach((form) => form.addEventListener("submit", () => forgetCopies()));
document.querySelectorAll("[data-forget-copies]").forEach((place) => forgetCopies(place.dataset.forgetCopies));
if (document.body.dataset.idleMinutes) warnBeforeTheEnd(document.body.dataset);
