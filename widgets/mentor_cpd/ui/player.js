/**
 * The Player: draws the present moment of a case, and reports what the person wishes.
 * It decides nothing: which choices are open, what is saved and what comes next is all
 * said by Python, in `view`.
 *
 * @typedef {import("./frame.js").Stage} Stage
 * @typedef {import("./parts.js").View} View
 */

import { debrief } from "./debrief.js";
import { fill, h } from "./dom.js";
import { frame } from "./frame.js";
import { button, heading, told } from "./parts.js";
import { explain, meters, scene, write } from "./playing.js";
import { beside } from "./terms.js";

/** @param {{model: any, el: HTMLElement}} context */
function render(context) {
  return frame(context, {
    name: "player",
    stages: { note, scene, explain, write, debrief: end, withheld },
    key: (view) => view.case.id,
    title: (view) => view.case.title,
    reopens: (view) => ["note", "withheld"].includes(view.stage),
  });
}

// The stages. Each is a list of elements; the one with `data-heading` gets the focus.

/** @param {Stage} stage */
function note({ view, w, ask, leave }) {
  const about = `${fill(w.about, { minutes: view.minutes })} · ${w[view.use]}`;
  const start = { new: w.start, "under-way": w.go_on, finished: w.look_back_again }[view.standing];
  return [
    heading("h2", view.case.title),
    h("p", { class: "cpd-facts" }, about),
    h(
      "section",
      { class: "cpd-note" },
      h("h3", {}, w.before_you_start),
      h("p", {}, view.content_note),
      beside(view.terms, w.terms),
      h("p", {}, w.note_promise),
    ),
    view.standing === "under-way" && h("p", {}, fill(w.went_on, { where: view.where })),
    view.standing === "finished" && h("p", {}, w.finished),
    h(
      "div",
      { class: "cpd-ways" },
      button(start, () => ask({ do: "begin" }), "cpd-main"),
      view.standing === "finished" && button(w.again, () => ask({ do: "again" })),
      view.standing === "under-way" && view.use === "practice" && button(w.afresh, () => ask({ do: "again" })),
      button(w.not_now, leave),
    ),
    others({ view, w, ask }),
  ];
}

/** @param {Pick<Stage, "view" | "w" | "ask">} stage */
function others({ view, w, ask }) {
  if (!view.others.length) return h("p", { class: "cpd-quiet" }, w.no_other);
  return h(
    "details",
    { class: "cpd-others" },
    h("summary", {}, w.another),
    h("p", { class: "cpd-quiet" }, w.another_says),
    h(
      "ul",
      { class: "cpd-plain" },
      view.others.map((/** @type {View} */ other) =>
        h("li", {}, button(other.title, () => ask({ do: "other", case: other.id }))),
      ),
    ),
  );
}

/** @param {Stage} stage */
function end(stage) {
  const { view, w } = stage;
  return [
    h("div", { class: "cpd-head" }, heading("h2", view.scene.title), meters(view.scene.meters, w)),
    told(view.scene.passages, w),
    ...debrief(stage, { button, told }),
  ];
}

/** @param {Stage} stage */
function withheld({ view, w, ask, leave }) {
  return [
    heading("h2", w.withheld),
    h("p", {}, view.why),
    h("p", {}, w.withheld_says),
    view.problems.length
      ? h(
          "div",
          { class: "cpd-problems" },
          h("p", {}, w.problems),
          h("ul", {}, view.problems.map((/** @type {string} */ one) => h("li", {}, one))),
        )
      : null,
    h("div", { class: "cpd-ways" }, button(w.not_now, leave)),
    view.others.length ? others({ view, w, ask }) : null,
  ];
}

export default { render };
