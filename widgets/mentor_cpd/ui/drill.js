/**
 * The drill: one moment at a time, answers to tick, and then what comes of each. Which
 * answers help is not known here before the question was answered.
 *
 * @typedef {import("./frame.js").Stage} Stage
 * @typedef {import("./parts.js").View} View
 */

import { fill, h } from "./dom.js";
import { sources } from "./sources.js";
import { beside, spans } from "./terms.js";
import { frame } from "./frame.js";
import { button, heading, told } from "./parts.js";

/** @param {{model: any, el: HTMLElement}} context */
function render(context) {
  return frame(context, {
    name: "drill",
    stages: { start, question, consequence, debrief, withheld },
    key: (view) => view.drill.id,
    title: (view) => view.drill.title,
    reopens: (view) => ["start", "withheld"].includes(view.stage),
  });
}

/** @param {Stage} stage */
function start({ view, w, ask }) {
  const label = { new: w.drill_start, "under-way": w.drill_go_on, finished: w.drill_look }[view.standing];
  return [
    heading("h2", view.drill.title),
    h("p", { class: "cpd-facts" }, fill(w.drill_about, { questions: view.questions, minutes: view.minutes })),
    h("p", {}, w.drill_how),
    view.content_note &&
      h(
        "section",
        { class: "cpd-note" },
        h("h3", {}, w.drill_before),
        h("p", {}, view.content_note),
        beside(view.terms, w.terms),
      ),
    view.standing === "under-way" && h("p", {}, view.left),
    h(
      "div",
      { class: "cpd-ways" },
      button(label, () => ask({ do: "begin" }), "cpd-main"),
      view.standing === "finished" && button(w.drill_again, () => ask({ do: "again" })),
    ),
  ];
}

/** @param {Stage} stage */
function question({ view, w, ask, id }) {
  const { question: asked } = view;
  /** @type {HTMLFormElement} */
  const form = h("form", { class: "cpd-form", onsubmit: send, novalidate: true });
  function send(/** @type {Event} */ event) {
    event.preventDefault();
    const answers = new FormData(form).getAll("answer").map(String);
    ask({ do: "answer", question: asked.id, answers });
  }
  form.append(
    h(
      "fieldset",
      { class: "cpd-answers" },
      h("legend", {}, asked.ask),
      asked.answers.map((/** @type {View} */ one) =>
        h(
          "div",
          { class: "cpd-tick" },
          h("input", {
            type: "checkbox",
            name: "answer",
            value: one.id,
            id: id(one.id),
            "data-draft": `${view.attempt}:${view.turn}:${one.id}`,
          }),
          h("label", { for: id(one.id) }, one.text),
        ),
      ),
    ),
    beside(asked.terms, w.terms) ?? "",
    h("div", { class: "cpd-ways" }, h("button", { type: "submit", class: "cpd-main" }, w.drill_send)),
  );
  return [
    h("p", { class: "cpd-quiet cpd-progress" }, view.progress),
    heading("h2", asked.title),
    told(asked.passages, w),
    form,
  ];
}

/** @param {Stage} stage */
function consequence({ view, w, ask }) {
  const { question: asked } = view;
  return [
    heading("h2", asked.says),
    h("p", { class: "cpd-quiet" }, `${asked.title} · ${asked.decides}`),
    beside(asked.terms, w.terms),
    h("h3", {}, w.drill_what_came),
    h(
      "ul",
      { class: "cpd-came" },
      asked.answers.map((/** @type {View} */ one) =>
        h(
          "li",
          { class: one.helps ? "cpd-helps" : "" },
          h("p", { class: "cpd-answer" }, spans(one.text)),
          h("p", { class: "cpd-then" }, spans(one.then)),
          h("p", { class: "cpd-mark" }, one.mark),
          h("p", {}, h("span", { class: "cpd-over" }, `${w.drill_why}: `), spans(one.because)),
        ),
      ),
    ),
    asked.sources.length ? h("h3", {}, w.drill_good_practice) : null,
    asked.sources.length ? sources(asked.sources, false) : null,
    h(
      "div",
      { class: "cpd-ways" },
      button(view.last ? w.drill_finish : w.drill_next, () => ask({ do: "next" }), "cpd-main"),
      h("span", { class: "cpd-quiet" }, view.progress),
    ),
  ];
}

/** @param {Stage} stage */
function debrief({ view, w, ask }) {
  const d = view.debrief;
  return [
    heading("h2", d.says),
    d.came_back.length ? h("h3", {}, w.drill_came_back) : h("p", {}, w.drill_none_came_back),
    d.came_back.length
      ? h(
          "ul",
          {},
          d.came_back.map((/** @type {View} */ one) =>
            h("li", {}, h("b", {}, one.title), `: ${one.decides}.`, beside(one.terms, w.terms)),
          ),
        )
      : null,
    d.sources.length
      ? h("details", {}, h("summary", {}, w.drill_rests_on), sources(d.sources), beside(d.terms, w.terms))
      : null,
    h("div", { class: "cpd-ways" }, button(w.drill_again, () => ask({ do: "again" }), "cpd-main")),
  ];
}

/** @param {Stage} stage */
function withheld({ view, w }) {
  return [
    heading("h2", w.drill_withheld),
    h("p", {}, view.why),
    h("p", {}, w.drill_withheld_says),
    view.problems.length
      ? h(
          "div",
          { class: "cpd-problems" },
          h("p", {}, w.drill_problems),
          h("ul", {}, view.problems.map((/** @type {string} */ one) => h("li", {}, one))),
        )
      : null,
  ];
}

export default { render };
