/**
 * The moments of a case that is being played: a scene with its choices, saying why, and
 * writing. The Player and an assessment draw them alike.
 *
 * @typedef {import("./frame.js").Stage} Stage
 * @typedef {import("./parts.js").View} View
 * @typedef {import("./parts.js").Words} Words
 */

import { fill, h } from "./dom.js";
import { box, button, heading, practiceOnly, told } from "./parts.js";
import { beside } from "./terms.js";

/** @param {Stage} stage */
export function scene(stage) {
  const { view, w, ask, id } = stage;
  return [
    h("div", { class: "cpd-head" }, heading("h2", view.scene.title), meters(view.scene.meters, w)),
    told(view.scene.passages, w),
    h("h3", { class: "cpd-what", id: id("what") }, w.what_do_you_do),
    h(
      "ul",
      { class: "cpd-choices", "aria-labelledby": id("what") },
      view.scene.choices.map((/** @type {View} */ choice) =>
        h(
          "li",
          {},
          h(
            "button",
            {
              type: "button",
              class: "cpd-choice",
              "data-choice": choice.id,
              onclick: () => ask({ do: "choose", choice: choice.id }),
            },
            choice.text,
          ),
        ),
      ),
    ),
    beside(view.scene.terms, w.terms),
    soFar(stage),
  ];
}

/** @param {Stage} stage */
export function explain(stage) {
  const { view, w, line, ask, id } = stage;
  /** @type {HTMLFormElement} */
  const form = h("form", { class: "cpd-form", onsubmit: send, novalidate: true });
  function send(/** @type {Event} */ event) {
    event.preventDefault();
    const said = new FormData(form);
    ask({ do: "explain", text: String(said.get("why") ?? ""), sure: Number(said.get("sure") ?? 0) });
  }
  form.append(
    h(
      "fieldset",
      {},
      h("legend", {}, w.how_sure),
      h(
        "div",
        { class: "cpd-radios" },
        view.sureness.map((/** @type {string} */ words, /** @type {number} */ at) =>
          h(
            "div",
            { class: "cpd-radio" },
            h("input", {
              type: "radio",
              name: "sure",
              value: at + 1,
              id: id(`sure-${at + 1}`),
              "data-draft": `${view.attempt}:${view.turn}:sure`,
            }),
            h("label", { for: id(`sure-${at + 1}`) }, words),
          ),
        ),
      ),
    ),
    practiceOnly(w),
    box({ view, line, id }, { name: "why", label: w.why, hint: w.why_hint, lines: 3 }),
    h(
      "div",
      { class: "cpd-ways" },
      h("button", { type: "submit", class: "cpd-main" }, w.explain_go_on),
      button(w.explain_skip, () => ask({ do: "explain", text: "", sure: 0 })),
    ),
  );
  return [
    heading("h2", w.explain),
    chosen(view, w),
    beside(view.terms, w.terms),
    h("p", { class: "cpd-quiet" }, w.explain_says),
    form,
    soFar(stage),
  ];
}

/** @param {Stage} stage */
export function write(stage) {
  const { view, w, line, ask, id } = stage;
  /** @type {HTMLFormElement} */
  const form = h("form", { class: "cpd-form", onsubmit: send, novalidate: true });
  function send(/** @type {Event} */ event) {
    event.preventDefault();
    ask({ do: "write", parts: Object.fromEntries(new FormData(form)) });
  }
  form.append(
    practiceOnly(w),
    ...view.write.parts.map((/** @type {View} */ part) => box({ view, line, id }, part)),
    h(
      "div",
      { class: "cpd-ways" },
      h("button", { type: "submit", class: "cpd-main" }, w.hand_in),
    ),
  );
  return [
    heading("h2", view.write.kind === "concern-record" ? w.write_record : w.write_words),
    h("p", { class: "cpd-prompt" }, view.write.prompt),
    beside(view.write.terms, w.terms),
    chosen(view, w),
    beside(view.terms, w.terms),
    h(
      "details",
      { class: "cpd-just-now" },
      h("summary", {}, w.just_now),
      told(view.scene.passages, w),
    ),
    form,
    soFar(stage),
  ];
}

// The parts of a stage.

/** @param {View} view @param {Words} w */
function chosen(view, w) {
  return h(
    "p",
    { class: "cpd-chosen" },
    h("span", { class: "cpd-over" }, w.you_chose),
    " ",
    view.chose,
  );
}

/** @param {View[]} meters @param {Words} w */
export function meters(meters, w) {
  if (!meters?.length) return null;
  return h(
    "ul",
    { class: "cpd-meters" },
    meters.map((meter) =>
      h(
        "li",
        {},
        h("span", { class: "cpd-meter-words" }, `${meter.label}: `, h("b", {}, meter.word)),
        meter.was ? h("span", { class: "cpd-was" }, ` (${fill(w.was, { level: meter.was })})`) : null,
        bar(meter),
      ),
    ),
  );
}

/** The level once more, for the eye; the words beside it say the same. @param {View} meter */
function bar({ low, high, level }) {
  const steps = Array.from({ length: high - low }, (_, at) =>
    h("span", { class: low + at < level ? "cpd-full" : "" }),
  );
  return h("span", { class: "cpd-bar", "aria-hidden": "true" }, steps);
}

/** @param {Stage} stage */
function soFar({ view, w, ask }) {
  if (!view.so_far.length) return null;
  return h(
    "details",
    { class: "cpd-so-far" },
    h("summary", {}, w.so_far),
    h(
      "ol",
      {},
      view.so_far.map((/** @type {View} */ step) =>
        h(
          "li",
          {},
          h("b", {}, step.title),
          h("p", {}, h("span", { class: "cpd-over" }, w.you_chose), " ", step.chose),
          beside(step.terms, w.terms),
          view.may_go_back
            ? button(
                w.go_back,
                () => ask({ do: "go-back", to: step.turn }),
                "cpd-small",
                fill(w.go_back_to, { scene: step.title }),
              )
            : null,
        ),
      ),
    ),
  );
}
