// @ts-check
/**
 * Drags rows to a folder or tag of the rail: the ticked ones, or the one that is held.
 * The menus of the bulk bar and of the letter do the same.
 */

import { act } from "../kit/press.js";
import { words } from "../kit/words.js";

const TYPE = "application/x-mailsvc";
const BY_ROLE = { archive: "archive", trash: "delete", junk: "junk", starred: "star" };
const NO_TARGETS = new Set(["drafts", "sent", "snoozed", "scheduled"]);

/** @type {HTMLElement | null} */
let held = null;

export function dragRows() {
  document.addEventListener("dragstart", begin);
  document.addEventListener("dragend", () => mark(null));
  document.addEventListener("dragover", (event) => over(event));
  document.addEventListener("drop", (event) => drop(event));
}

/** @param {DragEvent} event */
function begin(event) {
  const row = event.target instanceof Element ? event.target.closest("#rows .row") : null;
  if (!(row instanceof HTMLElement) || !event.dataTransfer) return;
  held = row;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData(TYPE, row.dataset.id ?? "");
  const label = makeLabel(meantRows(row).length);
  event.dataTransfer.setDragImage(label, -12, -12);
  setTimeout(() => label.remove());
}

/** @param {HTMLElement} row */
function meantRows(row) {
  const isTicked = row.querySelector(".pick:checked") !== null;
  return isTicked ? [...document.querySelectorAll("#rows .row:has(.pick:checked)")] : [row];
}

/** @param {number} number */
function makeLabel(number) {
  const label = document.createElement("div");
  label.className = "drag-label";
  label.textContent = words("letters", { n: number });
  document.body.append(label);
  return label;
}

/** @param {DragEvent} event */
function over(event) {
  const place = held && placeOf(event);
  mark(place);
  if (!place || !event.dataTransfer) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
}

/** @param {DragEvent} event */
function drop(event) {
  const place = held && placeOf(event);
  const action = place && actionOf(place);
  mark(null);
  if (!held || !action) return;
  event.preventDefault();
  const isTicked = held.querySelector(".pick:checked") !== null;
  act(action, isTicked ? null : held);
  held = null;
}

/** @param {DragEvent} event */
function placeOf(event) {
  const link = event.target instanceof Element ? event.target.closest("#rail a.rail-link") : null;
  return link instanceof HTMLAnchorElement && actionOf(link) ? link : null;
}

/** @param {HTMLAnchorElement} link */
function actionOf(link) {
  const role = link.dataset.role ?? "";
  if (NO_TARGETS.has(role)) return "";
  if (role in BY_ROLE) return BY_ROLE[/** @type {keyof typeof BY_ROLE} */ (role)];
  const tag = link.pathname.match(/^\/mail\/tag\/(\d+)\/$/)?.[1];
  const folder = link.pathname.match(/^\/mail\/(\d+)\/$/)?.[1];
  return tag ? `tag:${tag}` : folder ? `move:${folder}` : "";
}

/** @param {Element | null} place */
function mark(place) {
  for (const old of document.querySelectorAll("#rail [data-drop]")) if (old !== place) old.removeAttribute("data-drop");
  place?.setAttribute("data-drop", "");
}
