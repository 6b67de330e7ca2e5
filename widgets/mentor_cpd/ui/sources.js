/**
 * What something rests on: title, edition and days, as Python put them into words.
 *
 * @typedef {{title: string, facts: string, check: string, note: string}} Cited
 */

import { h } from "./dom.js";

/**
 * @param {Cited[]} cited
 * @param {boolean} inFull with what the register notes about each
 */
export function sources(cited, inFull = true) {
  return h(
    "ul",
    {},
    cited.map(({ title, facts, check, note }) => {
      const more = inFull ? note : check;
      return h("li", {}, h("cite", {}, title), `. ${facts}`, more && ` ${more}`);
    }),
  );
}
