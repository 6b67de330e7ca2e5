/**
 * Words with their emphasis, and with terms that open where they stand. Which words are
 * terms, and what is told of each, Python has decided.
 *
 * @typedef {{short: string, says: string[]}} Note
 * @typedef {{text: string, as?: "em" | "strong", term?: Note}} Span
 * @typedef {Node | string} Child
 */

import { h } from "./dom.js";

/**
 * Inline words, as Python took them apart.
 *
 * @param {Span[]} pieces
 * @returns {Child[]}
 */
export function spans(pieces) {
  return pieces.map(({ text, as, term }) => {
    const words = term ? offer(term, text) : text;
    return as ? h(as, {}, words) : words;
  });
}

/**
 * Terms of words that can hold no button of their own, offered beside them.
 *
 * @param {Note[] | undefined} terms
 * @param {string} label
 */
export function beside(terms, label) {
  if (!terms?.length) return null;
  return h("p", { class: "cpd-terms" }, label, terms.flatMap((term) => [" ", offer(term, term.short)]));
}

/**
 * @param {Note} term
 * @param {string} text
 */
function offer({ short, says }, text) {
  /** @type {HTMLElement} */
  const button = h(
    "button",
    {
      type: "button",
      class: "cpd-term",
      "aria-expanded": "false",
      "data-term": JSON.stringify({ short, says }),
      onclick: () => openInPlace(button),
    },
    text,
  );
  return button;
}

/**
 * Open what a term means right after the paragraph in which it stands, or close it again.
 *
 * @param {HTMLElement} button
 */
export function openInPlace(button) {
  const note = button.getAttribute("aria-controls");
  if (note) {
    document.getElementById(note)?.remove();
    button.removeAttribute("aria-controls");
    button.setAttribute("aria-expanded", "false");
    return;
  }
  /** @type {Note} */
  const { short, says } = JSON.parse(button.dataset.term ?? "");
  // No counter: in JupyterLab each widget has this module for itself.
  const id = `cpd-term-${Math.random().toString(36).slice(2)}`;
  const opened = h(
    "div",
    { class: "cpd-term-note", id, role: "note" },
    says.map((one, at) => h("p", {}, ...(at ? [] : [h("b", {}, short), ": "]), one)),
  );
  const block = button.closest("p, li, dd, td, th, div");
  if (block?.localName === "p") block.after(opened);
  else block?.append(opened);
  button.setAttribute("aria-controls", id);
  button.setAttribute("aria-expanded", "true");
}
