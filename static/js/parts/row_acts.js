// @ts-check
/**
 * Carries the one set of quick actions to the row under the pointer or focus, so
 * that fifty rows need not each bring their own. They are buttons of the same form.
 */

import { listen } from "../kit/events.js";
import { isStarred } from "./rows.js";

/**
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
export function start(root, signal) {
  const acts = root.querySelector(".row-acts");
  if (!(acts instanceof HTMLElement)) return;
  const follow = (/** @type {Event} */ event) => {
    const row = event.target instanceof Element && event.target.closest(".row");
    if (row instanceof HTMLElement && acts.parentElement !== row) carry(acts, row);
  };
  root.addEventListener("pointerover", follow);
  root.addEventListener("focusin", follow);
  listen("mail:acted", () => acts.closest(".row") && carry(acts, /** @type {HTMLElement} */ (acts.closest(".row"))), signal);
}

/**
 * @param {HTMLElement} acts
 * @param {HTMLElement} row
 */
function carry(acts, row) {
  const states = new Set([
    row.hasAttribute("data-unread") ? "unread" : "read",
    isStarred(row) ? "starred" : "unstarred",
  ]);
  for (const button of acts.querySelectorAll("button")) {
    button.value = `${row.dataset.id}:${button.dataset.action}`;
    button.hidden = button.dataset.for !== undefined && !states.has(button.dataset.for);
  }
  acts.hidden = false;
  row.append(acts);
}
