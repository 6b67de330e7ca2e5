/**
 * Whether somebody is still here. Laptops are shared: whoever does nothing for a while
 * is signed out. A page says so a minute before, and tells the server when somebody is
 * at work in it (a form may take long to fill in, and asks for nothing meanwhile).
 *
 * What the page asks by itself never counts as somebody being here.
 */

const NOTE = 60000; // ms between two notes that somebody is at work
const LOOK = 10000; // ms between two looks whether they are still signed in, as who they were
const LOOK_BESIDE = 30000; // the same where page.js has a line, which ends by itself
const SOON = 75; // seconds left when it is time to say so

const box = /** @type {HTMLElement} */ (document.querySelector("#here"));
const words = box.dataset;
const hasLine = () => document.querySelector("#page-data") !== null; // page.js sees the end itself

let noted = performance.now(); // the request for this page was noted
let active = false;
let typed = false;
/** @type {"" | "soon" | "whatever" | "over"} */
let said = "";

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

async function look() {
  const answer = await fetch(words.here ?? "", { cache: "no-store" }).catch(() => null);
  if (!answer) return; // the server does not answer just now: nothing is known
  if (answer.status === 401) return over();
  if (!answer.ok) return;
  const { left, whatever, standing } = await answer.json();
  // Another person, or other roles: what stands here may not be theirs to see.
  if (standing !== words.standing && !hasLine() && !typed) return location.reload();
  if (left > SOON) return say("");
  say(whatever ? "whatever" : "soon");
}

function over() {
  if (hasLine()) return; // page.js keeps what is being written, and says so
  if (typed) return say("over");
  const here = location.pathname + location.search;
  location.replace(`${words.signIn}?ended=1&next=${encodeURIComponent(here)}`);
}

/** @param {"" | "soon" | "whatever" | "over"} what */
function say(what) {
  if (what === said) return;
  said = what;
  box.replaceChildren();
  if (!what) return;
  const sentence = document.createElement("p");
  sentence.textContent = words[what] ?? "";
  box.append(sentence);
  if (what === "soon") box.append(stay());
  if (what === "over") box.append(signIn());
}

function stay() {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words.stay ?? "";
  button.addEventListener("click", note);
  return button;
}

function signIn() {
  const link = document.createElement("a");
  link.href = words.signIn ?? "";
  link.target = "_blank";
  link.textContent = words.again ?? "";
  return link;
}

function act() {
  active = true;
  if (said !== "over" && performance.now() - noted > NOTE) note();
}

for (const kind of ["keydown", "pointerdown", "wheel", "touchmove"]) {
  addEventListener(kind, act, { passive: true });
}
addEventListener("input", () => (typed = true));
addEventListener("submit", () => (typed = false));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") look();
});
setInterval(
  () => (active && performance.now() - noted > NOTE ? note() : look()),
  hasLine() ? LOOK_BESIDE : LOOK,
);
