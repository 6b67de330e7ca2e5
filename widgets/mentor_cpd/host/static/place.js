/**
 * The places of a page's widgets: each `<div data-widget="MODEL_ID">` gets the
 * front-end module of its model, drawn into it.
 */

/** @typedef {import("./models.js").Models} Models */
/** @typedef {import("./models.js").Model} Model */
/** @typedef {{el: HTMLElement, model: Model, signal: AbortSignal}} View */
/** @typedef {{initialize?: Function, render?: (view: View) => unknown}} Widget */

/**
 * Draw every widget of a page.
 * @param {HTMLElement} main
 * @param {Models} models
 * @param {Record<string, string>} addresses of the modules, by name
 * @param {string} broken what is said in the place of one that fails
 * @param {AbortSignal} signal undoes it all, even while a module is still on its way
 */
export async function place(main, models, addresses, broken, signal) {
  const slots = [...main.querySelectorAll("[data-widget]")];
  const draw = async (/** @type {Element} */ slot) => {
    try {
      await fill(/** @type {HTMLElement} */ (slot), models, addresses, signal);
    } catch (error) {
      console.error(error);
      const sentence = document.createElement("p");
      sentence.className = "notice";
      sentence.textContent = broken;
      slot.replaceChildren(sentence);
    }
  };
  await Promise.all(slots.map(draw));
}

/**
 * @param {HTMLElement} slot
 * @param {Models} models
 * @param {Record<string, string>} addresses
 * @param {AbortSignal} signal
 */
async function fill(slot, models, addresses, signal) {
  const id = slot.dataset.widget ?? "";
  // Every state has arrived by now, so a model that is missing will not come.
  if (!models.has(id)) throw new Error(`The kernel knows no widget ${id}.`);
  const model = await models.get(id);
  const name = moduleOf(model.get("_anywidget_id"));
  if (!Object.hasOwn(addresses, name)) throw new Error(`This page hosts no widget ${name}.`);
  const { default: exported } = await import(addresses[name]);
  if (signal.aborted) return;
  /** @type {Widget} */
  const widget = typeof exported === "function" ? await exported() : exported;
  const undo = [await widget.initialize?.({ model, signal })];
  const el = document.createElement("div");
  slot.replaceChildren(el);
  undo.push(await widget.render?.({ el, model, signal }));
  const end = () => {
    for (const step of undo) if (typeof step === "function") step();
  };
  if (signal.aborted) end(); // one that is aborted already tells nobody any more
  else signal.addEventListener("abort", end);
}

/**
 * "mentor_cpd.ui.player.Player" is drawn by player.js.
 * @param {string} id
 */
function moduleOf(id = "") {
  return id.split(".").at(-2) ?? "";
}
