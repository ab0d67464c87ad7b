// Reads a page aloud with the browser's own voice, one piece of text at a time, so that it can pause, go on and stop.
// The buttons stay hidden where the browser has no voice. Both are buttons of the page: the keyboard reaches them.

const FOLDED = "details:not([open]) > :not(summary)";
const PIECES = "h1, h2, h3, h4, h5, p, li, dt, dd, caption, th, td";

// The texts in the order of the page: no controls, nothing hidden, and no text twice where one piece holds another.
export function textsOf(region) {
  return [...region.querySelectorAll(PIECES)]
    .filter((piece) => !piece.closest(`[data-aloud-skip], [hidden], form, ${FOLDED}`) && !piece.querySelector(PIECES))
    .map((piece) => piece.textContent.replace(/\s+/g, " ").trim())
    .filter((text) => text !== "");
}

export function aloud(region) {
  const play = document.querySelector("[data-aloud-play]");
  const stop = document.querySelector("[data-aloud-stop]");
  const voice = window.speechSynthesis;
  if (!play || !stop || !voice || !("SpeechSynthesisUtterance" in window)) return;
  let texts = [];
  let at = 0;
  let reading = ""; // "", "on" or "paused"
  let current = null;

  function show(next) {
    reading = next;
    play.textContent = { "": "Read this page aloud", on: "Pause reading", paused: "Go on reading" }[next];
    stop.hidden = next === "";
  }
  // A piece that was cancelled ends too: only the piece that is read now may lead to the next one.
  function say() {
    if (at >= texts.length) return show("");
    const piece = new SpeechSynthesisUtterance(texts[at]);
    piece.lang = "en-GB";
    current = piece;
    piece.onend = piece.onerror = () => {
      if (piece !== current || reading !== "on") return;
      at += 1;
      say();
    };
    return voice.speak(piece);
  }
  function halt(next) {
    current = null;
    show(next);
    voice.cancel();
  }
  play.addEventListener("click", () => {
    // Pausing stops the voice and starts the same piece again: pause() of the browser fails on some phones.
    if (reading === "on") return halt("paused");
    if (reading === "") {
      texts = textsOf(region);
      at = 0;
    }
    show("on");
    return say();
  });
  stop.addEventListener("click", () => {
    halt("");
    play.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && reading !== "") halt("");
  });
  window.addEventListener("pagehide", () => voice.cancel());
  play.hidden = false;
}
