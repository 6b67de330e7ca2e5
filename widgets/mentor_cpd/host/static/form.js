/**
 * What JavaScript adds to a form that works without it: the error summary is
 * read out first, and a password can be shown.
 */

document.querySelector("[data-focus]")?.focus();

// A link to be handed over is copied whole.
for (const box of document.querySelectorAll("[data-selects]")) {
  box.addEventListener("focus", () => /** @type {HTMLInputElement} */ (box).select());
}

/** The page's one polite region, for whoever cannot see that the password is shown. */
function said() {
  const region = document.createElement("p");
  region.className = "visually-hidden";
  region.setAttribute("role", "status");
  document.querySelector("main")?.append(region);
  return region;
}

const shows = document.querySelectorAll("[data-shows]");
const status = shows.length ? said() : null;

for (const button of shows) {
  const box = document.getElementById(button.dataset.shows);
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
    if (status) status.textContent = shown ? words.shown : words.hidden;
  });
  // A browser offers to keep a password only when it was typed into a password box.
  box.form.addEventListener("submit", () => show(false));
}
