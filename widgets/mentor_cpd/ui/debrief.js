/**
 * The debrief: consequence before commentary, words before figures.
 *
 * @typedef {import("./player.js").Stage} Stage
 * @typedef {Record<string, any>} View
 */

import { drawing, fill, h } from "./dom.js";
import { sources } from "./sources.js";
import { beside, spans } from "./terms.js";

/**
 * @param {any} stage
 * @param {{button: Function, told: Function}} parts
 */
export function debrief({ view, w, ask, leave, id }, { button, told }) {
  const d = view.debrief;
  // Without names, since ten landmarks would be none: headings lead from one to the next.
  const section = (/** @type {string} */ name, /** @type {string} */ title, ...content) =>
    h("section", { class: `cpd-back cpd-${name}` }, h("h3", {}, title), ...content);

  return [
    h("p", { class: `cpd-ending cpd-ending-${d.kind}` }, d.kind_says),
    h(
      "section",
      { class: "cpd-looking-back", "aria-labelledby": `${id("looking-back")} ${id("case-title")}` },
      h("h2", { id: id("looking-back") }, w.looking_back),
      section("path", w.path, path()),
      section("decisions", w.decisions, ...decisions()),
      d.instincts.length ? section("instincts", w.first_instincts, ...instincts()) : null,
      d.features.length ? section("features", w.features, features()) : null,
      section("errors", w.errors, errors()),
      d.rules.length ? section("rules", w.rules, rules()) : null,
      d.evidence.length ? section("evidence", w.evidence, h("p", {}, w.evidence_says), evidence()) : null,
      section("questions", w.questions, h("ul", {}, d.questions.map((q) => h("li", {}, spans(q))))),
      d.sources.length ? section("sources", w.sources, sources(d.sources), beside(d.terms, w.terms)) : null,
      "who" in d.lead ? section("lead", w.real_lead, h("p", {}, lead(d.lead.who))) : null,
      h(
        "div",
        { class: "cpd-ways" },
        button(w.again, () => ask({ do: "again" }), "cpd-main"),
        button(w.leave, leave),
      ),
    ),
  ];

  /** Whom to go to in this very school. */
  function lead(/** @type {string} */ who) {
    return who ? fill(w.real_lead_says, { lead: who }) : w.real_lead_unknown;
  }

  /** The picture, and the same in words. */
  function path() {
    const svg = d.picture ? drawing(d.picture) : null;
    const steps = h(
      "ol",
      { class: "cpd-steps" },
      d.path.map((step) => h("li", {}, step)),
    );
    const words = h("details", {}, h("summary", {}, w.path_in_words), steps);
    if (!svg) return steps;
    svg.style.setProperty("--cpd-natural", `${svg.getAttribute("width")}px`);
    // wide pictures scroll by themselves, so they must be reachable from the keyboard
    const named = { tabindex: "0", role: "group", "aria-label": w.path };
    const scroll = h("div", { class: "cpd-scroll", ...named }, svg);
    const more = h("p", { class: "cpd-more", hidden: true }, w.path_scrolls);
    new ResizeObserver(() => (more.hidden = scroll.scrollWidth <= scroll.clientWidth)).observe(scroll);
    return h(
      "figure",
      { class: "cpd-picture" },
      more,
      scroll,
      h("figcaption", {}, w.path_says),
      words,
    );
  }

  /** Folded, because a whole case has some twenty; those where it turned stand open. */
  function decisions() {
    const turned = d.decisions.some((one) => one.turned.length);
    const list = h(
      "ol",
      { class: "cpd-decisions" },
      d.decisions.map((one, at) => decision(one, at, turned ? one.turned.length > 0 : at === 0)),
    );
    const folds = () => /** @type {HTMLDetailsElement[]} */ ([...list.querySelectorAll("details")]);
    const all = button(w.open_all, () => {
      const open = folds().some((fold) => !fold.open);
      for (const fold of folds()) fold.open = open;
      all.textContent = open ? w.close_all : w.open_all;
    });
    return [
      turned ? h("p", { class: "cpd-quiet" }, w.decisions_says) : null,
      h("p", {}, all),
      list,
    ];
  }

  function decision(/** @type {View} */ one, /** @type {number} */ at, /** @type {boolean} */ open) {
    const title = fill(w.decision, { number: at + 1, scene: one.title });
    const fold = h(
      "details",
      { class: "cpd-fold" },
      h(
        "summary",
        {},
        h("h4", {}, title),
        h("span", { class: "cpd-quote" }, one.chose),
      ),
      one.turned.length
        ? h(
            "div",
            { class: "cpd-turning" },
            h("p", { class: "cpd-over" }, w.turning_point),
            one.turned.map((says) => h("p", {}, says)),
          )
        : null,
      h(
        "dl",
        {},
        pair(
          w.led_to,
          h("p", {}, h("b", {}, one.led_to)),
          told(one.told, w),
          ...one.changed.map((change) => h("p", {}, fill(w.changed, change))),
        ),
        one.sure || one.why
          ? pair(
              one.why ? w.you_said : w.you_were,
              one.why ? h("p", { class: "cpd-own" }, one.why) : null,
              one.sure ? h("p", { class: "cpd-quiet" }, `${w.how_sure} ${one.sure}.`) : null,
            )
          : null,
        one.written ? pair(w.you_wrote, ...written(one.written)) : null,
        one.about.length
          ? pair(
              w.at_stake,
              ...one.about.map((step) =>
                h("p", {}, h("b", {}, step.met ? w.met : w.missed), ": ", spans(step.says)),
              ),
            )
          : null,
        pair(w.because, h("p", {}, spans(one.because))),
        one.expert.length ? pair(w.expert, h("p", {}, spans(one.expert))) : null,
        one.others.length ? others(one.others) : null,
      ),
      beside(one.terms, w.terms),
      view.may_go_back
        ? button(
            w.try_from_here,
            () => ask({ do: "go-back", to: one.turn }),
            one.turned.length ? "" : "cpd-small",
            fill(w.try_from, { scene: one.title }),
          )
        : null,
    );
    fold.open = open;
    return h("li", { class: one.turned.length ? "cpd-decision cpd-turned" : "cpd-decision" }, fold);
  }

  /** One row of a decision: what is said of it, and what there is to say. */
  function pair(/** @type {string} */ label, ...content) {
    return h("div", { class: "cpd-pair" }, h("dt", {}, label), h("dd", {}, ...content));
  }

  function written(/** @type {View} */ one) {
    const record = one.kind === "concern-record";
    const checks = [];
    if (record) {
      const parts = one.left_out.join(", ");
      checks.push(parts ? fill(w.left_out, { parts }) : w.nothing_left_out);
      const words = one.kept_words.map((said) => `“${said}”`).join(" ");
      checks.push(words ? fill(w.kept_words, { words }) : w.no_kept_words);
    }
    return [
      h(
        "dl",
        { class: "cpd-record" },
        one.parts.map(([label, text]) =>
          h("div", {}, record ? h("dt", {}, label) : h("dt", {}, one.prompt), h("dd", { class: "cpd-own" }, text)),
        ),
      ),
      ...checks.map((says) => h("p", {}, says)),
    ];
  }

  function others(/** @type {View[]} */ choices) {
    const all = choices.reduce((sum, choice) => sum + choice.people, 0);
    return pair(
      fill(w.others, { people: all }),
      h(
        "ul",
        { class: "cpd-others-chose" },
        choices.map((choice) =>
          h(
            "li",
            {},
            h("span", {}, choice.text, choice.yours ? ` (${w.others_you})` : ""),
            h("span", { class: "cpd-count" }, fill(w.people, { people: choice.people, all })),
            share(choice.people / all),
          ),
        ),
      ),
    );
  }

  /** Decoration: the figures beside it say the same. */
  function share(/** @type {number} */ part) {
    const bar = h("progress", { class: "cpd-share", "aria-hidden": "true", max: 1, value: part });
    return bar;
  }

  function instincts() {
    return [
      h("p", {}, w.first_instincts_says),
      h(
        "ul",
        { class: "cpd-plain" },
        d.instincts.map((one) =>
          h(
            "li",
            {},
            h("b", {}, one.title),
            h("p", {}, h("span", { class: "cpd-over" }, w.instinct_first), " ", one.first),
            one.now ? h("p", {}, h("span", { class: "cpd-over" }, w.instinct_now), " ", one.now) : null,
          ),
        ),
      ),
    ];
  }

  function features() {
    return h(
      "ul",
      { class: "cpd-marks" },
      d.features.map((one) =>
        h(
          "li",
          { class: one.met ? "cpd-met" : "cpd-missed" },
          h("b", {}, one.met ? w.met : w.missed),
          h("span", {}, spans(one.says), one.must ? ` (${w.must})` : ""),
        ),
      ),
    );
  }

  function errors() {
    if (!d.errors.length) return h("p", {}, w.no_errors);
    return h(
      "ul",
      { class: "cpd-marks" },
      d.errors.map((one) =>
        h(
          "li",
          { class: one.repaired ? "cpd-met" : "cpd-missed" },
          h("b", {}, spans(one.label)),
          h(
            "span",
            {},
            ...(one.means.length ? [...spans(one.means), " "] : []),
            `${fill(w.error_where, { scene: one.title })}. `,
            one.repaired ? fill(w.error_repaired, { choice: one.by }) : w.error_open,
          ),
        ),
      ),
    );
  }

  function rules() {
    return h(
      "ul",
      { class: "cpd-marks" },
      d.rules.map((one) =>
        h(
          "li",
          { class: one.how === "kept" ? "cpd-met" : one.how === "not-met" ? "" : "cpd-missed" },
          h("b", {}, one.words),
          h("span", {}, spans(one.says)),
        ),
      ),
    );
  }

  function evidence() {
    return h(
      "ul",
      { class: "cpd-evidence" },
      d.evidence.map((one) => {
        return h("li", {}, h("b", {}, spans(one.label)), h("span", {}, one.says), range(one));
      }),
    );
  }

  /** Where it lies, once more for the eye. */
  function range({ earned, lowest, highest }) {
    if (highest <= lowest) return null;
    const at = 4 + (192 * (earned - lowest)) / (highest - lowest);
    return drawing(
      `<svg xmlns="http://www.w3.org/2000/svg" class="cpd-range" viewBox="0 0 200 10" aria-hidden="true">
        <rect x="1" y="3.5" width="198" height="3" rx="1.5"/><circle cx="${at}" cy="5" r="4"/></svg>`,
    );
  }
}
