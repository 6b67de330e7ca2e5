/**
 * What somebody who looks at a page, or listens to it, would find wrong with it. Each
 * function returns sentences; none means that nothing was found. `looking.py` calls them.
 */

const MEANT_FOR_EARS = ".visually-hidden, .skip";
const CONTROLS = "button, a.button, input:not([type=hidden]), select, textarea, summary";

/** @param {Element} element */
function named(element) {
  const classes = [...element.classList].map((name) => `.${name}`).join("");
  const words = (element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 60);
  return `<${element.localName}${element.id && `#${element.id}`}${classes}> “${words}”`;
}

/** What can be looked at: all of it, or what a modal dialog leaves of it. */
function stage() {
  return document.querySelector("dialog:modal") ?? document.body;
}

/** @param {Element} element */
function isSeen(element) {
  return (
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    !element.closest(MEANT_FOR_EARS)
  );
}

/** Every line of words on the page: where it lies, and what it belongs to. */
function lines() {
  const found = [];
  const walker = document.createTreeWalker(stage(), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const owner = node.parentElement;
    if (!node.nodeValue?.trim() || !owner || owner.closest("svg, script, style, noscript")) continue;
    if (!isSeen(owner)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      // The core of a line: a typeface's box may reach into the lines beside it.
      const core = { left: box.left, right: box.right, top: box.top + box.height * 0.25, bottom: box.bottom - box.height * 0.25 };
      if (box.width > 1) found.push({ owner, core });
    }
  }
  return found;
}

/**
 * The boxes around some words that could cut them or that they could stick out of, each
 * looked at once: a long page has a thousand lines.
 */
function boxes() {
  const known = new Map();
  const look = (/** @type {Element} */ element) => {
    const style = getComputedStyle(element);
    const overflow = style.overflowX + style.overflowY;
    const inline = style.display === "inline" || style.display === "contents";
    return {
      element,
      rect: element.getBoundingClientRect(),
      scrolls: !inline && /auto|scroll/.test(overflow),
      clips: !inline && /hidden|clip/.test(overflow),
      stuck: /sticky|fixed/.test(style.position),
      painted:
        !inline &&
        ((style.borderLeftWidth !== "0px" && style.borderRightWidth !== "0px") ||
          !/^(transparent|rgba\(.*, 0\))$/.test(style.backgroundColor)),
    };
  };
  const around = (/** @type {Element | null} */ element) => {
    if (!element || element === document.body) return [];
    if (!known.has(element)) known.set(element, [look(element), ...around(element.parentElement)]);
    return known.get(element);
  };
  return around;
}

/** Words cut off, laid over each other or out of the page, and a page that scrolls sideways. */
function badlyLaid() {
  const found = new Set();
  const root = document.documentElement;
  const around = boxes();
  if (root.scrollWidth > root.clientWidth) {
    found.add(`the page scrolls sideways: ${root.scrollWidth} in ${root.clientWidth} px`);
  }
  const all = lines();
  for (const { owner, core } of all) {
    if (core.left < -1) found.add(`out of the page on the left: ${named(owner)}`);
    const about = around(owner);
    const scrolled = about.findIndex((box) => box.scrolls); // what is out of it can be brought into view
    for (const { element, rect, clips, painted } of scrolled < 0 ? about : about.slice(0, scrolled)) {
      if (!clips && !painted) continue;
      const out = core.left < rect.left - 2 || core.right > rect.right + 2 || core.top < rect.top - 1 || core.bottom > rect.bottom + 1;
      if (out) found.add(`${clips ? "cut off by" : "sticks out of"} ${named(element)}: ${named(owner)}`);
    }
    if (core.right > root.clientWidth + 1 && scrolled < 0) {
      found.add(`out of the page on the right: ${named(owner)}`);
    }
  }
  for (const box of stage().querySelectorAll("input:not([type=radio], [type=checkbox], [type=hidden], [type=file]), select, textarea")) {
    if (!isSeen(box)) continue;
    const style = getComputedStyle(box);
    const room = box.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
    if (room < parseFloat(style.fontSize) * 1.15) found.add(`too low for its words: ${named(box)}`);
  }
  for (const words of overlaps(all, around)) found.add(words);
  return [...found];
}

/**
 * What is left of a line in boxes that scroll by themselves, or show only a part.
 *
 * @param {ReturnType<typeof lines>[number]} line
 * @param {ReturnType<typeof boxes>} around
 */
function inView({ owner, core }, around) {
  const seen = { ...core };
  for (const { rect, scrolls, clips } of around(owner)) {
    if (!scrolls && !clips) continue;
    seen.left = Math.max(seen.left, rect.left);
    seen.right = Math.min(seen.right, rect.right);
    seen.top = Math.max(seen.top, rect.top);
    seen.bottom = Math.min(seen.bottom, rect.bottom);
  }
  const stuck = around(owner).find((box) => box.stuck)?.element;
  return seen.left < seen.right && seen.top < seen.bottom ? [{ owner, stuck, core: seen }] : [];
}

/**
 * @param {ReturnType<typeof lines>} all
 * @param {ReturnType<typeof boxes>} around
 */
function overlaps(all, around) {
  const found = [];
  const byHeight = all.flatMap((line) => inView(line, around)).sort((a, b) => a.core.top - b.core.top);
  byHeight.forEach((one, at) => {
    for (let next = at + 1; next < byHeight.length; next += 1) {
      const other = byHeight[next];
      if (other.core.top >= one.core.bottom - 1) break;
      if (other.owner === one.owner) continue;
      const beside = other.core.left >= one.core.right - 2 || one.core.left >= other.core.right - 2;
      // What stays in sight while the rest scrolls lies over it, and is to.
      if (!beside && one.stuck === other.stuck) {
        found.push(`over each other: ${named(one.owner)} and ${named(other.owner)}`);
      }
    }
  });
  return found;
}

/** What a screen reader is told of the page's order, and how what changes is announced. */
function badlyTold() {
  const found = [];
  if (!document.documentElement.lang) found.push("the page does not say its language");
  if (!document.title.trim()) found.push("the page has no title");
  if (document.querySelectorAll("h1").length !== 1) found.push("not one first heading");
  for (const [role, tag] of [["main", "main"], ["banner", "header.site"], ["contentinfo", "footer.site"]]) {
    if (document.querySelectorAll(`${tag}, [role=${role}]`).length !== 1) found.push(`not one ${role}`);
  }
  let level = 1;
  for (const heading of document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")) {
    if (!heading.checkVisibility()) continue;
    const next = Number(heading.localName[1]);
    if (next > level + 1) found.push(`a level is left out before ${named(heading)}`);
    if (!heading.textContent?.trim()) found.push("an empty heading");
    level = next;
  }
  const polite = document.querySelectorAll('[role="status"], [aria-live="polite"]');
  if (polite.length > 1) found.push(`${polite.length} polite regions: ${[...polite].map(named).join(", ")}`);
  for (const [attribute, words] of [["aria-describedby", "is described by"], ["aria-labelledby", "is named by"], ["aria-controls", "controls"]]) {
    for (const one of document.querySelectorAll(`[${attribute}]`)) {
      for (const id of (one.getAttribute(attribute) ?? "").split(/\s+/)) {
        if (!document.getElementById(id)) found.push(`${named(one)} ${words} #${id}, which is not there`);
      }
    }
  }
  for (const error of document.querySelectorAll(".field .error, .levels .error, .box .error")) {
    const of = document.querySelector(`[aria-describedby~="${error.id}"]`);
    if (!error.id || !of) found.push(`an error that belongs to no field: ${named(error)}`);
    else if (/INPUT|TEXTAREA|SELECT/.test(of.tagName) && of.getAttribute("aria-invalid") !== "true") {
      found.push(`not said to be wrong: ${named(of)}`);
    }
  }
  return found;
}

/** What moves, or would at the next change. @param {boolean} still whether nothing may */
function moving(still) {
  const found = new Set();
  const long = still ? 20 : 5000;
  for (const animation of document.getAnimations()) {
    const { duration, iterations } = animation.effect?.getComputedTiming() ?? {};
    if (Number(duration) * Number(iterations) > long) found.add(`it moves: ${animation.constructor.name}`);
  }
  const times = (/** @type {string} */ list) =>
    Math.max(...list.split(",").map((one) => parseFloat(one) * (one.trim().endsWith("ms") ? 1 : 1000)));
  for (const element of document.querySelectorAll("*")) {
    for (const part of [null, "::before", "::after"]) {
      const style = getComputedStyle(element, part);
      const time = times(style.transitionDuration) + times(style.animationDuration) * (style.animationName === "none" ? 0 : 1);
      if (time > long) found.add(`it takes ${time} ms: ${named(element)}`);
      if (style.animationName !== "none" && style.animationIterationCount.includes("infinite")) {
        found.add(`it never stops: ${named(element)}`);
      }
    }
    if (still && getComputedStyle(element).scrollBehavior === "smooth") found.add(`it scrolls smoothly: ${named(element)}`);
  }
  for (const element of document.querySelectorAll("marquee, blink, video, audio[autoplay]")) {
    found.add(`it moves by itself: ${named(element)}`);
  }
  return [...found];
}

/** With the system's own colours, what was told by a colour alone is told no more. */
function lostInForcedColours() {
  const found = [];
  const ground = getComputedStyle(document.body).backgroundColor;
  for (const control of stage().querySelectorAll(CONTROLS)) {
    if (!isSeen(control) || control.matches("[type=radio], [type=checkbox], [type=file], summary")) continue;
    const style = getComputedStyle(control);
    const edged = parseFloat(style.borderTopWidth) >= 1 && style.borderTopStyle !== "none" && contrast(style.borderTopColor, ground) >= 3;
    const underlined = style.textDecorationLine.includes("underline") && contrast(style.textDecorationColor, ground) >= 3;
    if (!edged && !underlined) found.push(`no edge: ${named(control)}`);
    // The system lays a plate of the page's colour behind words: on a filled ground it shows.
    const filled = !/^rgba\(.*, 0\)$/.test(style.backgroundColor) && contrast(style.backgroundColor, ground) > 1.5;
    if (filled && control.textContent?.trim()) found.push(`a plate shows behind its words: ${named(control)}`);
  }
  for (const box of stage().querySelectorAll(".card, .next, .notice, .critical, .error-summary, .cpd-notice, .cpd-note, .cpd-decision, .cpd-scroll, .cpd-practice-only")) {
    if (!isSeen(box)) continue;
    const style = getComputedStyle(box);
    if (parseFloat(style.borderLeftWidth) < 1 || contrast(style.borderLeftColor, ground) < 3) found.push(`no edge: ${named(box)}`);
  }
  for (const current of stage().querySelectorAll("[aria-current]:not(.mark), [aria-pressed=true], [aria-expanded=true], [aria-selected=true]")) {
    if (!isSeen(current)) continue;
    const style = getComputedStyle(current);
    const told = Number(style.fontWeight) >= 600 || parseFloat(style.borderTopWidth) >= 2 || style.textDecorationLine.includes("underline");
    if (!told) found.push(`chosen, which only a colour told: ${named(current)}`);
  }
  for (const shape of stage().querySelectorAll("svg :is(path, line, polyline, rect, circle, polygon, text)")) {
    if (!shape.checkVisibility() || shape.closest("defs, [aria-hidden=true], clipPath, marker")) continue;
    const style = getComputedStyle(shape);
    const drawn = [style.fill, style.stroke].some((colour) => colour !== "none" && contrast(colour, ground) >= 3);
    if (shape.localName === "text") {
      const under = fillUnder(shape) ?? ground;
      if (contrast(style.fill, under) < 4.5) found.push(`cannot be read: ${named(shape)} ${style.fill} on ${under}`);
      continue;
    }
    if (!drawn && [style.fill, style.stroke].some((colour) => colour !== "none")) found.push(`cannot be seen: ${named(shape)} ${style.fill} ${style.stroke}`);
  }
  return found;
}

/** The colour of the last shape drawn before these words that they lie on. @param {Element} words */
function fillUnder(words) {
  const { left, top, width, height } = words.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const under = [...(words.ownerSVGElement?.querySelectorAll("rect, path, circle, polygon") ?? [])].filter((shape) => {
    const box = shape.getBoundingClientRect();
    const before = shape.compareDocumentPosition(words) & Node.DOCUMENT_POSITION_FOLLOWING;
    return before && getComputedStyle(shape).fill !== "none" && box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
  });
  const last = under.at(-1);
  return last ? getComputedStyle(last).fill : null;
}

/** As WCAG counts it. @param {string} one @param {string} other */
function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** @param {string} colour as it was computed */
function luminance(colour) {
  const [red, green, blue] = (colour.match(/[\d.]+/g) ?? ["0", "0", "0"]).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Whether what has the focus shows it, is in sight, and is what it is under the pointer. */
function badlyFocused() {
  const here = document.activeElement;
  if (!here || here === document.body || here === document.documentElement) return ["the focus is nowhere"];
  const found = [];
  const ring = [null, "::after"].some((part) => {
    const style = getComputedStyle(here, part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  if (!ring) found.push(`no ring: ${named(here)}`);
  const box = here.getBoundingClientRect();
  // Some of it has to be seen; a box that is higher than the window cannot be, whole.
  const points = [0.15, 0.5, 0.85].flatMap((x) => [0.15, 0.5, 0.85].map((y) => [box.left + box.width * x, box.top + box.height * y]));
  const seen = points.filter(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top !== null && (here.contains(top) || top.contains(here) || top.closest("label")?.control === here);
  });
  if (!seen.length) found.push(`hidden under something: ${named(here)}`);
  return found;
}

/** Where the keyboard should come to: radios of one name are one stop. */
function stops() {
  const groups = new Set();
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  return [...stage().querySelectorAll(all)].filter((one) => {
    if (one.tabIndex < 0 || one.disabled || !one.checkVisibility({ visibilityProperty: true })) return false;
    if (one.localName === "summary" && one.parentElement?.localName !== "details") return false;
    if (one.type !== "radio") return true;
    const group = `${one.form?.action}/${one.name}`;
    return !groups.has(group) && groups.add(group);
  });
}

window.looks = { badlyFocused, badlyLaid, badlyTold, lostInForcedColours, moving, stops };
