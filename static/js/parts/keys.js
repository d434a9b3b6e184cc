// @ts-check
/**
 * The keyboard. The page brings the table of keys (mailbox/web/keys.py); here is only
 * how keys become commands: never while somebody types or an input method composes,
 * and two in a row within a second.
 */

import { run } from "./commands.js";

const SECOND_MS = 1000;
const WRITABLE = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

let first = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

export function hearKeys() {
  const store = document.getElementById("keymap");
  if (!store?.dataset.keys) return;
  /** @type {Record<string, string>} */
  const table = JSON.parse(store.dataset.keys);
  document.addEventListener("keydown", (event) => {
    const command = read(event, table);
    if (!command || !run(command)) return;
    event.preventDefault();
  });
}

/**
 * @param {KeyboardEvent} event
 * @param {Record<string, string>} table
 */
function read(event, table) {
  if (event.defaultPrevented || event.isComposing || event.repeat && event.key.length > 1) return "";
  const isWriting = event.target instanceof Element && event.target.closest(WRITABLE) !== null;
  if (event.ctrlKey || event.metaKey) return table[`mod+${event.key.toLowerCase()}`] ?? "";
  if (event.altKey || document.querySelector("dialog[open]")) return "";
  if (isWriting && event.key !== "F6") return "";
  const before = first;
  first = "";
  clearTimeout(timer);
  if (before && table[`${before} ${event.key}`]) return table[`${before} ${event.key}`];
  if (isBeginning(event.key, table)) {
    first = event.key;
    timer = setTimeout(() => (first = ""), SECOND_MS);
    return "";
  }
  if (isPressable(event)) return "";
  return table[event.shiftKey && /^[A-Z]$/.test(event.key) ? `Shift+${event.key.toLowerCase()}` : event.key] ?? "";
}

/**
 * @param {string} key
 * @param {Record<string, string>} table
 */
function isBeginning(key, table) {
  return Object.keys(table).some((each) => each.startsWith(`${key} `));
}

/** Enter and Delete belong to the control that has the focus. @param {KeyboardEvent} event */
function isPressable(event) {
  const isControl = event.target instanceof Element && event.target.closest("a, button, summary") !== null;
  return event.key === "Enter" && isControl;
}
