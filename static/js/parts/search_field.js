// @ts-check
/**
 * The search field: grows into a panel when it is used. What it grows into is loaded
 * then; until then, and without this, it is a field in a form.
 */

import { listen } from "../kit/events.js";
import { note, typedIn } from "./search_recent.js";

/**
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
export function start(root, signal) {
  if (!(root instanceof HTMLFormElement)) return;
  root.addEventListener("submit", () => noteSearch(root), { signal });
  const once = new AbortController();
  signal.addEventListener("abort", () => once.abort());
  const wake = async (/** @type {Event} */ event) => {
    if (!(event.target instanceof HTMLInputElement)) return;
    once.abort();
    const { open } = await import("./search_panel.js");
    if (!signal.aborted) open(root, signal);
  };
  root.addEventListener("focusin", wake, { signal: once.signal });
  listen("mail:swapped", () => focusIfAsked(root), signal);
  if (root.contains(document.activeElement)) root.dispatchEvent(new Event("focusin"));
}

/**
 * Remembers a search, also of who is quicker than the panel.
 * @param {HTMLElement} root
 */
function noteSearch(root) {
  const field = root.querySelector(".search-field");
  const box = root.querySelector(".search-panel");
  if (!(field instanceof HTMLElement) || !(box instanceof HTMLElement)) return;
  const typed = typedIn(field);
  if (typed) note(box, typed);
}

/**
 * Does for what is swapped in what a browser does for a page.
 * @param {HTMLElement} root
 */
function focusIfAsked(root) {
  const input = root.querySelector("input[autofocus]");
  if (input instanceof HTMLInputElement) input.focus();
}
