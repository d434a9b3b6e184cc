// @ts-check
/** Rows of the list: which is open, which are read. The server says the same later. */

import { listen } from "../kit/events.js";

/** Keeps the rows in step with what is opened beside them. */
export function watchRows() {
  listen("mail:opened", ({ url }) => {
    const row = rowOf(new URL(url));
    if (row) markRead(row, true);
  });
}

/** @param {URL} url */
function rowOf(url) {
  const id = url.pathname.match(/\/c\/(\d+)\/$/)?.[1];
  return id ? findRow(id) : null;
}

/** @param {string | number} id */
export function findRow(id) {
  const row = document.querySelector(`.row[data-id="${CSS.escape(String(id))}"]`);
  return row instanceof HTMLElement ? row : null;
}

/**
 * Marks the row of a conversation as the open one; none if it is not in the list.
 * @param {URL | null} url
 */
export function markCurrent(url) {
  for (const row of document.querySelectorAll(".row[data-current]")) {
    row.removeAttribute("data-current");
    row.querySelector(".subj a")?.removeAttribute("aria-current");
  }
  const row = url && rowOf(url);
  row?.setAttribute("data-current", "");
  row?.querySelector(".subj a")?.setAttribute("aria-current", "true");
}

/**
 * @param {HTMLElement} row
 * @param {boolean} isRead
 */
export function markRead(row, isRead) {
  if (row.hasAttribute("data-unread") === !isRead) return;
  row.toggleAttribute("data-unread", !isRead);
  const said = row.querySelector(".subj .unread");
  if (said instanceof HTMLElement) said.hidden = isRead;
}
