// @ts-check
/**
 * Opens letters in the dock, beside what is being read, where there is room for it.
 * On a phone, and for whoever wants a tab, a letter stays a page.
 */

const BEGINNING = /^\/(compose\/|m\/\d+\/(reply|reply-all|forward)\/)$/;
const BEGUN = /^\/(compose\/\d+\/|m\/\d+\/edit\/)$/;
const TAKING_BACK = /^\/(sent\/\d+\/(undo|again)|mail\/scheduled\/\d+\/edit)\/$/;

export function openInDock() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!(link instanceof HTMLAnchorElement) || !isPlain(event, link) || !hasRoom()) return;
    const url = new URL(link.href);
    if (!BEGINNING.test(url.pathname) && !BEGUN.test(url.pathname)) return;
    event.preventDefault();
    open(url, BEGINNING.test(url.pathname));
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented || !hasRoom()) return;
    const url = new URL(form.getAttribute("action") ?? "", location.href);
    if (!TAKING_BACK.test(url.pathname)) return;
    event.preventDefault();
    form.closest(".toast")?.remove();
    open(url, true);
  });
}

/**
 * @param {URL} url
 * @param {boolean} isBeginning
 */
async function open(url, isBeginning) {
  const { openLetter } = await import("./dock.js");
  await openLetter(url, isBeginning);
}

/**
 * @param {MouseEvent} event
 * @param {HTMLAnchorElement} link
 */
function isPlain(event, link) {
  if (event.defaultPrevented || event.button !== 0 || link.target) return false;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  return new URL(link.href).origin === location.origin;
}

/** A page that is a letter itself has no dock to open another in. */
function hasRoom() {
  const isLetter = document.querySelector("#sheet > .compose");
  return !isLetter && document.getElementById("dock") && matchMedia("(width >= 47.5rem)").matches;
}
