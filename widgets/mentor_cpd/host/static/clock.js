/**
 * Are the server's clock and this computer's far apart? Told to administrators on home:
 * the record alone cannot know that its server's clock runs ahead.
 */

const DAY = 24 * 60 * 60 * 1000;

const card = /** @type {HTMLElement} */ (document.querySelector("#clock"));
if (Math.abs(Date.now() - Date.parse(card.dataset.now ?? "")) > DAY) card.hidden = false;
