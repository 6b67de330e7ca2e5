/**
 * Whether somebody is still here, and still who they were. Laptops are shared: whoever
 * does nothing for a while is signed out. A page says so a minute before, and tells the
 * server when somebody is at work in it (a form may take long, and asks for nothing
 * meanwhile). When its person is signed out, or their account is changed, it hears so at
 * once (host/presence.py), and leads to sign-in; what could not be kept elsewhere stays on
 * it, out of sight, for whoever wrote it.
 *
 * What the page asks by itself never counts as somebody being here.
 */

import { cover, isCovered, uncover } from "./cover.js";
import { openOnPaper } from "./ui/paper.js";

openOnPaper(); // every page of somebody who is signed in loads this file

const NOTE = 60000; // ms between two notes that somebody is at work
const LOOK = 10000; // ms between two looks whether they are still signed in, as who they were
const LOOK_BESIDE = 30000; // the same where page.js has a line, which ends by itself
const LOOK_BACK = 2000; // the same where what somebody wrote waits for them, out of sight
const SOON = 75; // seconds left when it is time to say so
const SENDING = 5000; // ms for which a form that was sent may be what ended it, and answers itself
const RETRY = [1000, 5000, 20000, 60000]; // ms until the line is tried again; some proxies cut it

/** @typedef {"" | "soon" | "whatever" | "over" | "other" | "changed"} Said */
/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Box */

const box = /** @type {HTMLElement} */ (document.querySelector("#here"));
const words = box.dataset;
const hasLine = () => document.querySelector("#page-data") !== null; // page.js sees the end itself

let noted = performance.now(); // the request for this page was noted
let active = false;
let tries = 0;
let sent = -Infinity; // when a form of this page went to the server
/** @type {Set<Box>} the boxes of forms that were typed in, and not sent */
const typed = new Set();
/** @type {Said} */
let said = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let next;
/** @type {WebSocket | null} */
let socket = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let retry;

/** Signing in again, in another tab, renews the cookie; the page's own token may be older. */
function token() {
  return document.cookie.match(/(?:^|;\s*)_xsrf=([^;]*)/)?.[1] ?? words.xsrf ?? "";
}

/** Tell the server that somebody is here; one that does not answer is asked again later. */
async function note() {
  active = false;
  noted = performance.now();
  const headers = { "X-XSRFToken": token() };
  await fetch(words.here ?? "", { method: "POST", headers }).catch(() => {});
  await look();
}

/** Look, and look again after a while. */
async function look() {
  clearTimeout(next);
  try {
    await see();
  } finally {
    clearTimeout(next);
    const wait = isCovered() && !hasLine() ? LOOK_BACK : hasLine() ? LOOK_BESIDE : LOOK;
    next = setTimeout(() => (active && performance.now() - noted > NOTE ? note() : look()), wait);
  }
}

async function see() {
  const answer = await fetch(words.here ?? "", { cache: "no-store" }).catch(() => null);
  if (!answer) return; // the server does not answer just now: nothing is known
  if (answer.status === 401) return over();
  if (!answer.ok) return;
  const now = await answer.json().catch(() => null);
  if (!now) return; // cut off on its way, or said by something that stands before the server
  if (!hasLine() && (await changed(now))) return;
  if (now.left > SOON) return say("");
  say(now.whatever ? "whatever" : "soon");
}

/**
 * Another person, or other roles: what stands here may not be theirs to see.
 * @param {{standing: string, writer: string}} now
 */
async function changed({ standing, writer }) {
  if (writer !== words.writer) {
    if (isUnsent()) conceal("other");
    else location.reload();
    return true;
  }
  if (standing !== words.standing) {
    if (!isUnsent()) return location.reload(), true;
    const answer = await fetch(location.href, { headers: { "X-By-Itself": "1" } }).catch(() => null);
    if (!answer) return true;
    if (!answer.ok) return conceal("changed"), true;
    words.standing = standing; // with these roles it is theirs as well
  }
  if (isCovered()) comeBack();
  return false;
}

/** Whether something stands here that would be lost with the page. */
function isUnsent() {
  const boxes = [...typed].filter((one) => one.isConnected);
  return boxes.length > 0 || document.querySelector("[data-unsaved]") !== null;
}

function over() {
  if (hasLine()) return; // page.js keeps what is being written, and says so
  if (performance.now() - sent < SENDING) return;
  if (isUnsent()) return conceal("over");
  const here = location.pathname + location.search;
  location.replace(`${words.signIn}?ended=1&next=${encodeURIComponent(here)}`);
}

/** @param {"over" | "other" | "changed"} what */
function conceal(what) {
  cover(words[what === "over" ? "title" : `${what}Title`] ?? "");
  say(what);
}

function comeBack() {
  uncover();
  listen();
  document.dispatchEvent(new CustomEvent("mentor-cpd:back"));
}

/** @param {Said} what */
function say(what) {
  if (what === said) return;
  said = what;
  box.replaceChildren();
  if (!what) return;
  const sentence = document.createElement("p");
  sentence.textContent = words[what] ?? "";
  box.append(sentence);
  if (what === "soon") box.append(button(words.stay, note));
  if (what === "over") box.append(link(words.again, words.signIn, "_blank"));
  if (what === "other") box.append(button(words.load, () => location.reload()));
  if (what === "changed") box.append(...written(), link(words.leave, document.querySelector(".mark")?.getAttribute("href")));
}

/** What somebody wrote on a page that is not theirs any more, to be copied. */
function written() {
  const texts = [...typed].filter((one) => one.type === "text" || one.type === "textarea").map((one) => one.value);
  const text = texts.filter((one) => one.trim()).join("\n\n");
  if (!text) return [];
  const copy = document.createElement("textarea");
  copy.readOnly = true;
  copy.rows = 3;
  copy.value = text;
  copy.ariaLabel = words.wrote ?? "";
  return [copy];
}

/** @param {string | undefined} text @param {() => void} act */
function button(text, act) {
  const one = document.createElement("button");
  one.type = "button";
  one.textContent = text ?? "";
  one.addEventListener("click", act);
  return one;
}

/** @param {string | undefined} text @param {string | null | undefined} address @param {string} target */
function link(text, address, target = "") {
  const one = document.createElement("a");
  one.href = address ?? "";
  one.target = target;
  one.textContent = text ?? "";
  return one;
}

/**
 * Hear at once that it is over. Where that cannot be, looking now and then has to do.
 * One socket and no more: what was opened for an earlier sign-in is let go.
 */
function listen() {
  if (hasLine()) return;
  clearTimeout(retry);
  if (socket) socket.onclose = null;
  socket?.close();
  const address = new URL(`${words.here}/line`, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  const mine = (socket = new WebSocket(address));
  mine.onopen = () => (tries = 0);
  mine.onclose = async ({ code }) => {
    await look();
    if (isCovered() || socket !== mine) return; // opened again when its person is back
    const wait = code === 1000 ? LOOK_BESIDE : RETRY[Math.min(tries++, RETRY.length - 1)];
    retry = setTimeout(listen, wait);
  };
}

function act() {
  active = true;
  if (!isCovered() && performance.now() - noted > NOTE) note();
}

for (const kind of ["keydown", "pointerdown", "wheel", "touchmove"]) {
  addEventListener(kind, act, { passive: true });
}
addEventListener("input", ({ target }) => {
  const one = /** @type {Box} */ (target);
  // The desk keeps its boxes as they are filled.
  if (box.contains(one) || one.closest("[data-keeps]")) return;
  typed.add(one);
});
addEventListener("submit", ({ defaultPrevented }) => {
  typed.clear();
  if (!defaultPrevented) sent = performance.now();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") look();
});
addEventListener("focus", () => isCovered() && look());
listen();
next = setTimeout(look, hasLine() ? LOOK_BESIDE : LOOK);
