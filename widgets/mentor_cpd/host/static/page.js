/**
 * The life of a page that has a kernel: it draws the widgets, says in words how
 * saving and the line go, opens itself again when the kernel is gone, and gives
 * its seat back when it is left. Nothing is kept in the browser's storage.
 */

import { cover, uncover } from "./cover.js";
import { Drafts, unsaved } from "./drafts.js";
import { dataOf, dressLike, fetchPage, mainOf } from "./fetched.js";
import { Line } from "./line.js";
import { Models } from "./models.js";
import { place } from "./place.js";
import { button, linkToNewTab, say, sayNews, saySaving } from "./status.js";
import { openInPlace } from "./ui/terms.js";

/** @typedef {import("./fetched.js").PageData} PageData */

const ATTEMPTS = 4; // openings that may fail before a person is asked
const SETTLED = 60000; // ms after which an opening counts as a success

const drafts = new Drafts();
/** @type {PageData} */
let data = dataOf(document);
/** @type {Line | null} */
let line = null;
/** @type {() => void} */
let undraw = () => {};
/** @type {Promise<void> | null} */
let opening = null;
let failures = 0;
let openedAt = 0;
let leaving = false;
/** @type {(() => void) | null} what the next key or click does */
let onTouch = null;
/** @type {(() => void) | null} what coming back to this tab does */
let onReturn = null;

// ---- drawing

/** The page as the server sent it: connect, and draw. */
async function begin() {
  const started = connect(data);
  line = started.line;
  await started.ready;
  if (line !== started.line) return; // it was gone meanwhile, and another took its place
  await draw(started);
  performance.mark("mentor-cpd:drawn");
}

/**
 * A line to a page's kernel, ready when the state of every widget is here.
 * @param {PageData} page
 */
function connect(page) {
  const one = new Line(page.seat ?? "", `${page.base}health`);
  const models = new Models(one);
  /** @type {(state: string) => void} */
  let settle = () => {};
  const ready = new Promise((resolve) => (settle = resolve));
  one.onmessage = (message) => {
    if (models.hear(message) !== "all") return;
    settle("open");
    if (one === line) tell("open");
  };
  one.onstate = (state) => {
    if (state === "open") models.refresh();
    else if (one === line) follow(state);
    else if (state === "lost" || state === "away") say(trouble(state));
    else settle(state);
  };
  one.open();
  return { line: one, models, ready };
}

/** @param {{line: Line, models: Models}} started */
async function draw({ models }) {
  openedAt = performance.now();
  const main = mainOf(document);
  const drawing = new AbortController();
  undraw = () => drawing.abort();
  await place(main, models, data.widgets, data.words.broken, drawing.signal);
  if (!drawing.signal.aborted) drafts.give(main); // else they are for what took its place
}

// ---- the line

/** @param {import("./line.js").LineState} state */
function follow(state) {
  if (state !== "lost" && state !== "away") line = null; // over, and its seat with it
  tell(state);
  if (state === "lost" || state === "away") say(trouble(state));
  else if (state === "gone") open();
  else if (state === "resting") rest();
  else if (state === "signed-out") signedOut().then((out) => out || open());
  else if (state === "blocked") blocked(data);
  else if (state === "elsewhere") say("elsewhere", [button("use-this", () => open())]);
}

/** @param {"lost" | "away"} state */
function trouble(state) {
  return state === "away" && !navigator.onLine ? "offline" : state;
}

/**
 * Tell the widgets how the line is, in the four words that they know.
 * @param {import("./line.js").LineState} state
 */
function tell(state) {
  const known = ["open", "lost", "away"].includes(state) ? state : "gone";
  if (document.documentElement.dataset.line === known) return;
  if (known === "open" && lineState() !== "") sayNews(lineState() === "gone" ? "reopened" : "back");
  document.documentElement.dataset.line = known;
  document.dispatchEvent(new CustomEvent("mentor-cpd:line", { detail: { state: known } }));
}

function lineState() {
  const state = document.documentElement.dataset.line ?? "";
  return state === "open" ? "" : state;
}

document.addEventListener("mentor-cpd:saving", (event) => {
  const { state, say: more } = /** @type {CustomEvent} */ (event).detail;
  // The line's own words matter more, and stand until it is open again.
  if (lineState() === "" || state === "saved") saySaving(state, more);
});

function rest() {
  say("resting");
  onTouch = onReturn = () => open();
}

/**
 * No websocket gets through. A page that tried for ever would start a kernel each time.
 * @param {PageData} page whose kernel nobody can hear
 */
function blocked(page) {
  saveDrafts();
  giveBack(page);
  say("blocked", [button("try-again", () => open())]);
}

/**
 * Nobody's words are left on a screen that nobody is signed in to. What would be lost with
 * the page stays on it, out of sight. False when they are signed in, with other roles or
 * in another tab by now, and go on: opening the page again is left to who asked.
 */
async function signedOut() {
  const answer = await fetch(`${data.base}here`, { cache: "no-store" }).catch(() => null);
  const now = answer?.ok ? await answer.json().catch(() => null) : null;
  if (now?.writer === data.writer) return false;
  if (!unsaved(document).length) {
    const here = encodeURIComponent(location.pathname + location.search);
    if (now) location.reload();
    else location.replace(`${data.base}sign-in?ended=1&next=${here}`);
    return true;
  }
  const link = linkToNewTab("sign-in", `${data.base}sign-in`);
  cover(data.words["covered"]);
  say("signed-out", [link, button("try-again", () => open())]);
  onReturn = () => open();
  return true;
}

// ---- opening the page again

/** Fetch this page anew, and draw it in the place of what is here. One at a time. */
function open() {
  onTouch = onReturn = null;
  opening ??= again().finally(() => (opening = null));
  return opening;
}

async function again() {
  line?.close();
  line = null;
  if (performance.now() - openedAt > SETTLED) failures = 0;
  if (data.page !== "busy") {
    say("gone");
    tell("gone");
  }
  while (failures < ATTEMPTS) {
    const answer = await fetchPage();
    if (!answer) {
      say(trouble("away"));
      await later(1);
    } else if (answer.page === "sign_in") {
      if (await signedOut()) return undefined;
      failures += 1;
      await later(failures);
    } else if (answer.page === "busy") {
      queue(answer.document);
      await later(answer.retry);
    } else if (answer.page !== "module") {
      failures += 1;
      await later(failures);
    } else if (data.writer && answer.data.writer !== data.writer) {
      giveBack(answer.data);
      cover(data.words["covered-other"]);
      return say("somebody-else", [button("load-again", () => location.reload())]);
    } else {
      uncover(); // whoever wrote what stands here is back
      if (await take(answer.document, answer.data)) return undefined;
    }
  }
  failures = 0;
  return say("stuck", [button("try-again", () => open())]);
}

/**
 * Put a page that was fetched in the place of this one, once its kernel
 * answers: until then what is being written stays in its box. False when
 * that has to be tried again.
 * @param {Document} fetched
 * @param {PageData} next
 */
async function take(fetched, next) {
  const started = connect(next);
  const state = await started.ready;
  if (state === "blocked") {
    blocked(next);
    return true;
  }
  if (state !== "open") {
    failures += 1;
    return false;
  }
  await dressLike(fetched);
  if (started.line.isOver) {
    failures += 1;
    return false;
  }
  const old = mainOf(document);
  const first = data.page === "busy";
  const wasInside = first || old.contains(document.activeElement);
  const scrolled = scrollY;
  drafts.take(old);
  undraw();
  data = next;
  line = started.line;
  document.title = fetched.title;
  document.body.dataset.page = next.page;
  // A waiting page becomes the module's, contents and all; otherwise only <main> is new.
  const part = first ? ".page" : "main";
  const fresh = document.adoptNode(/** @type {Element} */ (fetched.querySelector(part)));
  document.querySelector(part)?.replaceWith(fresh);
  await draw(started);
  if (!first) scrollTo({ top: scrolled, behavior: "instant" });
  if (wasInside && document.activeElement === document.body) {
    mainOf(document).focus({ preventScroll: true });
  }
  failures += 1; // until it has stood for a while: a kernel may die at once, again and again
  if (first) sayNews("opened");
  tell("open");
  return true;
}

/** @param {Document} fetched the waiting page, which knows our turn */
function queue(fetched) {
  const turn = document.querySelector("#queue");
  const told = fetched.querySelector("#queue");
  if (turn && told) turn.textContent = told.textContent;
  say("waiting");
}

/** @param {number} seconds */
function later(seconds) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

// ---- leaving, and coming back

/** @param {PageData} page whose seat others may need */
function giveBack(page) {
  if (!page.seat) return;
  fetch(page.seat, { method: "DELETE", keepalive: true, headers: { "X-XSRFToken": token() } }).catch(
    () => {}, // it is given back after a while in any case
  );
}

/** What the widgets have not saved goes to the server by itself, even as the page closes. */
function saveDrafts() {
  const sent = unsaved(document).map((draft) =>
    fetch(`${data.base}draft`, {
      method: "POST",
      keepalive: true,
      headers: { "Content-Type": "application/json", "X-XSRFToken": token() },
      body: JSON.stringify(draft),
    }).catch(() => {}),
  );
  return Promise.all(sent);
}

/** Signing in again, in another tab, renews the cookie; the page's own token may be older. */
function token() {
  return document.cookie.match(/(?:^|;\s*)_xsrf=([^;]*)/)?.[1] ?? data.xsrf;
}

addEventListener("pagehide", () => {
  saveDrafts();
  if (!line) return;
  line.close();
  giveBack(data);
});

addEventListener("pageshow", (event) => {
  if (event.persisted) open(); // out of the browser's back-and-forward cache: the seat was given back
});

addEventListener("beforeunload", (event) => {
  if (!leaving && document.querySelector("[data-unsaved]")) event.preventDefault();
});

// "Leave now" asks nothing while the server can take what was written.
document.querySelector(".leave")?.addEventListener("click", () => {
  leaving = lineState() === "";
  setTimeout(() => (leaving = false), 1000); // it was opened in a new tab, or not at all
});

// Once somebody has signed out, nothing of theirs is taken any more: it goes first.
document.querySelector("form.person")?.addEventListener("submit", async (event) => {
  if (!unsaved(document).length || lineState() !== "") return;
  event.preventDefault();
  await Promise.race([saveDrafts(), later(2)]);
  leaving = true;
  /** @type {HTMLFormElement} */ (event.target).submit();
});

// Terms in the prose; those inside widgets are opened by their widgets.
document.addEventListener("click", ({ target }) => {
  const term = /** @type {Element} */ (target).closest(".prose .cpd-term");
  if (term) openInPlace(/** @type {HTMLElement} */ (term));
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  line?.check();
  onReturn?.();
});
addEventListener("focus", () => onReturn?.());
addEventListener("keydown", () => onTouch?.());
addEventListener("pointerdown", () => onTouch?.());

if (data.page === "busy") {
  const seconds = mainOf(document).querySelector("[data-retry]")?.getAttribute("data-retry");
  say("waiting");
  later(Number(seconds)).then(open);
} else if (data.seat) {
  begin(); // otherwise the page broke off, and says so itself
}
