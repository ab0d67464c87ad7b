// Puts a phrase at the cursor of its text by one press, and marks the first place that is still to be filled in.
// Without this file the button sends the form, and the phrase comes at the end of the text.

const GAP = /\[[^[\]\n]+\]/;

function putIn(field, words) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const before = value.slice(0, from);
  const after = value.slice(to);
  const start = before && !/\s$/.test(before) ? `${before} ` : before;
  field.value = start + words + (after && !/^\s/.test(after) ? " " : "") + after;
  const gap = words.match(GAP);
  const at = start.length + (gap ? gap.index : words.length);
  field.focus();
  field.setSelectionRange(at, at + (gap ? gap[0].length : 0));
}

function noteUse(form, reference) {
  if (form.querySelector(`input[name="used"][value="${reference}"]`)) return;
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "used", value: reference }));
}

// A change at the top that repeats one of a principle keeps up with it, as the server has it too.
function keepUp(form) {
  const tops = [...form.querySelectorAll("textarea[name^='change-']")];
  form.querySelectorAll("textarea[name^='change_first-']").forEach((field) => {
    let last = field.value;
    field.addEventListener("input", () => {
      if (last.trim() && field.value.trim()) tops.filter((top) => top.value === last).forEach((top) => (top.value = field.value));
      last = field.value;
    });
  });
}

export function phrases(form) {
  keepUp(form);
  form.querySelectorAll("textarea").forEach((field) => field.setSelectionRange(field.value.length, field.value.length));
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-phrase]");
    if (!button) return;
    event.preventDefault();
    const [reference, name] = button.value.split(":");
    const field = form.elements[name];
    putIn(field, button.dataset.phrase);
    noteUse(form, reference);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
