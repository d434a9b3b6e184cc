// @ts-check
/**
 * Toasts: what just happened, with Undo; one at a time, for eight seconds. An error
 * stays until it is closed. What the server puts into the page behaves the same.
 */

import { announce } from "./announce.js";
import { words } from "./words.js";

const SHOWN_MS = 8000;

/**
 * Shows a toast; the one before goes.
 * @param {string} text
 * @param {{ undo?: () => void, isError?: boolean }} [options]
 */
export function toast(text, { undo, isError = false } = {}) {
  const place = document.getElementById("toasts");
  if (!place) return;
  clearToasts();
  const box = document.createElement("div");
  box.className = "toast";
  const said = document.createElement("p");
  said.textContent = text;
  box.append(said);
  if (undo) box.append(makeButton(words("undo"), undo, box, "undo"));
  if (isError) box.append(makeButton(words("close"), () => {}, box, "close"));
  place.append(box);
  if (!isError) fade(box);
  announce(text, { urgent: isError });
}

/** Takes away what was said; a letter that waits to be sent stays. */
export function clearToasts() {
  for (const old of document.querySelectorAll("#toasts > .toast:not([data-held])")) old.remove();
}

/**
 * Takes a toast away after a while; it waits while pointed at or focused.
 * @param {HTMLElement} box
 */
export function fade(box) {
  let timer = setTimeout(() => box.remove(), SHOWN_MS);
  const hold = () => clearTimeout(timer);
  const release = () => {
    hold();
    timer = setTimeout(() => box.remove(), SHOWN_MS);
  };
  box.addEventListener("pointerenter", hold);
  box.addEventListener("focusin", hold);
  box.addEventListener("pointerleave", release);
  box.addEventListener("focusout", release);
}

/**
 * @param {string} label
 * @param {() => void} press
 * @param {HTMLElement} box
 * @param {string} what
 */
function makeButton(label, press, box, what) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn--sm";
  button.dataset.toast = what;
  button.textContent = label;
  button.addEventListener("click", () => {
    box.remove();
    press();
  });
  return button;
}
