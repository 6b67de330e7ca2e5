/**
 * The parts that every widget draws with: headings, buttons, the story, boxes to write in.
 *
 * @typedef {Record<string, any>} View
 * @typedef {Record<string, string>} Words
 */

import { fill, h } from "./dom.js";
import { spans } from "./terms.js";

/**
 * JupyterLab takes single letters for itself wherever the focus is: "b" puts in a cell.
 * Whatever may have the focus here says that its keys are its own.
 *
 * @param {HTMLElement} within
 */
export function keepKeys(within) {
  const mayHaveFocus = within.querySelectorAll("button, a, input, textarea, summary, [tabindex]");
  for (const one of [within, ...mayHaveFocus]) one.setAttribute("data-lm-suppress-shortcuts", "true");
}

/**
 * And in a cell it takes new lines and undo away from whatever is written in.
 *
 * @param {HTMLElement} within
 */
export function keepWriting(within) {
  within.addEventListener("beforeinput", (event) => event.stopPropagation(), { capture: true });
}

/**
 * What went otherwise than wished, in words.
 *
 * @param {import("./line.js").Reply} reply
 * @param {string[]} lost what was written here for a turn that another tab took
 * @param {Words} w
 */
export function notice(reply, lost, w) {
  return h(
    "div",
    { class: `cpd-notice ${reply.state}`, tabindex: "-1" },
    reply.state === "refused" ? h("p", { class: "cpd-notice-title" }, w.problem) : null,
    h("p", {}, reply.say),
    lost.map((text) =>
      h("details", {}, h("summary", {}, w.what_you_wrote), h("p", { class: "cpd-kept" }, text)),
    ),
  );
}

/** Bring the eye and the keyboard to where the story goes on. @param {HTMLElement | null} element */
export function arrive(element) {
  if (!element) return;
  element.focus({ preventScroll: true });
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
}

/**
 * @param {string} tag
 * @param {string} text
 */
export function heading(tag, text) {
  return h(tag, { tabindex: "-1", "data-heading": true }, text);
}

/**
 * @param {string} text
 * @param {() => void} onclick
 */
export function button(text, onclick, style = "", label = "") {
  return h("button", { type: "button", class: style, onclick, "aria-label": label || null }, text);
}

/**
 * The story as it is told: prose, and speech under the name of who speaks, as in a play.
 *
 * @param {View[]} passages
 * @param {Words} w
 */
export function told(passages, w) {
  /** @type {HTMLElement[]} */
  const parts = [];
  const met = new Set();
  let speaking = "";
  for (const passage of passages) {
    const words = h("p", {}, spans(passage.spans));
    const name = passage.you ? w.you : passage.name;
    if (!name) parts.push(words);
    else if (name === speaking) parts.at(-1)?.querySelector("blockquote")?.append(words);
    else {
      const who = passage.who && !met.has(name) ? passage.who : "";
      met.add(name);
      parts.push(
        h(
          "figure",
          { class: passage.you ? "cpd-speech cpd-you" : "cpd-speech" },
          h(
            "figcaption",
            {},
            h("b", {}, name),
            who && h("span", { class: "visually-hidden" }, ", "),
            who && h("span", { class: "cpd-who" }, who),
          ),
          h("blockquote", {}, words),
        ),
      );
    }
    speaking = name ?? "";
  }
  return h("div", { class: "cpd-told" }, parts);
}

/** Stands above everything that is written here. @param {Words} w */
export function practiceOnly(w) {
  const phone = w.lead_phone?.replaceAll(" ", "\u00a0"); // a number is read in one piece
  const lead = [w.lead_name || w.lead_unknown, w.lead_name && w.lead_title, phone];
  return h(
    "p",
    { class: "cpd-practice-only" },
    h("strong", {}, w.practice_only),
    " ",
    fill(w.real_concern, { lead: lead.filter(Boolean).join(", ") }),
  );
}

/**
 * A box to write in: its draft is kept while it is written.
 *
 * @param {{view: View, line: import("./line.js").Line, id(name: string): string}} stage
 * @param {View} part
 */
export function box({ view, line, id }, { name, label, hint, lines }) {
  const key = `${view.attempt}:${view.turn}:${name}`;
  const described = hint ? id(`${name}-hint`) : null;
  /** @type {HTMLTextAreaElement} */
  const area = h("textarea", {
    id: id(name),
    name,
    rows: lines,
    "data-draft": key,
    "aria-describedby": [described, id(`${name}-doubt`)].filter(Boolean).join(" "),
    autocomplete: "off",
    oninput: () => line.type(key, area.value),
    onblur: () => line.keepDrafts(),
  });
  area.value = line.text(key, view.drafts[name] ?? "");
  return h(
    "div",
    { class: "cpd-box" },
    h("label", { for: id(name) }, label),
    hint ? h("p", { class: "cpd-hint", id: described }, hint) : null,
    area,
    h("p", { class: "cpd-doubt", id: id(`${name}-doubt`) }),
    h("p", { class: "cpd-draft" }),
  );
}

/**
 * What became of a draft, under its box: whether it is kept, and what in it may tell who
 * somebody is. True when that is new, and worth saying aloud.
 *
 * @param {HTMLElement} el
 * @param {string} key
 * @param {boolean} ok
 * @param {string} doubt
 * @param {Words} w
 */
export function draftKept(el, key, ok, doubt, w) {
  const under = el.querySelector(`[data-draft="${CSS.escape(key)}"]`)?.parentElement;
  const state = under?.querySelector(".cpd-draft");
  const doubts = under?.querySelector(".cpd-doubt");
  if (state) state.textContent = ok ? w.draft_kept : w.draft_not_kept;
  if (!ok || !doubts || doubts.textContent === doubt) return false;
  doubts.textContent = doubt;
  return doubt !== "";
}
