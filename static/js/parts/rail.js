// @ts-check
/**
 * The rail's own acts: the menu of a folder or tag (its button, the other mouse
 * button, the menu key), folding, and dragging a folder into another. Without this
 * each menu is a page, and folding loads one.
 */

import { ask, OutOfReach, Refused, urlOf } from "../kit/ask.js";
import { startModules } from "../kit/modules.js";
import { toast } from "../kit/toast.js";
import { swapIn } from "../kit/trusted.js";
import { listShown, visit } from "../kit/visit.js";
import { words } from "../kit/words.js";
import { refresh } from "./undoing.js";

const TYPE = "application/x-mailsvc-folder";

/** @type {HTMLElement | null} The row of the folder that is dragged. */
let held = null;

export function tendRail() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a.rail-more, a[data-rail-menu]") : null;
    if (!(link instanceof HTMLAnchorElement) || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openMenu(link, link.getBoundingClientRect());
  }, { capture: true });
  document.addEventListener("contextmenu", (event) => {
    const item = itemOf(event);
    const link = item?.querySelector("a.rail-more");
    if (!item || !(link instanceof HTMLAnchorElement) || event.shiftKey) return;
    event.preventDefault();
    const isKey = event.clientX === 0 && event.clientY === 0;
    openMenu(link, isKey ? item.getBoundingClientRect() : new DOMRect(event.clientX, event.clientY));
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches(".rail-fold")) return;
    event.preventDefault();
    send(urlOf(form), new FormData(form, event.submitter)).catch(complain);
  });
  document.addEventListener("dragstart", begin);
  document.addEventListener("dragend", () => mark((held = null)));
  document.addEventListener("dragover", over);
  document.addEventListener("drop", drop);
}

/**
 * Posts a change of the rail and shows what came of it, in the list too.
 * @param {string} url
 * @param {FormData} body
 * @param {() => void} [done] Called when it is done, before the list is fetched again.
 */
export async function send(url, body, done = () => {}) {
  const { text, headers } = await ask(url, { method: "POST", body, headers: { "HX-Target": "rail-menu" } });
  await swapIn(text);
  startModules();
  done();
  const elsewhere = headers.get("HX-Location");
  if (elsewhere) return visit(elsewhere, { history: "replace" });
  if (listShown() && !/^(un)?fold$/.test(String(body.get("do")))) return refresh();
}

/** Says why nothing changed. @param {unknown} error */
export function complain(error) {
  const said = error instanceof Refused && error.body.match(/role="alert"[^>]*>.*?<span>([^<]*)<\/span>/s)?.[1];
  const plain = new DOMParser().parseFromString(said || "", "text/html").body.textContent;
  toast(plain || words(error instanceof OutOfReach ? "offline" : "refused"), { isError: true });
}

/**
 * @param {HTMLAnchorElement} link
 * @param {DOMRect} at
 */
async function openMenu(link, at) {
  const { openRailMenu } = await import("./rail_menu.js");
  openRailMenu(link, at);
}

/** @param {Event} event */
function itemOf(event) {
  const item = event.target instanceof Element ? event.target.closest("#rail .rail-item") : null;
  return item instanceof HTMLElement ? item : null;
}

/** @param {DragEvent} event */
function begin(event) {
  const item = itemOf(event);
  if (!item?.dataset.depth || !event.dataTransfer) return;
  held = item;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData(TYPE, menuUrl(item));
}

/** @param {DragEvent} event */
function over(event) {
  const place = held && placeOf(event);
  if (held) mark(place);
  if (!place || !event.dataTransfer) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
}

/** @param {DragEvent} event */
function drop(event) {
  const place = held && placeOf(event);
  if (!held || !place) return;
  event.preventDefault();
  const body = new FormData();
  body.set("do", "move");
  body.set("parent", menuUrl(place).match(/\/(\d+)\/$/)?.[1] ?? "0");
  send(menuUrl(held), body).catch(complain);
  mark((held = null));
}

/** Gives where the held folder may go: one's own folder outside it, or the heading. @param {DragEvent} event */
function placeOf(event) {
  const top = event.target instanceof Element ? event.target.closest("#rail [data-top-level]") : null;
  if (top instanceof HTMLElement) return held?.dataset.depth === "1" ? null : top;
  const item = itemOf(event);
  return item?.dataset.depth && held && !isWithin(item, held) ? item : null;
}

/** @param {HTMLElement} item @param {HTMLElement} folder */
function isWithin(item, folder) {
  if (item === folder) return true;
  for (let next = folder.nextElementSibling; next instanceof HTMLElement; next = next.nextElementSibling) {
    if (Number(next.dataset.depth) <= Number(folder.dataset.depth)) return false;
    if (next === item) return true;
  }
  return false;
}

/** @param {HTMLElement} item */
function menuUrl(item) {
  return item.querySelector("a.rail-more")?.getAttribute("href") ?? "";
}

/** @param {HTMLElement | null} place */
function mark(place) {
  for (const old of document.querySelectorAll("#rail [data-takes]")) if (old !== place) old.removeAttribute("data-takes");
  place?.setAttribute("data-takes", "");
}
