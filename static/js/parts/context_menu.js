// @ts-check
/**
 * The menu of a row, by the other mouse button or the menu key: what the bulk bar can
 * do, with the ticked rows if this is one of them, else with this row.
 */

import { act } from "../kit/press.js";
import { run } from "./commands.js";

const OPENING = ["snooze", "move", "tag"];

/** @type {HTMLElement | null} */
let menu = null;

export function offerRowMenus() {
  document.addEventListener("contextmenu", (event) => {
    const row = event.target instanceof Element ? event.target.closest("#rows .row") : null;
    if (!(row instanceof HTMLElement) || event.shiftKey || getSelection()?.toString()) return;
    event.preventDefault();
    open(row, event);
  });
  document.addEventListener("pointerdown", (event) => {
    if (menu && event.target instanceof Node && !menu.contains(event.target)) close();
  });
  document.addEventListener("scroll", close, { capture: true, passive: true });
}

/**
 * @param {HTMLElement} row
 * @param {MouseEvent} event
 */
function open(row, event) {
  close();
  const items = makeItems(row);
  if (items.length === 0) return;
  menu = document.createElement("div");
  menu.className = "menu menu--at";
  menu.setAttribute("role", "menu");
  menu.append(...items);
  document.getElementById("sheet")?.append(menu);
  place(menu, row, event);
  menu.addEventListener("keydown", (pressed) => onKey(pressed, row));
  items[0].focus();
}

function close() {
  menu?.remove();
  menu = null;
}

/** @param {HTMLElement} row */
function makeItems(row) {
  const isTicked = row.querySelector(".pick:checked") !== null;
  const link = row.querySelector(".subj a");
  /** @type {HTMLButtonElement[]} */
  const items = [];
  for (const source of document.querySelectorAll(".bulk > button[name=action], .bulk > [data-menu] > summary, .bulk > .pop:not([data-menu]) button[name=action]")) {
    if (!(source instanceof HTMLElement) || !isFit(source, row)) continue;
    const opens = source.closest("[data-menu]")?.getAttribute("data-menu") ?? "";
    items.push(makeItem(source, () => {
      close();
      if (link instanceof HTMLElement) link.focus();
      if (OPENING.includes(opens)) return run(opens);
      act(source.getAttribute("value") ?? "", isTicked ? null : row);
    }));
  }
  return items;
}

/** Leaves out what would change nothing. @param {HTMLElement} source @param {HTMLElement} row */
function isFit(source, row) {
  const action = source.getAttribute("value") ?? "";
  if (row.querySelector(".pick:checked")) return !action.startsWith("untag:");
  if (action === "read") return row.hasAttribute("data-unread");
  if (action === "unread") return !row.hasAttribute("data-unread");
  if (action === "star") return !row.querySelector(".flags .is-star");
  if (action === "unstar") return row.querySelector(".flags .is-star") !== null;
  if (action === "pin") return !row.querySelector(".flags [href$='#i-tack']");
  if (action === "unpin") return row.querySelector(".flags [href$='#i-tack']") !== null;
  return !action.startsWith("untag:");
}

/**
 * @param {HTMLElement} source
 * @param {() => void} press
 */
function makeItem(source, press) {
  const item = document.createElement("button");
  item.type = "button";
  item.setAttribute("role", "menuitem");
  item.tabIndex = -1;
  const icon = source.querySelector("svg");
  const label = document.createElement("span");
  label.textContent = source.getAttribute("aria-label") ?? source.textContent?.trim() ?? "";
  if (icon) item.append(icon.cloneNode(true));
  item.append(label);
  item.addEventListener("click", press);
  return item;
}

/**
 * @param {HTMLElement} box
 * @param {HTMLElement} row
 * @param {MouseEvent} event
 */
function place(box, row, event) {
  const at = row.getBoundingClientRect();
  const isKey = event.clientX === 0 && event.clientY === 0;
  const x = isKey ? at.left + 60 : event.clientX;
  const y = isKey ? at.top + 24 : event.clientY;
  box.style.left = `${Math.max(8, Math.min(x, innerWidth - box.offsetWidth - 8))}px`;
  box.style.top = `${Math.max(8, Math.min(y, innerHeight - box.offsetHeight - 8))}px`;
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} row
 */
function onKey(event, row) {
  const items = [...(menu?.querySelectorAll("button") ?? [])];
  const at = items.findIndex((item) => item === document.activeElement);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    items[(at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length]?.focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    close();
    const link = row.querySelector(".subj a");
    if (link instanceof HTMLElement) link.focus();
  } else if (event.key.length === 1) {
    const letter = event.key.toLowerCase();
    const next = [...items.slice(at + 1), ...items].find((item) => item.textContent?.toLowerCase().startsWith(letter));
    next?.focus();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}
