// Adds up the money columns of a table while it is typed. The server does the same each time it saves.

const AMOUNT = /^£? ?(\d{1,12}|\d{1,3}([, ]\d{3}){1,3})(\.\d{1,2})?$/;

// Pence of what a person types; nothing for what is no amount, as on the server.
function pence(typed) {
  const plain = typed.normalize("NFKC").replace(/\s+/g, " ").trim();
  return AMOUNT.test(plain) ? Math.round(Number(plain.replace(/[£, ]/g, "")) * 100) : 0;
}

function pounds(amount) {
  const rest = amount % 100;
  const whole = Math.floor(amount / 100).toLocaleString("en-GB");
  return `£${whole}${rest ? `.${String(rest).padStart(2, "0")}` : ""}`;
}

export function totals(list) {
  const form = list.closest("form");
  const hint = list.parentElement.querySelector("[data-totals-hint]");
  const cells = [...list.querySelectorAll("[data-column]")].map((place) => ({
    place,
    name: new RegExp(`^${list.dataset.totals}-\\d+-${place.dataset.column}$`),
  }));
  const add = () => {
    for (const { place, name } of cells) {
      const fields = [...form.elements].filter((field) => name.test(field.name));
      place.textContent = pounds(fields.reduce((sum, field) => sum + pence(field.value), 0));
    }
  };
  if (hint) hint.textContent = "Totals change as you type.";
  form.addEventListener("input", add);
}
