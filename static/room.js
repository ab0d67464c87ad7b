// Looks every few seconds whether what this person sees of a meeting has changed, and loads the page again when it has.
// The answer is a digest of the same length for everyone; without this file there is a link to reload.

const EVERY = 5_000;

export function room(line) {
  let timer;
  async function look() {
    if (document.visibilityState === "hidden") return;
    const answer = await fetch(line.dataset.roomUrl, {
      cache: "no-store",
      headers: { Accept: "application/json", "X-Background": "1" },
      redirect: "manual",
    }).catch(() => null);
    if (!answer) return;
    if (!answer.ok) return clearInterval(timer); // signed out
    if ((await answer.json()).view !== line.dataset.roomView) location.reload();
  }
  timer = setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
  line.textContent = "This page keeps itself up to date.";
}
