// @ts-check
/**
 * Follows links between places of the mail without a reload. Links that leave the
 * mail, open elsewhere or download stay what they are.
 */

import { isPlace, isThread, listShown, regionOf, visit } from "../kit/visit.js";
import { markCurrent } from "./rows.js";

export function followLinks() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!(link instanceof HTMLAnchorElement) || !isOurs(event, link)) return;
    event.preventDefault();
    go(link, event.detail === 0);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches(".search") || event.defaultPrevented) return;
    event.preventDefault();
    const asked = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    visit(`${form.action}?${asked}`, { byKey: true });
  });
}

/**
 * @param {MouseEvent} event
 * @param {HTMLAnchorElement} link
 */
function isOurs(event, link) {
  if (event.defaultPrevented || event.button !== 0) return false;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  if (link.target || link.hasAttribute("download") || link.closest("[data-plain]")) return false;
  if (link.getAttribute("href")?.startsWith("#") || !document.getElementById("sheet")) return false;
  return isPlace(new URL(link.href));
}

/**
 * @param {HTMLAnchorElement} link
 * @param {boolean} byKey
 */
function go(link, byKey) {
  // Going back to the list means the one that is there, with all that it has loaded.
  const url = new URL((link.matches("[data-back]") && listShown()) || link.href, location.href);
  const isBeside = link.closest("#list, #thread") !== null && (isThread(url) || link.matches("[data-back]"));
  const rail = link.closest("#rail");
  if (rail instanceof HTMLElement && rail.matches(":popover-open")) rail.hidePopover();
  if (isThread(url)) markCurrent(url);
  visit(url, { region: regionOf(url, isBeside), byKey });
}
