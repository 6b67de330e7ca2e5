/**
 * Nothing can be opened on paper: what is folded away opens before a page is printed, and
 * closes after it. Folds with something to do in them, not to read, stay as they are.
 */

/** @type {HTMLDetailsElement[]} */
let opened = [];

function open() {
  opened = [...document.querySelectorAll("details")].filter(
    (fold) => !fold.open && !fold.matches(".cpd-others, :has(form)"),
  );
  for (const fold of opened) fold.open = true;
}

function close() {
  for (const fold of opened) fold.open = false;
  opened = [];
}

/** However often it is asked for: a listener that is there already is not added again. */
export function openOnPaper() {
  addEventListener("beforeprint", open);
  addEventListener("afterprint", close);
}
