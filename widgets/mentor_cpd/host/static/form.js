/**
 * What JavaScript adds to a form that works without it: the error summary is
 * read out first, and a password can be shown.
 */

document.querySelector("[data-focus]")?.focus();

// A link to be handed over is copied whole.
for (const box of document.querySelectorAll("[data-selects]")) {
  box.addEventListener("focus", () => /** @type {HTMLInputElement} */ (box).select());
}

for (const button of document.querySelectorAll("[data-shows]")) {
  const box = document.getElementById(button.dataset.shows);
  const status = button.nextElementSibling;
  const words = button.dataset;
  const show = (/** @type {boolean} */ shown) => {
    box.type = shown ? "text" : "password";
    button.textContent = shown ? words.hide : words.show;
    button.setAttribute("aria-label", shown ? words.hideLabel : words.showLabel);
  };
  show(false);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = box.type === "password";
    show(shown);
    status.textContent = shown ? words.shown : words.hidden;
  });
  // A browser offers to keep a password only when it was typed into a password box.
  box.form.addEventListener("submit", () => show(false));
}
