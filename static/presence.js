// Tells the server that a page of a form is open, and shows who else has it open. It does not keep anyone signed in.

const EVERY = 25_000;

function sentence(names) {
  if (!names.length) return "";
  const all = names.length === 1 ? names[0] : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  return `${all} ${names.length === 1 ? "has" : "have"} this page open now.`;
}

export function presence(line) {
  const token = document.querySelector("input[name=csrf_token]")?.value;
  if (!token) return;
  let timer;

  async function say() {
    if (document.visibilityState === "hidden") return;
    const answer = await fetch(line.dataset.presenceUrl, {
      method: "POST",
      body: new URLSearchParams({ csrf_token: token }),
      headers: { Accept: "application/json", "X-Background": "1" },
      redirect: "manual",
    }).catch(() => null);
    if (!answer) return;
    if (!answer.ok) return clearInterval(timer); // signed out, or the application was sent
    const text = sentence((await answer.json()).here);
    if (line.textContent !== text) line.textContent = text;
  }

  timer = setInterval(say, EVERY);
  document.addEventListener("visibilitychange", say);
  say();
}
