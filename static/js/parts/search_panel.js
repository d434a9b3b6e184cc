// @ts-check
/**
 * The panel under the search field: a list box that the field's cursor keys walk
 * through (the ARIA combobox), filled by the server while somebody types.
 */

import { announce } from "../kit/announce.js";
import { ask } from "../kit/ask.js";
import { listen } from "../kit/events.js";
import { swapIn } from "../kit/trusted.js";
import { words } from "../kit/words.js";
import { addChip, chipsOf, editChip, inputOf, takeFinished } from "./search_chips.js";
import { chosenIn, optionsOf, point, walk } from "./search_options.js";
import { forget } from "./search_recent.js";

const PAUSE = 90;

/**
 * @typedef {object} Panel
 * @property {HTMLFormElement} form
 * @property {HTMLElement} field
 * @property {HTMLElement} box
 * @property {HTMLElement} list
 */

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** @type {AbortController | undefined} */
let asking;
/** Whether the options are those of an earlier text. */
let isBehind = false;

/**
 * Opens the panel, and from now on whenever the field is used.
 * @param {HTMLFormElement} form
 * @param {AbortSignal} signal
 */
export function open(form, signal) {
  const field = form.querySelector(".search-field");
  const box = form.querySelector(".search-panel");
  const list = form.querySelector("[role=listbox]");
  if (!(field instanceof HTMLElement) || !(box instanceof HTMLElement) || !(list instanceof HTMLElement)) return;
  const panel = { form, field, box, list };
  const on = (/** @type {string} */ name, /** @type {(event: any) => void} */ hear) => form.addEventListener(name, hear, { signal });
  on("focusin", (event) => event.target === inputOf(field) && show(panel));
  on("focusout", (event) => !form.contains(event.relatedTarget) && hide(panel));
  on("input", (event) => onInput(panel, event));
  on("keydown", (event) => onKey(panel, event));
  on("mousedown", (event) => event.target.closest(".search-panel") && event.preventDefault());
  on("click", (event) => onClick(panel, event));
  on("submit", () => hide(panel));
  listen("mail:swapped", () => prepare(panel), signal);
  prepare(panel);
  if (document.activeElement === inputOf(field)) show(panel);
}

/**
 * Makes the field a combobox: a page of ours is swapped in with a plain one.
 * @param {Panel} panel
 */
function prepare({ field, box }) {
  const input = inputOf(field);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", "search-list");
  input.setAttribute("aria-expanded", String(!box.hidden));
}

/** @param {Panel} panel */
async function show(panel) {
  clearTimeout(timer);
  asking?.abort();
  const input = inputOf(panel.field);
  const before = input.value.slice(0, input.selectionStart ?? undefined);
  asking = new AbortController();
  try {
    const asked = new URLSearchParams({ q: before });
    await swapIn((await ask(`${panel.box.dataset.url}?${asked}`, { signal: asking.signal })).text);
  } catch {
    return; // Suggestions are a help, and nobody misses them.
  }
  if (document.activeElement !== input) return;
  isBehind = false;
  const options = optionsOf(panel.list);
  point(panel.list, input, null);
  panel.box.hidden = options.length === 0;
  prepare(panel);
  if (before && options.length) announce(words("suggestions", { n: options.length }));
}

/** @param {Panel} panel */
function hide(panel) {
  clearTimeout(timer);
  asking?.abort();
  panel.box.hidden = true;
  point(panel.list, inputOf(panel.field), null);
  prepare(panel);
}

/**
 * @param {Panel} panel
 * @param {InputEvent} event
 */
function onInput(panel, event) {
  if (event.isComposing) return;
  takeFinished(panel.field);
  clearTimeout(timer);
  isBehind = true;
  point(panel.list, inputOf(panel.field), null);
  timer = setTimeout(() => show(panel), PAUSE);
}

/**
 * @param {Panel} panel
 * @param {KeyboardEvent} event
 */
function onKey(panel, event) {
  const input = inputOf(panel.field);
  if (event.isComposing || event.target !== input) return;
  const chosen = panel.box.hidden ? null : chosenIn(panel.list);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const step = event.key === "ArrowDown" ? 1 : -1;
    if (panel.box.hidden || isBehind) show(panel).then(() => walk(panel.list, input, step));
    else walk(panel.list, input, step);
  } else if (event.key === "Enter" && chosen) {
    choose(panel, chosen);
  } else if (event.key === "Escape" && !panel.box.hidden) {
    hide(panel);
    event.stopPropagation();
  } else if (event.key === "Backspace" && input.selectionEnd === 0 && chipsOf(panel.field).length) {
    editChip(panel.field, /** @type {HTMLElement} */ (chipsOf(panel.field).at(-1)));
    show(panel);
  } else {
    return;
  }
  event.preventDefault();
}

/**
 * @param {Panel} panel
 * @param {MouseEvent} event
 */
function onClick(panel, event) {
  const target = event.target instanceof Element ? event.target : null;
  const option = target?.closest("[role=option]");
  const chip = target?.closest(".opchip");
  if (option instanceof HTMLElement) return choose(panel, option);
  if (target?.closest("[data-forget]")) return void forget(panel.box).then(() => show(panel));
  if (target?.closest(".search-foot a")) return hide(panel);
  if (!(chip instanceof HTMLElement)) return;
  if (target?.closest(".opchip-words")) {
    event.preventDefault();
    editChip(panel.field, chip);
    show(panel);
  } else if (target?.closest("button")) {
    chip.remove();
    inputOf(panel.field).focus();
  }
}

/**
 * @param {Panel} panel
 * @param {HTMLElement} option
 */
function choose(panel, option) {
  const { act, typed = "" } = option.dataset;
  const input = inputOf(panel.field);
  const at = input.selectionStart ?? input.value.length;
  if (act === "search") {
    for (const chip of chipsOf(panel.field)) chip.remove();
    input.value = typed;
    return panel.form.requestSubmit();
  }
  const start = Number(panel.list.querySelector("[data-start]")?.getAttribute("data-start"));
  input.setRangeText(act === "start" ? typed : "", start, at, "end");
  if (act === "chip") addChip(panel.field, typed);
  input.scrollIntoView({ block: "nearest", inline: "end" });
  show(panel);
}
