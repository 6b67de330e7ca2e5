/**
 * The Player: draws the present moment of a case, and reports what the person wishes.
 * It decides nothing: which choices are open, what is saved and what comes next is all
 * said by Python, in `view`.
 *
 * @typedef {import("./line.js").Reply} Reply
 * @typedef {Record<string, any>} View
 * @typedef {Record<string, string>} Words
 * @typedef {{view: View, w: Words, line: Line, ask(wish: Record<string, unknown> & {do: string}): void,
 *            leave(): void, id(name: string): string}} Stage
 */

import { debrief } from "./debrief.js";
import { fill, h } from "./dom.js";
import { Line } from "./line.js";
import { panels } from "./panels.js";
import { beside } from "./terms.js";
import {
  arrive,
  box,
  button,
  draftKept,
  heading,
  keepKeys,
  notice,
  practiceOnly,
  told,
} from "./parts.js";

let numbers = 0;

/** Which cases were under way on this page, so that it can reopen itself without asking. */
const underWay = new Set();

/** @param {{model: any, el: HTMLElement}} context */
function render({ model, el }) {
  const prefix = `cpd-${(numbers += 1)}`;
  el.classList.add("cpd-widget", "cpd-player");
  /** @type {Words} */
  const w = model.get("words");
  const line = new Line(model, el, { heard, kept, waiting });
  const { pauseButton, leaveButton, pause, away } = panels({ w, leave });
  const status = h("p", { class: "cpd-status", role: "status" });
  const title = h("p", { class: "cpd-case" });
  const story = h("div", { class: "cpd-story" });
  // The host's page has a bar that stays in sight, with a way out and a line that says how
  // saving goes. Elsewhere we bring our own.
  const wayOut = /** @type {HTMLElement | null} */ (document.querySelector(".bar .leave"));
  wayOut?.before(pauseButton);
  const tools = wayOut ? null : h("div", { class: "cpd-tools" }, status, pauseButton, leaveButton);
  el.classList.toggle("cpd-elsewhere", !wayOut);
  el.replaceChildren(...[tools, title, story, pause, away].filter((part) => part !== null));

  let drawn = "";
  let reopening = false;

  function draw() {
    const view = model.get("view");
    if (!view.stage) return;
    const place = `${view.case.id}/${view.attempt}/${view.turn}/${view.stage}`;
    const inside = !["note", "withheld"].includes(view.stage);
    title.textContent = inside ? view.case.title : "";
    pauseButton.hidden = leaveButton.hidden = !inside;
    el.dataset.stage = view.stage;
    story.replaceChildren(...STAGES[view.stage]({ view, w, line, ask, leave, id }).filter(Boolean));
    if (!wayOut) keepKeys(el);
    const moved = drawn && drawn !== place;
    const first = !drawn;
    drawn = place;
    waiting(line.busy);
    if (moved && reopening) requestAnimationFrame(back);
    else if (moved) arrive(story.querySelector("[data-heading]"));
    reopening = false;
    if (inside) underWay.add(view.case.id);
    else if (first && view.standing !== "new" && underWay.has(view.case.id)) {
      reopening = true; // this page was in the middle of it when it had to reopen
      ask({ do: "begin" });
    }
  }

  /** Where one was when the page reopened itself: at a box, if one was being written in. */
  function back() {
    const here = document.activeElement;
    if (here && el.contains(here)) return here.scrollIntoView({ block: "center" });
    return story.querySelector("[data-heading]")?.scrollIntoView({ block: "start" });
  }

  /** An id of an element, unlike those of other Players on the page. @param {string} name */
  function id(name) {
    return `${prefix}-${name}`;
  }

  /** @param {Record<string, unknown> & {do: string}} wish */
  function ask(wish) {
    const { attempt, turn } = model.get("view");
    for (const old of el.querySelectorAll(".cpd-notice")) old.remove();
    line.ask({ ...wish, attempt, turn });
  }

  /** Home, where there is one; a calm panel over the story, where there is none. */
  function leave() {
    line.keepDrafts();
    if (wayOut) wayOut.click();
    else away.showModal();
  }

  // What comes back.

  /**
   * Say what went otherwise than wished, and take the focus there. The view has come
   * before the reply, so what is drawn is where the case now is.
   *
   * @param {Reply} reply
   * @param {string[]} lost what was written here for a turn that another tab took
   */
  function heard(reply, lost) {
    if (reply.state === "saved" || !reply.say) return;
    const box = notice(reply, lost, w);
    story.prepend(box);
    if (!wayOut) keepKeys(box);
    arrive(box);
  }

  /**
   * @param {string} key
   * @param {boolean} ok
   * @param {string} doubt
   */
  function kept(key, ok, doubt) {
    if (draftKept(el, key, ok, doubt, w)) line.saving("saved", doubt);
  }

  /** @param {boolean} pending */
  function waiting(pending) {
    for (const button of story.querySelectorAll("button")) {
      if (pending) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
    el.toggleAttribute("data-waiting", pending);
  }

  const onView = () => draw();
  const onMessage = (/** @type {Reply} */ reply) => line.hear(reply);
  const onSaving = (/** @type {CustomEvent} */ { detail: { state, say } }) => {
    const words = { saving: w.saving, saved: w.saved, "not-saved": w.not_saved }[state];
    status.textContent = [words, say].filter(Boolean).join(" ");
  };
  model.on("change:view", onView);
  model.on("msg:custom", onMessage);
  el.addEventListener("mentor-cpd:saving", onSaving);
  draw();

  return () => {
    model.off("change:view", onView);
    model.off("msg:custom", onMessage);
    el.removeEventListener("mentor-cpd:saving", onSaving);
    line.close();
    pauseButton.remove();
    el.replaceChildren();
  };
}

// The stages. Each is a list of elements; the one with `data-heading` gets the focus.

const STAGES = { note, scene, explain, write, debrief: end, withheld };

/** @param {Stage} stage */
function note({ view, w, ask, leave, id }) {
  const about = `${fill(w.about, { minutes: view.minutes })} · ${w[view.use]}`;
  const start = { new: w.start, "under-way": w.go_on, finished: w.look_back_again }[view.standing];
  return [
    heading("h2", view.case.title),
    h("p", { class: "cpd-facts" }, about),
    h(
      "section",
      { class: "cpd-note", "aria-labelledby": id("note") },
      h("h3", { id: id("note") }, w.before_you_start),
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
function scene(stage) {
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
function explain(stage) {
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
function write(stage) {
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

/** @param {Stage} stage */
function end(stage) {
  const { view, w } = stage;
  return [
    h("div", { class: "cpd-head" }, heading("h2", view.scene.title), meters(view.scene.meters, w)),
    told(view.scene.passages, w),
    ...debrief(stage, { button, told, heading }),
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
function meters(meters, w) {
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

export default { render };
