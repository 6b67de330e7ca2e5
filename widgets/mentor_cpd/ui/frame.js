/**
 * What a widget's page does whatever it shows: draws the stage of its view, asks, hears,
 * and brings the eye and the keyboard to where it goes on.
 *
 * @typedef {import("./parts.js").View} View
 * @typedef {import("./parts.js").Words} Words
 * @typedef {{view: View, w: Words, line: Line, ask(wish: Record<string, unknown> & {do: string}): void,
 *            leave(): void, id(name: string): string}} Stage
 */

import { h } from "./dom.js";
import { Line } from "./line.js";
import { panels } from "./panels.js";
import { openOnPaper } from "./paper.js";
import { arrive, draftKept, keepKeys, keepWriting, notice } from "./parts.js";

let numbers = 0;

/** Which were under way on this page, so that it can reopen itself without asking. */
const underWay = new Set();

/**
 * `key` names what is shown; `reopens` says whether the view is only its cover. What is
 * played has a `title` that stands above every moment of it, and Pause and Leave at hand.
 *
 * @param {{model: any, el: HTMLElement}} context
 * @param {{name: string, stages: Record<string, (stage: Stage) => any[]>,
 *          key(view: View): string, reopens?(view: View): boolean,
 *          title?(view: View): string}} kind
 */
export function frame({ model, el }, { name, stages, key, reopens, title }) {
  const prefix = `cpd-${name}-${(numbers += 1)}`;
  el.classList.add("cpd-widget", `cpd-${name}`);
  /** @type {Words} */
  const w = model.get("words");
  const line = new Line(model, el, { heard, kept, waiting });
  const status = h("p", { class: "cpd-status", role: "status" });
  const over = title ? h("p", { class: "cpd-case", id: `${prefix}-case-title` }) : null;
  const story = h("div", { class: "cpd-story" });
  const ways = title ? panels({ w, leave }) : null;
  // The host's page has a bar that stays in sight, with a way out and a line that says how
  // saving goes. Elsewhere we bring our own.
  const wayOut = /** @type {HTMLElement | null} */ (document.querySelector(".bar .leave"));
  if (ways) wayOut?.before(ways.pauseButton);
  const tools = wayOut
    ? null
    : h("div", { class: "cpd-tools" }, status, ways?.pauseButton, ways?.leaveButton);
  el.classList.toggle("cpd-elsewhere", !wayOut);
  el.replaceChildren(...[tools, over, story, ways?.pause, ways?.away].filter((part) => part != null));
  if (!wayOut) keepWriting(el);
  openOnPaper();
  let drawn = "";
  let reopening = false;

  function draw() {
    const view = model.get("view");
    if (!view.stage) return;
    const place = `${key(view)}/${view.attempt}/${view.turn}/${view.stage}`;
    const inside = !reopens?.(view);
    const id = (/** @type {string} */ part) => `${prefix}-${part}`;
    if (over && title) over.textContent = inside ? title(view) : "";
    if (ways) ways.pauseButton.hidden = ways.leaveButton.hidden = !inside;
    el.classList.toggle("cpd-cover", !inside);
    el.dataset.stage = view.stage;
    const stage = { view, w, line, ask, leave, id };
    story.replaceChildren(...stages[view.stage](stage).filter(Boolean));
    if (!wayOut) keepKeys(el);
    waiting(line.busy);
    const first = !drawn;
    if (!first && drawn !== place) {
      if (reopening) requestAnimationFrame(back);
      else arrive(story.querySelector("[data-heading]"));
    }
    drawn = place;
    reopening = false;
    if (inside) line.resume(view);
    if (!reopens) return;
    if (inside) underWay.add(key(view));
    else if (first && view.standing !== "new" && underWay.has(key(view))) {
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
    else ways?.away.showModal();
  }

  /**
   * Say what went otherwise than wished, and take the focus there. The view has come
   * before the reply, so what is drawn is where it now stands.
   *
   * @param {import("./line.js").Reply} reply
   * @param {string[]} lost what was written here for a turn that another tab took
   */
  function heard(reply, lost) {
    if (reply.state === "saved" || !reply.say) return;
    for (const old of el.querySelectorAll(".cpd-notice")) old.remove();
    const box = notice(reply, lost, w);
    story.prepend(box);
    if (!wayOut) keepKeys(box);
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
    status.textContent = [words, say].filter(Boolean).join(". ");
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
    ways?.pauseButton.remove();
    el.replaceChildren();
  };
}
