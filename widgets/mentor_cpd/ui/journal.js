/**
 * The journal: prompts to write to, and under them what was written before.
 *
 * @typedef {import("./frame.js").Stage} Stage
 * @typedef {import("./parts.js").View} View
 */

import { fill, h } from "./dom.js";
import { frame } from "./frame.js";
import { box, button, heading, practiceOnly } from "./parts.js";

/** @param {{model: any, el: HTMLElement}} context */
function render(context) {
  return frame(context, {
    name: "journal",
    stages: { journal },
    key: (view) => `${view.module}/${view.model.id}`,
  });
}

/** @param {Stage} stage */
function journal({ view, w, line, ask, id }) {
  /** @type {HTMLFormElement} */
  const form = h("form", { class: "cpd-form", onsubmit: send, novalidate: true });
  function send(/** @type {Event} */ event) {
    event.preventDefault();
    ask({ do: "reflect", model: view.model.id, parts: Object.fromEntries(new FormData(form)) });
  }
  form.append(
    ...view.model.parts.map((/** @type {View} */ part) => box({ view, line, id }, part)),
    h(
      "div",
      { class: "cpd-ways" },
      h("button", { type: "submit", class: "cpd-main" }, w.journal_keep),
    ),
  );
  const [first, ...older] = view.entries;
  return [
    ...(view.just ? justSaved(first, w) : []),
    view.just ? h("h2", {}, w.journal) : heading("h2", w.journal),
    h("p", { class: "cpd-quiet" }, w.journal_private),
    practiceOnly(w),
    h("p", { class: "cpd-over" }, view.model.name),
    form,
    h(
      "details",
      { class: "cpd-others" },
      h("summary", {}, w.journal_others),
      h(
        "ul",
        { class: "cpd-plain" },
        view.others.map((/** @type {View} */ one) =>
          h("li", {}, button(one.name, () => turnTo(one.id))),
        ),
      ),
    ),
    ...entries(view.just ? older : view.entries, w),
  ];

  /** What is being written goes to be kept first. @param {string} model */
  function turnTo(model) {
    line.keepDrafts();
    ask({ do: "prompts", model });
  }
}

/**
 * What was saved this moment stands where the eye is, under a line that says so: below the
 * new boxes it would seem to be gone. The focus goes to the line, which reads it out.
 *
 * @param {View} entry
 * @param {Record<string, string>} w
 */
function justSaved(entry, w) {
  const at = new Date(entry.at);
  const time = `${at.getHours()}`.padStart(2, "0") + "." + `${at.getMinutes()}`.padStart(2, "0");
  const day = format(at, { day: "numeric", month: "long" });
  return [
    heading("h2", fill(w.journal_saved, { day, time })),
    h("ol", { class: "cpd-entries" }, h("li", {}, said(entry, w))),
  ];
}

/** @param {View[]} shown @param {Record<string, string>} w */
function entries(shown, w) {
  if (!shown.length) return [];
  const whole = /** @type {const} */ ({ day: "numeric", month: "long", year: "numeric" });
  return [
    h("h3", {}, w.journal_entries),
    h(
      "ol",
      { class: "cpd-entries" },
      shown.map((entry) => {
        const time = h("time", { datetime: entry.at }, format(new Date(entry.at), whole));
        return h("li", {}, h("p", { class: "cpd-over" }, time), said(entry, w));
      }),
    ),
  ];
}

/** @param {View} entry @param {Record<string, string>} w */
function said(entry, w) {
  if (!entry.said.length) return [h("p", { class: "cpd-quiet" }, w.journal_erased)];
  return entry.said.flatMap((/** @type {View} */ one) => [
    h("p", { class: "cpd-hint" }, one.prompt),
    h("p", { class: "cpd-kept" }, one.answer),
  ]);
}

/** @param {Date} at @param {Intl.DateTimeFormatOptions} how */
function format(at, how) {
  return new Intl.DateTimeFormat(document.documentElement.lang || "en-GB", how).format(at);
}

export default { render };
