/**
 * This page as the server would send it now: read, and told apart from a page
 * that waits, or one that asks to sign in.
 */

/**
 * What the server tells the page's script (pages/line.html).
 * @typedef {object} PageData
 * @property {string} page
 * @property {string} base
 * @property {string} writer who has the page open
 * @property {string} xsrf
 * @property {string | null} seat
 * @property {Record<string, string>} widgets
 * @property {Record<string, string>} words
 */

/** This page, fetched anew: null when nobody answers, "broken" when it broke off. */
export async function fetchPage() {
  let answer;
  try {
    answer = await fetch(location.href, { cache: "no-store", headers: { Accept: "text/html", "X-By-Itself": "1" } });
  } catch {
    return null;
  }
  const text = await answer.text().catch(() => "");
  const fetched = new DOMParser().parseFromString(text, "text/html");
  const data = dataOf(fetched);
  const page = fetched.body.dataset.page;
  return {
    page: page === "module" && !data.seat ? "broken" : page,
    document: fetched,
    data,
    retry: Number(answer.headers.get("Retry-After")) || 3,
  };
}

/** @param {Document} page */
export function mainOf(page) {
  return /** @type {HTMLElement} */ (page.querySelector("main"));
}

/**
 * What a page's block of data holds; nothing at all when it has none.
 * @param {Document} page
 * @returns {PageData}
 */
export function dataOf(page) {
  return JSON.parse(page.querySelector("#page-data")?.textContent ?? "{}");
}

/**
 * Load the stylesheets that a page asks for; a server that was renewed has new ones.
 * @param {Document} fetched
 */
export async function dressLike(fetched) {
  const wanted = new Set(sheets(fetched).map((sheet) => sheet.getAttribute("href")));
  const here = sheets(document);
  const have = new Set(here.map((sheet) => sheet.getAttribute("href")));
  const loads = [...wanted].filter((href) => !have.has(href)).map((href) => {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = href ?? "";
    document.head.append(sheet);
    return new Promise((resolve) => (sheet.onload = sheet.onerror = resolve));
  });
  await Promise.all(loads);
  for (const sheet of here) if (!wanted.has(sheet.getAttribute("href"))) sheet.remove();
}

/** @param {Document} page */
function sheets(page) {
  return /** @type {HTMLLinkElement[]} */ ([...page.querySelectorAll("link[rel=stylesheet]")]);
}
