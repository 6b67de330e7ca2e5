/**
 * The assessment: the case without a word of comment, then the reflections with all that
 * happened beside them, then a look at what will be sent, and the receipt.
 *
 * @typedef {import("./frame.js").Stage} Stage
 * @typedef {import("./parts.js").View} View
 * @typedef {import("./parts.js").Words} Words
 */

import { fill, h } from "./dom.js";
import { frame } from "./frame.js";
import { box, button, heading, practiceOnly, told } from "./parts.js";
import { explain, scene, write } from "./playing.js";
import { beside } from "./terms.js";

const SIDE_BY_SIDE = "(width >= 72rem)"; // as in the stylesheet

/** @param {{model: any, el: HTMLElement}} context */
function render(context) {
  return frame(context, {
    name: "assessment",
    stages: { before, scene, explain, write, reflect, check, sent, closed, file },
    key: (view) => view.case.id,
    title: (view) => view.case.title,
    reopens: (view) => ["before", "closed"].includes(view.stage),
  });
}

/** @param {Stage} stage */
function before({ view, w, ask, leave }) {
  const begin = { new: w.assessment_begin, "under-way": w.go_on, finished: w.look_back_again };
  return [
    heading("h2", view.case.title),
    h("p", { class: "cpd-facts" }, `${fill(w.about, { minutes: view.minutes })} · ${w.assessed}`),
    h(
      "section",
      { class: "cpd-note" },
      h("h3", {}, w.before_you_start),
      h("p", {}, view.content_note),
      beside(view.terms, w.terms),
      h(
        "ul",
        {},
        view.says.map((/** @type {string} */ one) => h("li", {}, one)),
      ),
    ),
    view.standing === "finished" && h("p", {}, w.finished),
    h(
      "div",
      { class: "cpd-ways" },
      button(begin[view.standing], () => ask({ do: "begin" }), "cpd-main"),
      button(w.not_now, leave),
    ),
  ];
}

/** @param {Stage} stage */
function reflect({ view, w, line, ask, id }) {
  /** @type {HTMLFormElement} */
  const form = h("form", { class: "cpd-form", onsubmit: send, novalidate: true });
  function send(/** @type {Event} */ event) {
    event.preventDefault();
    ask({ do: "check", parts: Object.fromEntries(new FormData(form)) });
  }
  form.append(
    practiceOnly(w),
    ...view.parts.map((/** @type {View} */ part) => counted(box({ view, line, id }, part), w)),
    h(
      "div",
      { class: "cpd-ways" },
      h("button", { type: "submit", class: "cpd-main" }, w.assessment_check),
    ),
  );
  return [
    heading("h2", w.assessment_write),
    h("p", {}, fill(w.assessment_write_says, { day: view.until })),
    h("div", { class: "cpd-beside" }, openBeside(happened(view, w, id, false)), form),
  ];
}

/**
 * Open while there is room beside the boxes: a window may be made wider, or a tablet turned.
 * A sheet of paper is no narrower window, and closes nothing.
 *
 * @param {HTMLElement} drawn
 */
function openBeside(drawn) {
  const room = matchMedia(SIDE_BY_SIDE);
  const follow = () => {
    if (!drawn.isConnected) room.removeEventListener("change", follow);
    else if (!matchMedia("print").matches) drawn.toggleAttribute("open", room.matches);
  };
  room.addEventListener("change", follow);
  drawn.toggleAttribute("open", room.matches);
  return drawn;
}

/**
 * A box that says how many words stand in it. The number is no live region: it would be
 * read out at every word.
 *
 * @param {HTMLElement} drawn
 * @param {Words} w
 */
function counted(drawn, w) {
  const area = /** @type {HTMLTextAreaElement} */ (drawn.querySelector("textarea"));
  const count = h("p", { class: "cpd-count" });
  const show = () => {
    const words = area.value.split(/\s+/).filter(Boolean).length;
    count.textContent = words === 1 ? w.assessment_word : fill(w.assessment_words, { count: words });
  };
  area.addEventListener("input", show);
  show();
  area.after(count);
  return drawn;
}

/**
 * The whole way through the case, as it was met. Where there is no room beside the
 * boxes it is folded away above them.
 *
 * @param {View} view
 * @param {Words} w
 * @param {(part: string) => string} id
 * @param {boolean} open
 */
function happened(view, w, id, open) {
  return h(
    "details",
    { class: "cpd-happened", open },
    h("summary", {}, h("h3", { id: id("happened") }, w.assessment_happened)),
    h(
      "ol",
      { tabindex: "0", "aria-labelledby": id("happened") },
      view.moments.map((/** @type {View} */ moment) =>
        h(
          "li",
          {},
          h("h4", {}, moment.title),
          told(moment.passages, w),
          moment.chose && h("p", { class: "cpd-chosen" }, label(w.assessment_chose), " ", moment.chose),
          moment.why &&
            h("p", { class: "cpd-kept" }, label(w.assessment_why), " ", moment.why, moment.sure && ` (${moment.sure})`),
          wrote(moment.prompt, moment.written),
          beside(moment.terms, w.terms),
        ),
      ),
    ),
  );
}

/** @param {string} text */
function label(text) {
  return h("span", { class: "cpd-over" }, text);
}

/**
 * @param {string} prompt
 * @param {[string, string][]} parts
 */
function wrote(prompt, parts) {
  if (!parts.length) return null;
  return h(
    "div",
    { class: "cpd-wrote" },
    h("p", { class: "cpd-hint" }, prompt),
    h(
      "dl",
      {},
      parts.flatMap(([name, text]) => [h("dt", {}, name), h("dd", { class: "cpd-kept" }, text)]),
    ),
  );
}

/** @param {Stage} stage */
function check({ view, w, ask }) {
  return [
    heading("h2", w.assessment_check_title),
    h("p", {}, w.assessment_check_says),
    h("ul", {}, view.facts.map((/** @type {string} */ one) => h("li", {}, one))),
    ...view.written.map((/** @type {View} */ one) => wrote(one.prompt, one.parts)),
    ...view.reflections.map((/** @type {View} */ one) =>
      h(
        "section",
        { class: "cpd-sends" },
        h("h3", {}, one.label),
        one.text
          ? h("p", { class: "cpd-kept" }, one.text)
          : h("p", { class: "cpd-doubt" }, w.assessment_nothing),
        one.doubt && h("p", { class: "cpd-doubt" }, one.doubt),
        one.text && h("p", { class: "cpd-count" }, one.words),
      ),
    ),
    h(
      "div",
      { class: "cpd-ways" },
      button(w.assessment_submit, () => ask({ do: "submit" }), "cpd-main"),
      button(w.assessment_write_on, () => ask({ do: "write-on" })),
    ),
  ];
}

/** @param {Stage} stage */
function sent({ view, w }) {
  const moment = new Intl.DateTimeFormat(document.documentElement.lang || "en-GB", {
    dateStyle: "long",
    timeStyle: "short",
  });
  return [
    heading("h2", w.assessment_sent),
    h("p", {}, view.says),
    h(
      "section",
      { class: "cpd-note" },
      h("h3", {}, w.assessment_receipt),
      h("p", {}, w.assessment_receipt_says),
      h(
        "dl",
        { class: "cpd-receipt" },
        h("dt", {}, w.assessment_at),
        h("dd", {}, h("time", { datetime: view.at }, moment.format(new Date(view.at)))),
        h("dt", {}, w.assessment_number),
        h("dd", {}, String(view.number)),
        h("dt", {}, w.assessment_digest),
        h("dd", {}, h("code", {}, view.digest)),
      ),
    ),
    w.home &&
      h("p", {}, h("a", { href: `${w.home}assessment/${view.case.id}` }, w.assessment_page)),
  ];
}

/** @param {Stage} stage */
function closed({ view, w, leave }) {
  return [
    heading("h2", w.assessment_closed),
    ...view.says.map((/** @type {string} */ one) => h("p", {}, one)),
    h("div", { class: "cpd-ways" }, button(w.leave, leave)),
  ];
}

/** @param {Stage} stage */
function file({ view, w, ask, id }) {
  const [title, says] = view.ours
    ? [w.assessment_file, w.assessment_file_says]
    : [w.assessment_file_other, w.assessment_file_other_says];
  return [
    heading("h2", fill(title, view)),
    h("p", {}, fill(says, view)),
    happened(view, w, id, true),
    h("div", { class: "cpd-ways" }, button(w.again, () => ask({ do: "begin" }))),
  ];
}

export default { render };
