// Saves a form of answers by itself: a moment after typing stops, on leaving a field, and on leaving the page.
// It says "Saved" only when the server has said so of exactly what stands on the page. Without it the buttons do the same.
import { deviceCopy } from "/static/device.js";

const MOMENT = 1_500;
const TRY_AGAIN_AFTER = [3_000, 6_000, 12_000, 30_000];
const ANSWER_WITHIN = 20_000;
const SPOKEN_AT_MOST_EVERY = 60_000;
const KEEPALIVE_BYTES = 60_000; // browsers refuse more than 64 KB from a page that is going away

const NOT_YET = "Not saved yet";
const NO_CONNECTION = "Not saved: no connection. We will keep trying. Leave this page open.";
const NO_ANSWER = "Not saved: our side does not answer. We will keep trying. Leave this page open.";
const SIGNED_OUT = (button) => `Not saved: you are signed out. Press ${button}, sign in, and we will bring back what you typed.`;
const CLASH = (button) => `Not saved: someone else changed this. Press ${button} to see both texts and choose.`;
const OVER = "Not saved: this can no longer be changed here. Copy what you typed, then open the page again.";
const TECHNICAL = ["csrf_token", "base-revision", "tab-key", "tab-count", "tab-unsure"];

// What the form would send, without files: those go only when a person presses the button.
function typedIn(form) {
  const sent = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") sent.append(name, value);
  }
  return sent;
}

function wordsOf(sent) {
  const copy = new URLSearchParams(sent);
  TECHNICAL.forEach((name) => copy.delete(name));
  return copy.toString();
}

// The line beside the buttons, seen at once; heard at most once a minute.
function spokenLine(line) {
  const heard = document.createElement("p");
  heard.className = "govuk-visually-hidden";
  heard.setAttribute("role", "status");
  line.removeAttribute("role");
  line.after(heard);
  let last = 0;
  return (text, urgent = false) => {
    if (line.textContent === text) return;
    line.textContent = text;
    line.classList.toggle("portal-saved--not", text.startsWith("Not saved:"));
    if (!urgent && Date.now() - last < SPOKEN_AT_MOST_EVERY) return;
    last = Date.now();
    heard.textContent = text;
  };
}

export function autosave(form) {
  const line = form.querySelector("[data-saved]");
  if (!line) return;
  const say = spokenLine(line);
  const button = form.dataset.saveButton ?? "Save and continue";
  const fields = form.elements;
  fields["base-revision"].value = form.dataset.autosave; // what the server said, not what the browser restored
  fields["tab-key"].value = form.dataset.tabKey;
  let count = Number(form.dataset.tabCount); // which saving of this page it is, so that a late one is known
  let unsure = false; // a saving was sent and never answered: it may still arrive
  let good = line.textContent.trim();
  let kept = wordsOf(typedIn(form));
  let failures = 0;
  let timer;
  let saving = null;
  let stopped = false;
  let leaving = false;
  const device = deviceCopy(form, () => form.dispatchEvent(new Event("input")));

  const changed = () => unsure || wordsOf(typedIn(form)) !== kept;
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };
  const stop = (text) => {
    stopped = true;
    clearTimeout(timer);
    say(text, true);
    return false;
  };
  const failed = (text) => {
    unsure = true;
    say(text, failures === 0);
    later(TRY_AGAIN_AFTER[Math.min(failures, TRY_AGAIN_AFTER.length - 1)]);
    failures += 1;
    return false;
  };

  async function understood(answer, sent) {
    if (answer.type === "opaqueredirect" || answer.status === 401) return stop(SIGNED_OUT(button));
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (answer.ok && isJson) {
      const saved = await answer.json();
      fields["base-revision"].value = saved.revision;
      kept = sent;
      unsure = false;
      failures = 0;
      if (changed()) {
        say(NOT_YET);
        later(MOMENT);
        return true;
      }
      device.forget();
      const other = saved.others.length ? ` Someone else changed ‘${saved.others[0]}’ on this page. Open it again to see it.` : "";
      good = `Saved at ${saved.saved_at}.${other}`;
      say(good);
      return true;
    }
    if (answer.status === 409) return stop(isJson ? CLASH(button) : OVER);
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) return stop(OVER);
    return failed(NO_ANSWER);
  }

  async function send() {
    const body = typedIn(form);
    const sent = wordsOf(body);
    count += 1;
    body.set("action", "save");
    body.set("tab-count", count);
    body.set("tab-unsure", unsure ? "yes" : "");
    // form.action would be the button of that name.
    const patience = new AbortController();
    const enough = setTimeout(() => patience.abort(), ANSWER_WITHIN);
    try {
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-Background": "1" },
        redirect: "manual",
        signal: patience.signal,
        keepalive: body.toString().length < KEEPALIVE_BYTES,
      });
      return await understood(answer, sent);
    } catch {
      return failed(patience.signal.aborted ? NO_ANSWER : NO_CONNECTION);
    } finally {
      clearTimeout(enough);
    }
  }

  // Whether what stands on the page is with the server at the end.
  function save() {
    clearTimeout(timer);
    if (stopped) return Promise.resolve(false);
    if (saving) return saving;
    if (!changed()) return Promise.resolve(true);
    saving = send().finally(() => (saving = null));
    return saving;
  }

  const typed = () => {
    if (stopped) return;
    device.keep(typedIn(form), TECHNICAL);
    if (!changed()) {
      clearTimeout(timer);
      if (!saving) say(good);
      return;
    }
    if (failures === 0) say(NOT_YET);
    later(failures === 0 ? MOMENT : TRY_AGAIN_AFTER[0]);
  };

  form.addEventListener("input", typed);
  form.addEventListener("change", save);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
  window.addEventListener("online", save);
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && failures > 0 && changed()) event.preventDefault();
  });
  // A saving that is under way comes first, so that this page does not clash with itself; and while there is no
  // connection the page stays, because a browser's own error page would take its place.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (stopped || leaving || !(saving || failures > 0 || !navigator.onLine)) {
      leaving = stopped = true;
      fields["tab-count"].value = count + 1;
      fields["tab-unsure"].value = unsure ? "yes" : "";
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    (saving ?? save()).then((done) => {
      if (done || stopped) form.requestSubmit(button);
    });
  });
  // After a saving by button, the browser's Back may show the page as it was before: fetch it anew.
  window.addEventListener("pageshow", (event) => event.persisted && leaving && window.location.reload());
}
