/**
 * A page that is nobody's to read just now: what stands on it is taken out of sight, and
 * kept for whoever was writing it. Laptops are shared.
 */

/** What the heading said and the page was called, while it says something else. */
let was = /** @type {{heading: ChildNode[], title: string} | null} */ (null);

/** @param {string} title what the page says instead */
export function cover(title) {
  const heading = document.querySelector("h1");
  was ??= { heading: [...(heading?.childNodes ?? [])], title: document.title };
  heading?.replaceChildren(title);
  document.title = title;
  document.body.dataset.covered = "";
  /** @type {HTMLElement | null} */ (document.querySelector("main"))?.focus({ preventScroll: true });
}

/** Whoever was writing is back, and goes on. */
export function uncover() {
  if (!was) return;
  document.querySelector("h1")?.replaceChildren(...was.heading);
  document.title = was.title;
  was = null;
  delete document.body.dataset.covered;
}

export function isCovered() {
  return was !== null;
}
