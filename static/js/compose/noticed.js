// @ts-check
/**
 * What the server noticed before a letter went: a calm panel above the text, until the
 * writer sends anyway or goes back. Writing on takes it away, as it may be true no more.
 */

import { put } from "../kit/trusted.js";

/** @typedef {import("./letter.js").Letter} Letter */

/** @param {Letter} letter */
export function handleNoticed(letter) {
  const { form } = letter;
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-act=look]") : null;
    if (!button) return;
    event.preventDefault();
    takeNoticed(form);
    letter.writing?.focus();
  });
  form.addEventListener("input", () => takeNoticed(form));
}

/**
 * @param {Letter} letter
 * @param {string} html
 */
export function showNoticed({ form }, html) {
  const place = form.querySelector("[data-noticed]");
  put(place, html);
  const panel = place?.querySelector("[data-noticed-panel]");
  if (!(panel instanceof HTMLElement)) return;
  panel.focus({ preventScroll: true });
  panel.scrollIntoView({ block: "nearest" });
}

/** @param {HTMLFormElement} form */
export function takeNoticed(form) {
  form.querySelector("[data-noticed]")?.replaceChildren();
}
