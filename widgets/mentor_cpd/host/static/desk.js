/**
 * What JavaScript adds to the desk, which works without it: boxes are kept as they are
 * filled, a digit chooses a level, and a whole list can be ticked at once.
 */

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Box */

const PAUSE = 600; // milliseconds after the last key
const STOPPED = 1000; // after a form was sent: a page that still stands was not left
const xsrf = /** @type {HTMLInputElement | null} */ (document.querySelector("[name=_xsrf]"))?.value ?? "";
// Who has this page open: whoever signs in here later does not go on with what they typed.
const writer = /** @type {HTMLInputElement | null} */ (document.querySelector("[name=writer]"))?.value ?? "";
const status = document.querySelector("#status");

/** @type {Map<string, Box>} */
const waiting = new Map(); // by name, the boxes that hold something not kept yet
/** @type {Map<string, number>} */
const pauses = new Map();
/** @type {Map<string, Promise<void>>} */
const busy = new Map(); // one request a box at a time, so that none overtakes another
const failed = new Set();
let leaving = false; // the form itself carries everything
/** @type {Map<string, Box>} what the form carries, until it is known that it went */
const carried = new Map();

/** @param {"saving" | "saved" | "not-saved" | "other"} state @param {string} [more] */
function say(state, more = "") {
  if (!(status instanceof HTMLElement)) return;
  const words = { saving: "saving", saved: "saved", "not-saved": "notSaved", other: "other" };
  status.dataset.state = state === "other" ? "not-saved" : state;
  status.textContent = [status.dataset[words[state]], more].filter(Boolean).join(" ");
}

/** The server's own sentence, which says all of it. @param {string} words */
function sayWhole(words) {
  say("not-saved");
  if (status) status.textContent = words;
}

/** Until then the page is not left without asking, and whoever is signed out finds it here again. */
function mark() {
  document.body.toggleAttribute("data-unsaved", waiting.size > 0 || failed.size > 0);
}

/** @param {Box} box */
function keep(box) {
  const name = box.dataset.box ?? "";
  clearTimeout(pauses.get(name));
  const turn = (busy.get(name) ?? Promise.resolve()).then(() => send(name));
  busy.set(name, turn);
}

/** @param {string} name */
async function send(name, keepalive = false) {
  const box = waiting.get(name);
  if (!box || leaving) return;
  const sent = box.value;
  const seen = /** @type {HTMLInputElement} */ (document.querySelector(`[data-seen="${name}"]`));
  say("saving");
  try {
    const answer = await fetch(/** @type {HTMLElement} */ (box.closest("[data-keeps]")).dataset.keeps ?? "", {
      method: "POST",
      keepalive,
      headers: { "Content-Type": "application/json", "X-XSRFToken": xsrf, "X-Writer": writer },
      body: JSON.stringify({ box: name, text: sent, seen: seen.value }),
    });
    const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    if (answer.ok && told) {
      seen.value = told.seen;
      failed.delete(name);
      if (waiting.get(name)?.value === sent) waiting.delete(name);
      mark();
      doubt(name, told.say);
      if (!failed.size) say(waiting.size ? "saving" : "saved");
      return;
    }
    failed.add(name);
    if (told?.state === "behind") {
      seen.value = told.seen;
      other(name, told.other);
      say("other");
      return;
    }
    if (told?.state === "not-saved") sayWhole(told.say);
    else say("not-saved", told ? told.say : await answer.text());
  } catch {
    failed.add(name);
    say("not-saved");
    pauses.set(name, setTimeout(() => keep(box), 5000));
  }
}

/** @param {string} name @param {string} words */
function doubt(name, words) {
  const line = document.getElementById(`${name}-doubt`);
  if (!line) return;
  line.textContent = words;
  line.hidden = !words;
}

/** @param {string} name @param {string} text */
function other(name, text) {
  const place = document.getElementById(`${name}-other`);
  const words = place?.querySelector("[data-other]");
  if (!place || !words) return;
  words.textContent = text;
  place.hidden = false;
}

document.addEventListener("input", (event) => {
  const box = /** @type {Box} */ (event.target);
  const name = box.dataset?.box;
  if (!name || !box.closest("[data-keeps]")) return;
  stay();
  waiting.set(name, box);
  mark();
  clearTimeout(pauses.get(name));
  pauses.set(name, setTimeout(() => keep(box), box.type === "radio" ? 0 : PAUSE));
});

// In a group of levels, 0 to 3 choose one, as the arrows do.
document.addEventListener("keydown", (event) => {
  const here = /** @type {HTMLInputElement} */ (event.target);
  if (here.type !== "radio" || !here.dataset.box || event.ctrlKey || event.altKey || event.metaKey) return;
  if (!/^[0-3]$/.test(event.key)) return;
  const wanted = /** @type {HTMLInputElement | null} */ (
    here.form?.querySelector(`[name="${here.name}"][value="${event.key}"]`)
  );
  if (!wanted) return;
  event.preventDefault();
  wanted.focus();
  wanted.click();
});

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  // What another form of the page holds is kept before the page is left.
  for (const [name, box] of waiting) {
    if (box.form !== form) continue;
    waiting.delete(name);
    carried.set(name, box);
  }
  const sent = Promise.all([...waiting.keys()].map((name) => send(name, true)));
  leave();
  if (!waiting.size || !form.matches("form.person")) return;
  // Once somebody has signed out, nothing of theirs is taken any more: it goes first.
  event.preventDefault();
  Promise.race([sent, new Promise((resolve) => setTimeout(resolve, 2000))]).then(() => {
    leave();
    form.submit();
  });
});

function leave() {
  leaving = true;
  setTimeout(stay, STOPPED);
}

/** Nobody is told that Escape stopped a form on its way: what it carried is kept here again. */
function stay() {
  leaving = false;
  for (const [name, box] of carried) {
    if (waiting.has(name)) continue;
    waiting.set(name, box);
    keep(box);
  }
  carried.clear();
  mark();
}

// Whoever was signed out meanwhile is back, and so is what could not be kept.
document.addEventListener("mentor-cpd:back", () => {
  for (const box of waiting.values()) keep(box);
});

addEventListener("pageshow", () => {
  stay();
  // After the browser has gone to the fragment of the address, which would take it away.
  /** @type {HTMLElement | null} */ (document.querySelector("[data-focus]"))?.focus();
});
addEventListener("pagehide", () => {
  for (const name of waiting.keys()) send(name, true);
});
addEventListener("beforeunload", (event) => {
  if (!leaving && (waiting.size || failed.size)) event.preventDefault();
});

const all = /** @type {HTMLElement | null} */ (document.querySelector("[data-tick-all]"));
if (all?.parentElement) {
  all.parentElement.hidden = false;
  all.addEventListener("click", () => {
    for (const box of document.querySelectorAll("[name=submission]:not(:disabled)")) {
      /** @type {HTMLInputElement} */ (box).checked = true;
    }
  });
}
