// @ts-check
/**
 * Where to go when rows leave the list: focus goes to the next one, and a letter that
 * was open gives way to the next, or to the list, as its reader prefers.
 */

import { regionOf, visit } from "../kit/visit.js";
import { allRows, currentRow, linkOf, markCurrent } from "./rows.js";

const STAYING = new Set(["star", "unstar", "tag", "untag", "read", "pin", "unpin", "unmute"]);

/**
 * Gives the row after some rows, or the one before them at the end of the list.
 * @param {HTMLElement[]} rows
 */
export function nextAfter(rows) {
  const all = allRows();
  const going = new Set(rows);
  const last = all.findLastIndex((row) => going.has(row));
  const stays = (/** @type {HTMLElement} */ row) => !going.has(row);
  return all.slice(last + 1).find(stays) ?? all.slice(0, Math.max(0, last)).findLast(stays) ?? null;
}

/**
 * @param {HTMLFormElement} form
 * @param {{ verb: string, rows: HTMLElement[] }} asked
 * @param {HTMLElement | null} next
 */
export function leave(form, asked, next) {
  const isOpen = form.id === "thread-form" || asked.rows.some((row) => row.hasAttribute("data-current"));
  if (!isOpen) {
    if (next) linkOf(next)?.focus({ preventScroll: true });
    else document.getElementById("rows")?.focus();
    return;
  }
  if (STAYING.has(asked.verb)) return;
  const link = next && asked.verb !== "unread" && goesToNext() ? linkOf(next) : null;
  if (link && /\/c\/\d+\//.test(link.pathname)) {
    markCurrent(new URL(link.href));
    visit(link.href, { region: "thread", history: "replace" });
    link.focus({ preventScroll: true });
  } else {
    backToList(next ?? currentRow());
  }
}

/** @param {HTMLElement | null} row */
function backToList(row) {
  const list = document.getElementById("list")?.dataset.list;
  if (!list) return;
  const url = new URL(list, location.href);
  visit(url, { region: regionOf(url, true), history: "replace" });
  if (row) linkOf(row)?.focus({ preventScroll: true });
}

function goesToNext() {
  const app = document.querySelector(".app");
  return app instanceof HTMLElement && app.dataset.afterFiling !== "list";
}
