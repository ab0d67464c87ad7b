// Sends a chosen file at once, with a bar that shows how much has gone, to the page that the form itself would be sent to.
// The rest of the form goes with it and is saved, so nothing typed is lost. Without this the buttons of the page do the same.

const MB = 1024 * 1024;
const SPOKEN_EVERY = 25; // per cent
const NOT_SENT = "We could not upload the file. Check your connection and choose it again. Your answers are safe.";
const SIGNED_OUT = "We could not upload the file: you are signed out. Press Save and continue, sign in, then choose it again.";
const CLASH = "We could not upload the file: someone else changed this. Press Save and continue to see both answers.";
const OVER = "We could not upload the file: this can no longer be changed here. Open the page again.";

function element(tag, className, words = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = words;
  return made;
}

function tooBig(file, input) {
  const most = Number(input.dataset.mostMb);
  if (file.size === 0) return "The file is empty. Choose another file";
  if (file.size <= most * MB) return "";
  return `The file is ${Math.ceil((file.size / MB) * 10) / 10}MB. It must be ${most}MB or smaller`;
}

// The line and the bar below one box; made once for each.
function progressBelow(input) {
  const box = element("div", "portal-upload");
  const words = element("p", "govuk-body-s portal-upload__words");
  const bar = element("progress", "portal-upload__bar");
  const heard = element("p", "govuk-visually-hidden");
  heard.setAttribute("role", "status");
  bar.max = 100;
  bar.setAttribute("aria-label", "Uploaded so far");
  box.append(words, bar, heard);
  box.hidden = true;
  input.closest(".govuk-form-group").append(box);
  let spoken = -1;
  return {
    show(name, percent) {
      box.hidden = false;
      bar.hidden = false;
      bar.value = percent;
      words.textContent = percent < 100 ? `Uploading ${name}: ${percent}%` : `Uploaded ${name}. Saving…`;
      const step = Math.floor(percent / SPOKEN_EVERY);
      if (step === spoken) return;
      spoken = step;
      heard.textContent = words.textContent;
    },
    hide() {
      box.hidden = true;
      spoken = -1;
    },
  };
}

// The same error as the server would print, in the same place.
function errorAbove(input, text) {
  const group = input.closest(".govuk-form-group");
  group.querySelector("[data-upload-error]")?.remove();
  group.classList.toggle("govuk-form-group--error", text !== "");
  if (!text) {
    group.querySelector(".govuk-error-message")?.remove();
    return;
  }
  const message = element("p", "govuk-error-message");
  message.dataset.uploadError = "";
  message.setAttribute("role", "alert");
  message.append(element("span", "govuk-visually-hidden", "Error: "), text);
  group.querySelector(".govuk-drop-zone").before(message);
}

export function upload(form) {
  const inputs = [...form.querySelectorAll("input[type=file][data-most-mb]")];
  if (!inputs.length) return;
  const address = new URL(form.getAttribute("action"), window.location.href); // form.action is a button of that name
  let sending = null; // the request under way
  let pressed = null; // the button that waits for it

  const free = (isFree) => {
    for (const input of inputs) input.disabled = !isFree;
  };

  function send(input) {
    const file = input.files[0];
    if (!file || sending) return;
    const problem = tooBig(file, input);
    errorAbove(input, problem);
    if (problem) {
      input.value = "";
      return;
    }
    const progress = (input.progress ??= progressBelow(input));
    const body = new FormData(form);
    body.set("action", "save");
    free(false);
    const request = new XMLHttpRequest();
    sending = request;
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    progress.show(file.name, 0);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress.show(file.name, Math.floor((event.loaded / event.total) * 100));
    });
    request.addEventListener("loadend", () => {
      sending = null;
      free(true);
      finish(input, request, progress);
    });
    request.send(body);
  }

  function finish(input, request, progress) {
    const answer = request.response;
    const saved = request.status === 200 && answer && "revision" in answer;
    const refused = saved ? answer.problems[input.name] : "";
    if (saved) form.elements["base-revision"].value = answer.revision;
    if (saved && !refused) return goOn(input);
    progress.hide();
    input.value = "";
    pressed = null;
    const moved = request.responseURL && new URL(request.responseURL).pathname !== address.pathname;
    if (refused) return errorAbove(input, refused);
    if (moved || request.status === 401) return errorAbove(input, SIGNED_OUT);
    if (request.status === 409) return errorAbove(input, answer?.clash ? CLASH : OVER);
    return errorAbove(input, NOT_SENT);
  }

  // It is kept: go on with the button that was pressed meanwhile, or show the page with the file on it.
  function goOn(input) {
    input.value = "";
    if (pressed) return form.requestSubmit(pressed);
    window.location.hash = input.name; // where the file now stands
    return window.location.reload();
  }

  for (const input of inputs) input.addEventListener("change", () => send(input));
  form.addEventListener("submit", (event) => {
    if (!sending) return;
    event.preventDefault();
    pressed = event.submitter;
  });
  window.addEventListener("beforeunload", (event) => {
    if (sending) event.preventDefault();
  });
}
