// @ts-check
/**
 * The menu of a folder or tag in the rail: the forms of its page, in a dialog beside
 * the row. What is refused is said in it; what is done closes it.
 */

import { ask, Refused, urlOf } from "../kit/ask.js";
import { put } from "../kit/trusted.js";
import { complain, send } from "./rail.js";

/** @type {HTMLDialogElement | null} */
let open = null;

/**
 * @param {HTMLAnchorElement} link Where the menu is; it gets the focus back.
 * @param {DOMRect} at
 */
export async function openRailMenu(link, at) {
  open?.close();
  try {
    const { text } = await ask(link.pathname, { headers: { "HX-Target": "rail-menu" } });
    show(text, link, at);
  } catch (error) {
    complain(error);
  }
}

/**
 * @param {string} html
 * @param {HTMLAnchorElement} link
 * @param {DOMRect} at
 */
function show(html, link, at) {
  const menu = document.createElement("dialog");
  menu.className = "rail-menu";
  fill(menu, html);
  document.body.append(menu);
  menu.addEventListener("close", () => {
    menu.remove();
    open = null;
    const again = document.querySelector(`#rail a[href="${CSS.escape(link.pathname)}"]`);
    const back = again?.checkVisibility() ? again : document.querySelector(".rail-open");
    if (back instanceof HTMLElement) back.focus();
  });
  menu.addEventListener("click", (event) => event.target === menu && menu.close());
  menu.addEventListener("submit", (event) => onSubmit(event, menu));
  menu.addEventListener("keydown", (event) => onKey(event, menu));
  open = menu;
  menu.showModal();
  place(menu, at);
}

/**
 * @param {HTMLDialogElement} menu
 * @param {string} html
 */
function fill(menu, html) {
  put(menu, html);
  menu.setAttribute("aria-label", menu.querySelector(".rail-acts")?.getAttribute("aria-label") ?? "");
  for (const details of menu.querySelectorAll("details")) details.addEventListener("toggle", () => details.open && enter(details));
  const faulty = menu.querySelector("[aria-invalid]");
  const first = faulty ?? menu.querySelector(".rail-acts > form input[name=name]") ?? items(menu)[0];
  if (first instanceof HTMLElement) first.autofocus = true;
  if (menu.open && first instanceof HTMLElement) first.focus();
}

/** Goes to the field of what has opened. @param {HTMLDetailsElement} details */
function enter(details) {
  const field = details.querySelector("input[name=name], .rail-choices button");
  if (field instanceof HTMLElement) field.focus();
  if (field instanceof HTMLInputElement) field.select();
}

/**
 * @param {SubmitEvent} event
 * @param {HTMLDialogElement} menu
 */
async function onSubmit(event, menu) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.matches("[data-plain]")) return;
  event.preventDefault();
  event.stopPropagation();
  try {
    await send(urlOf(form), new FormData(form, event.submitter), () => menu.close());
  } catch (error) {
    if (error instanceof Refused && error.status === 422) return fill(menu, error.body);
    menu.close();
    complain(error);
  }
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLDialogElement} menu
 */
function onKey(event, menu) {
  event.stopPropagation();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || (event.target instanceof HTMLInputElement && event.target.type === "radio")) return;
  const all = items(menu);
  const at = all.findIndex((item) => item === document.activeElement);
  all[(at + step + all.length) % all.length]?.focus();
  event.preventDefault();
}

/** @param {HTMLElement} menu */
function items(menu) {
  const found = [...menu.querySelectorAll("summary, button, a, input[name=name]")];
  return /** @type {HTMLElement[]} */ (found.filter((item) => item.checkVisibility()));
}

/**
 * Stands beside its row; on a phone it rises from the thumb's edge by its style.
 * @param {HTMLDialogElement} menu
 * @param {DOMRect} at
 */
function place(menu, at) {
  menu.style.setProperty("--x", `${Math.max(8, Math.min(at.right, innerWidth - menu.offsetWidth - 8))}px`);
  menu.style.setProperty("--y", `${Math.max(8, Math.min(at.top, innerHeight - menu.offsetHeight - 8))}px`);
}
