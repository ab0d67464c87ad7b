// A copy of what is typed on the person's own device, only if they say that it is theirs, only until it is saved.
// It goes on saving, on signing out and on submitting. Fields that the form marks as sensitive are never in it.

const DRAFT = "portal-draft:";
const OWN = "portal-own-device:";
const A_PAUSE = 300;

function stored() {
  try {
    return window.localStorage;
  } catch {
    return null; // switched off in this browser: then there is no copy
  }
}

// Forget the copies of everyone, or of pages whose path begins with these words.
export function forgetCopies(path = "") {
  const store = stored();
  if (!store) return;
  Object.keys(store)
    .filter((key) => key.startsWith(DRAFT) && key.includes(`:${path}`))
    .forEach((key) => store.removeItem(key));
}

const NOTHING = { keep() {}, forget() {} };

// What autosave asks of the copy: to keep the fields, and to forget them once they are saved.
export function deviceCopy(form, filledIn) {
  const store = stored();
  const choice = document.querySelector("[data-device]");
  if (!store || !choice || !form.dataset.owner) return NOTHING;
  const key = `${DRAFT}${form.dataset.owner}:${window.location.pathname}`;
  const own = `${OWN}${form.dataset.owner}`;
  const sensitive = form.dataset.sensitive.split(" ").filter(Boolean);
  const box = choice.querySelector("input");
  let pause;

  const isSensitive = (name) => sensitive.some((one) => name === one || name.startsWith(`${one}-`));
  const forget = () => {
    clearTimeout(pause);
    store.removeItem(key);
  };
  choice.hidden = false;
  box.checked = store.getItem(own) === "yes";
  box.addEventListener("change", () => {
    if (box.checked) store.setItem(own, "yes");
    else {
      store.removeItem(own);
      forget();
    }
  });
  offer(form, store, key, forget, filledIn);

  return {
    forget,
    keep(typed, technical) {
      clearTimeout(pause);
      if (!box.checked) return;
      const fields = [...typed].filter(([name]) => !technical.includes(name) && !isSensitive(name));
      pause = setTimeout(() => {
        try {
          store.setItem(key, JSON.stringify({ at: Date.now(), fields }));
        } catch {
          forget(); // the device is full: half a copy would be worse than none
        }
      }, A_PAUSE);
    },
  };
}

function element(tag, options, ...children) {
  const made = Object.assign(document.createElement(tag), options);
  made.append(...children);
  return made;
}

const valuesOf = (form, name) => new FormData(form).getAll(name).join("\n");

// Words that this device kept and the server never got: shown, and put back only when the person says so.
function offer(form, store, key, forget, filledIn) {
  let copy;
  try {
    copy = JSON.parse(store.getItem(key));
  } catch {
    return forget();
  }
  if (!copy) return;
  const names = [...new Set(copy.fields.map(([name]) => name))];
  const kept = (name) => copy.fields.filter(([one]) => one === name).map(([, value]) => value);
  const different = names.filter((name) => kept(name).join("\n") !== valuesOf(form, name));
  if (different.length === 0) return forget();
  const when = new Date(copy.at).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
  const back = element("button", { type: "button", className: "govuk-button", textContent: "Put these words back" });
  const away = element("button", { type: "button", className: "govuk-button govuk-button--secondary", textContent: "Throw them away" });
  const section = element(
    "section",
    { className: "portal-kept" },
    element("h2", { className: "govuk-heading-m", textContent: "This device kept words that were not saved" }),
    element("p", { className: "govuk-body", textContent: `You typed them on ${when}.` }),
    ...different.map((name) => element("p", { className: "govuk-body portal-answer", textContent: kept(name).join(", ") || "(empty)" })),
    element("div", { className: "govuk-button-group" }, back, away)
  );
  section.setAttribute("aria-label", "Words that were not saved");
  form.before(section);
  back.addEventListener("click", () => {
    different.forEach((name) => fill(form.elements[name], kept(name)));
    section.remove();
    filledIn();
  });
  away.addEventListener("click", () => {
    forget();
    section.remove();
  });
}

function fill(field, values) {
  if (!field) return;
  const all = field instanceof RadioNodeList ? [...field] : [field];
  for (const one of all) {
    if (one.type === "radio" || one.type === "checkbox") one.checked = values.includes(one.value);
    else if (one.type !== "file" && one.type !== "submit") one.value = values[0] ?? "";
    one.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
