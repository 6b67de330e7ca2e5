/**
 * Pause and leave: at hand at every moment, each a calm panel over the whole story.
 */

import { fill, h } from "./dom.js";

/** @param {{w: Record<string, string>, leave(): void}} given */
export function panels({ w, leave }) {
  const pause = panel(w.paused, w.paused_says, w.go_on_after_pause, w, (close) => [
    h("button", { type: "button", onclick: () => (close(), leave()) }, w.leave),
  ]);
  const away = panel(w.left, w.left_says, w.come_back, w, () => []);
  const pauseButton = h(
    "button",
    { type: "button", class: "cpd-pause", onclick: () => pause.showModal() },
    w.pause,
  );
  const leaveButton = h("button", { type: "button", onclick: leave }, w.leave);
  return { pauseButton, leaveButton, pause, away };
}

/**
 * @param {string} title
 * @param {string} says
 * @param {string} back
 * @param {Record<string, string>} w
 * @param {(close: () => void) => HTMLElement[]} more
 * @returns {HTMLDialogElement}
 */
function panel(title, says, back, w, more) {
  const dialog = /** @type {HTMLDialogElement} */ (h("dialog", { class: "cpd-panel", "aria-label": title }));
  const close = () => dialog.close();
  dialog.append(
    h(
      "div",
      { class: "cpd-panel-inside" },
      h("h2", {}, title),
      h("p", {}, says),
      h(
        "div",
        { class: "cpd-ways" },
        h("button", { type: "button", class: "cpd-main", onclick: close, autofocus: true }, back),
        ...more(close),
      ),
      support(w),
    ),
  );
  return dialog;
}

/** Whom to turn to, for oneself and for a child. @param {Record<string, string>} w */
function support(w) {
  const lead = [w.lead_name || w.lead_unknown, w.lead_name && w.lead_title].filter(Boolean).join(", ");
  return h(
    "div",
    { class: "cpd-support" },
    h("h3", {}, w.support_you),
    h("p", {}, w.support_education, " ", number("08000 562 561")),
    h("p", {}, w.support_samaritans, " ", number("116 123")),
    h("h3", {}, w.support_child),
    h("p", {}, fill(w.support_lead, { lead }), w.lead_phone ? ": " : ".", w.lead_phone && number(w.lead_phone)),
    h("p", {}, w.support_danger, " ", number("999")),
    w.home ? h("p", {}, h("a", { href: `${w.home}help` }, w.support_more)) : null,
  );
}

/** @param {string} digits */
function number(digits) {
  return h("a", { href: `tel:${digits.replaceAll(" ", "")}`, class: "cpd-number" }, digits);
}
