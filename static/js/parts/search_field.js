// @ts-check
/**
 * The search field: grows into a panel when it is used. What it grows into is loaded
 * then; until then, and without this, it is a field in a form.
 */

import { listen } from "../kit/events.js";

/**
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
export function start(root, signal) {
  if (!(root instanceof HTMLFormElement)) return;
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
 * Does for what is swapped in what a browser does for a page.
 * @param {HTMLElement} root
 */
function focusIfAsked(root) {
  const input = root.querySelector("input[autofocus]");
  if (input instanceof HTMLInputElement) input.focus();
}
