/**
 * The words of a page that has a kernel, in its one polite live region: how
 * saving and the line go, and what can be done.
 */

import { dataOf } from "./fetched.js";

const CALM = 400; // ms before "Saving…" is worth saying
const HEARD = 2500; // ms for which good news stands before the next "Saved" takes its place

const { words = {} } = dataOf(document);
/** @type {ReturnType<typeof setTimeout> | undefined} */
let slow;
let heard = 0; // until when the last good news stands

/**
 * @param {string} word
 * @param {HTMLElement[]} ways what can be done about it
 */
export function say(word, ways = []) {
  clearTimeout(slow);
  const status = document.querySelector("#status");
  const choices = /** @type {HTMLElement | null} */ (document.querySelector("#ways"));
  if (!status || !choices) return;
  if (status.textContent !== words[word]) status.textContent = words[word];
  status.setAttribute("data-state", word);
  if (choices.contains(document.activeElement)) {
    document.querySelector("main")?.focus({ preventScroll: true });
  }
  choices.replaceChildren(...ways);
  choices.hidden = !ways.length;
}

/** @param {string} word */
export function sayNews(word) {
  say(word);
  heard = performance.now() + HEARD;
}

/**
 * @param {"saving" | "saved" | "not-saved"} state
 * @param {string} more what a widget wants said besides
 */
export function saySaving(state, more = "") {
  clearTimeout(slow);
  if (more) {
    sayNews(state);
    // Seen under its box; said here, since this is what is read out.
    const aloud = document.createElement("span");
    aloud.className = "visually-hidden";
    aloud.textContent = `. ${more}`;
    document.querySelector("#status")?.append(aloud);
    return;
  }
  if (state === "not-saved") return say(state);
  const wait = Math.max(heard - performance.now(), state === "saving" ? CALM : 0);
  if (wait > 0) slow = setTimeout(() => say(state), wait);
  else say(state);
}

/**
 * @param {string} word
 * @param {() => void} act
 */
export function button(word, act) {
  const one = document.createElement("button");
  one.type = "button";
  one.textContent = words[word];
  one.addEventListener("click", act);
  return one;
}

/**
 * @param {string} word
 * @param {string} address
 */
export function linkToNewTab(word, address) {
  const one = document.createElement("a");
  one.href = address;
  one.target = "_blank";
  one.textContent = words[word];
  return one;
}
