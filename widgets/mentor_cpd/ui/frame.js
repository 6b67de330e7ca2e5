/**
 * What a widget's page does whatever it shows: draws the stage of its view, asks, hears,
 * and brings the eye and the keyboard to where it goes on.
 *
 * @typedef {import("./parts.js").View} View
 * @typedef {import("./parts.js").Words} Words
 * @typedef {{view: View, w: Words, line: Line, ask(wish: Record<string, unknown> & {do: string}): void,
 *            id(name: string): string, say(words: string): void}} Stage
 */

import { h } from "./dom.js";
import { Line } from "./line.js";
import { arrive, draftKept, keepKeys, notice } from "./parts.js";

let numbers = 0;

/** Which were under way on this page, so that it can reopen itself without asking. */
const underWay = new Set();

/**
 * @param {{model: any, el: HTMLElement}} context
 * @param {{name: string, stages: Record<string, (stage: Stage) => any[]>,
 *          key(view: View): string, reopens?(view: View): boolean}} kind
 */
export function frame({ model, el }, { name, stages, key, reopens }) {
  const prefix = `cpd-${name}-${(numbers += 1)}`;
  el.classList.add("cpd-widget", `cpd-${name}`);
  /** @type {Words} */
  const w = model.get("words");
  const line = new Line(model, el, { heard, kept, waiting });
  const status = h("p", { class: "cpd-status", role: "status" });
  const story = h("div", { class: "cpd-story" });
  // The host's page says how saving goes in a line of its own. Elsewhere we do.
  const elsewhere = !document.querySelector("#status");
  el.classList.toggle("cpd-elsewhere", elsewhere);
  el.replaceChildren(...(elsewhere ? [h("div", { class: "cpd-tools" }, status)] : []), story);
  let drawn = "";
  let reopening = false;

  function draw() {
    const view = model.get("view");
    if (!view.stage) return;
    const place = `${key(view)}/${view.attempt}/${view.turn}/${view.stage}`;
    const id = (/** @type {string} */ part) => `${prefix}-${part}`;
    const say = (/** @type {string} */ words) => heard({ re: "", state: "refused", say: words }, []);
    el.dataset.stage = view.stage;
    story.replaceChildren(...stages[view.stage]({ view, w, line, ask, id, say }).filter(Boolean));
    if (elsewhere) keepKeys(el);
    waiting(line.busy);
    const first = !drawn;
    if (!first && drawn !== place && !reopening) arrive(story.querySelector("[data-heading]"));
    drawn = place;
    reopening = false;
    if (!reopens) return;
    if (!reopens(view)) underWay.add(key(view));
    else if (first && underWay.has(key(view))) {
      reopening = true; // this page was in the middle of it when it had to reopen
      ask({ do: "begin" });
    }
  }

  /** @param {Record<string, unknown> & {do: string}} wish */
  function ask(wish) {
    const { attempt, turn } = model.get("view");
    for (const old of el.querySelectorAll(".cpd-notice")) old.remove();
    line.ask({ ...wish, attempt, turn });
  }

  /**
   * @param {import("./line.js").Reply} reply
   * @param {string[]} lost
   */
  function heard(reply, lost) {
    if (reply.state === "saved" || !reply.say) return;
    for (const old of el.querySelectorAll(".cpd-notice")) old.remove();
    const box = notice(reply, lost, w);
    story.prepend(box);
    if (elsewhere) keepKeys(box);
    arrive(box);
  }

  /**
   * @param {string} which
   * @param {boolean} ok
   * @param {string} doubt
   */
  function kept(which, ok, doubt) {
    if (draftKept(el, which, ok, doubt, w)) line.saving("saved", doubt);
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
  const onMessage = (/** @type {import("./line.js").Reply} */ reply) => line.hear(reply);
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
    el.replaceChildren();
  };
}
