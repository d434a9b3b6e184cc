// @ts-check
/**
 * Recent searches are kept by the server. Should telling it fail, one will be missed
 * in the list, and that is all.
 */

import { announce } from "../kit/announce.js";
import { ask } from "../kit/ask.js";
import { words } from "../kit/words.js";

/**
 * Notes what is searched for.
 * @param {HTMLElement} box The panel, which names the URL.
 * @param {string} typed
 */
export function note(box, typed) {
  return tell(box, { q: typed });
}

/** @param {HTMLElement} box */
export async function forget(box) {
  await tell(box, { do: "forget" });
  announce(words("forgotten"));
}

/**
 * @param {HTMLElement} box
 * @param {Record<string, string>} fields
 */
function tell(box, fields) {
  const options = { method: "POST", body: new URLSearchParams(fields), keepalive: true };
  return ask(box.dataset.recent ?? "", options).catch(() => {});
}

/**
 * Gives the whole search as typed: each chip, then the words.
 * @param {HTMLElement} field
 */
export function typedIn(field) {
  const parts = [...field.querySelectorAll("input")].map((input) => input.value.trim());
  const [words, ...chips] = parts.reverse();
  return [words, ...chips.reverse()].filter(Boolean).join(" ");
}
