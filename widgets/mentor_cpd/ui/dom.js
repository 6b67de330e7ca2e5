/**
 * Making elements. Text goes in as text; there is no way here to put markup in.
 *
 * @typedef {Node | string | null | undefined | false} Child
 */

/**
 * An element: attributes (`class`, `aria-…`, `data-…`), properties that are functions
 * (`onclick`), and children. `true` gives an empty attribute; `false` and `null` none.
 *
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child || child === 0));
  return element;
}

/**
 * A sentence with named gaps, filled: `fill("by {name}", {name: "Sam"})`.
 *
 * @param {string} sentence
 * @param {Record<string, string | number>} values
 */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (gap, name) => String(values[name] ?? gap));
}

/**
 * A drawing that our own Python made, or null. It is read as XML, never as HTML, and
 * is refused when it holds anything that runs or fetches.
 *
 * @param {string} source
 * @returns {Element | null}
 */
export function drawing(source) {
  const parsed = new DOMParser().parseFromString(source, "image/svg+xml");
  const svg = parsed.documentElement;
  if (svg.namespaceURI !== "http://www.w3.org/2000/svg" || svg.localName !== "svg") return null;
  for (const element of [svg, ...svg.querySelectorAll("*")]) {
    if (!DRAWN.has(element.localName)) return null;
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) return null;
      if (/href$/i.test(name) && !value.startsWith("#")) return null;
    }
  }
  return /** @type {Element} */ (document.importNode(svg, true));
}

const DRAWN = new Set(
  "svg g title desc defs marker path rect circle ellipse line polyline polygon text tspan style a".split(" "),
);
