/**
 * What is being written on this page: taken from its boxes and given back to
 * them when the page is drawn anew. A box says whose it is by `data-draft`.
 */

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Box */
/** @typedef {{value: string, checked?: boolean}} Draft */

/** @param {ParentNode} within */
function boxes(within) {
  return /** @type {Box[]} */ ([...within.querySelectorAll("[data-draft]")]);
}

/** @param {Box} box */
function isTicked(box) {
  return box.type === "radio" || box.type === "checkbox";
}

/**
 * The boxes of a group share a key, so that each is known by its value as well.
 * @param {Box} box
 */
function keyOf(box) {
  return isTicked(box) ? `${box.dataset.draft}=${box.value}` : (box.dataset.draft ?? "");
}

/**
 * What a widget says that it has not yet saved, by key.
 * @param {ParentNode} within
 */
export function unsaved(within) {
  return boxes(within)
    .filter((box) => !isTicked(box) && box.closest("[data-unsaved]"))
    .map((box) => ({ place: box.dataset.draft ?? "", text: box.value }));
}

export class Drafts {
  /** @type {Map<string, Draft>} */
  #drafts = new Map();
  /** @type {{key: string, from: number | null, to: number | null} | null} */
  #writing = null;
  /** @type {MutationObserver | null} */
  #observer = null;

  /**
   * Take down what every box holds, and where the cursor is.
   * @param {ParentNode} within
   */
  take(within) {
    this.#observer?.disconnect();
    for (const box of boxes(within)) {
      const draft = isTicked(box)
        ? { value: box.value, checked: /** @type {HTMLInputElement} */ (box).checked }
        : { value: box.value };
      this.#drafts.set(keyOf(box), draft);
    }
    const here = /** @type {Box | null} */ (document.activeElement);
    this.#writing = here?.dataset?.draft
      ? { key: keyOf(here), from: here.selectionStart, to: here.selectionEnd }
      : null;
  }

  /**
   * Give each box with the same key its text again, now or when it appears:
   * a scene may be opened only later.
   * @param {HTMLElement} within
   */
  give(within) {
    const fill = () => {
      for (const box of boxes(within)) this.#fill(box);
      if (!this.#drafts.size) this.#observer?.disconnect();
    };
    this.#observer = new MutationObserver(fill);
    this.#observer.observe(within, { childList: true, subtree: true });
    fill();
  }

  /** @param {Box} box */
  #fill(box) {
    const key = keyOf(box);
    const draft = this.#drafts.get(key);
    if (!draft) return;
    this.#drafts.delete(key); // once: from here on the box is the writer's own
    const tick = /** @type {HTMLInputElement} */ (box);
    if (box.value !== draft.value || (isTicked(box) && tick.checked !== draft.checked)) {
      if (isTicked(box)) tick.checked = Boolean(draft.checked);
      else box.value = draft.value;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (this.#writing?.key === key) this.#resume(box, this.#writing);
  }

  /**
   * @param {Box} box
   * @param {{from: number | null, to: number | null}} cursor
   */
  #resume(box, { from, to }) {
    this.#writing = null;
    box.focus({ preventScroll: true });
    if (from !== null && to !== null) box.setSelectionRange(from, to);
  }
}
