// @ts-check
/** The window of a letter: minimise, full screen, close (which keeps the draft), keys. */

import { tell } from "../kit/events.js";
import { filesThere } from "./waiting_files.js";

/** @typedef {import("./letter.js").Letter} Letter */
/** @typedef {import("./autosave.js").Autosave} Autosave */

/**
 * @param {Letter} letter
 * @param {Autosave} autosave
 */
export function handleWindow(letter, autosave) {
  const { form } = letter;
  const close = form.querySelector("[data-act=close][data-word]");
  if (close instanceof HTMLElement) {
    close.title = close.dataset.word ?? "";
    close.setAttribute("aria-label", close.title);
  }
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-act]") : null;
    const act = button?.getAttribute("data-act");
    if (act === "minimise") minimise(form);
    if (act === "expand") expand(form);
    if (act === "close") leave(event, letter, autosave);
    if (act === "tab") moveToTab(letter, autosave);
  });
  form.querySelector(".compose-head")?.addEventListener("click", (event) => {
    if ("small" in form.dataset && event.target instanceof Element && !event.target.closest(".end")) minimise(form);
  });
}

/** @param {HTMLFormElement} form */
function minimise(form) {
  const isSmall = form.toggleAttribute("data-small");
  form.removeAttribute("data-full");
  form.querySelector("[data-act=expand]")?.setAttribute("aria-pressed", "false");
  if (!isSmall) focusIn(form);
  tell("mail:letter-left");
}

/** @param {HTMLFormElement} form */
function expand(form) {
  form.removeAttribute("data-small");
  const isFull = form.toggleAttribute("data-full");
  form.querySelector("[data-act=expand]")?.setAttribute("aria-pressed", String(isFull));
  focusIn(form);
}

/**
 * Closes the letter and keeps the draft; one in which nothing was written goes.
 * @param {Event} event
 * @param {Letter} letter
 * @param {Autosave} autosave
 */
async function leave(event, letter, autosave) {
  event.preventDefault();
  const { form } = letter;
  if (letter.uploads?.open.length && !(await filesThere(letter))) return;
  await autosave.save();
  if (autosave.isDirty) return;
  if (letter.version === 1 || letter.isBlank()) await letter.post(form.getAttribute("action") ?? "", discarding(form));
  else letter.post(letter.saveUrl, away(letter));
  if (!letter.isDocked) return location.assign(form.dataset.close ?? "/");
  removeLetter(form);
}

/**
 * Takes a docked letter out of the page and gives the focus back to the rest.
 * @param {HTMLFormElement} form
 */
export function removeLetter(form) {
  // Not form.remove(): a button of that name, beside each file, stands in its way.
  form.parentElement?.removeChild(form);
  const next = document.querySelector("#dock > .compose") ?? document.getElementById("subject") ?? document.getElementById("rows");
  if (next instanceof HTMLFormElement) focusIn(next);
  else if (next instanceof HTMLElement) next.focus({ preventScroll: true });
  tell("mail:letter-left");
}

/**
 * @param {Letter} letter
 * @param {Autosave} autosave
 */
async function moveToTab(letter, autosave) {
  if (letter.uploads?.open.length && !(await filesThere(letter))) return;
  await autosave.save();
  if (!autosave.isDirty) removeLetter(letter.form);
}

/** @param {HTMLFormElement} form */
function focusIn(form) {
  const body = form.querySelector("[data-body]:not([hidden])") ?? form.querySelector("[name=body]");
  if (body instanceof HTMLElement) body.focus({ preventScroll: true });
}

/** @param {HTMLFormElement} form */
function discarding(form) {
  const csrf = new FormData(form).get("csrfmiddlewaretoken");
  return new URLSearchParams({ do: "discard", csrfmiddlewaretoken: String(csrf) });
}

/** @param {Letter} letter */
function away(letter) {
  const fields = letter.fields();
  fields.set("away", "1");
  return fields;
}

/** @param {Letter} letter */
export function handleKeys({ form }) {
  form.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const isCommand = event.ctrlKey || event.metaKey;
    if (event.key === "Enter" && isCommand) press(event, form, "[value=send]");
    if (event.key === "Escape") press(event, form, form.dataset.full === undefined ? "[data-docked] [data-act=close]" : "[data-act=expand]");
    if (isCommand && event.shiftKey && event.code === "KeyC") openLine(event, form, "cc");
    if (isCommand && event.shiftKey && event.code === "KeyB") openLine(event, form, "bcc");
  });
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLFormElement} form
 * @param {string} what
 */
function press(event, form, what) {
  const button = [...form.querySelectorAll("button")].find((each) => each.matches(what));
  if (!button) return;
  event.preventDefault();
  event.stopPropagation();
  button.click();
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLFormElement} form
 * @param {string} line
 */
function openLine(event, form, line) {
  event.preventDefault();
  const more = form.querySelector("[data-more]");
  if (more instanceof HTMLDetailsElement) more.open = true;
  const field = form.querySelector(`[data-field="${line}"] input:not([type=hidden])`);
  if (field instanceof HTMLElement) field.focus();
}
