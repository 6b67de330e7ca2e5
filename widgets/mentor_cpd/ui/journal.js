/**
 * The journal: prompts to write to, and under them what was written before.
 *
 * @typedef {import("./frame.js").Stage} Stage
 * @typedef {import("./parts.js").View} View
 */

import { h } from "./dom.js";
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
  return [
    heading("h2", w.journal),
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
    ...entries(view, w),
  ];

  /** What is being written goes to be kept first. @param {string} model */
  function turnTo(model) {
    line.keepDrafts();
    ask({ do: "prompts", model });
  }
}

/** @param {View} view @param {Record<string, string>} w */
function entries(view, w) {
  if (!view.entries.length) return [];
  const days = new Intl.DateTimeFormat(document.documentElement.lang || "en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  return [
    h("h3", {}, w.journal_entries),
    h(
      "ol",
      { class: "cpd-entries" },
      view.entries.map((/** @type {View} */ entry) =>
        h(
          "li",
          {},
          h("p", { class: "cpd-over" }, h("time", { datetime: entry.at }, days.format(new Date(entry.at)))),
          entry.said.length ? null : h("p", { class: "cpd-quiet" }, w.journal_erased),
          entry.said.map((/** @type {View} */ one) => [
            h("p", { class: "cpd-hint" }, one.prompt),
            h("p", { class: "cpd-kept" }, one.answer),
          ]).flat(),
        ),
      ),
    ),
  ];
}

export default { render };
