// @ts-check
/**
 * Opens the folded messages of a conversation where they stand, and folds them again.
 * Without this their lines are links to the conversation with that message open.
 *
 * Hears mail:open-all and mail:fold-all.
 */

import { ask } from "../kit/ask.js";
import { listen } from "../kit/events.js";
import { startModules } from "../kit/modules.js";
import { swapIn } from "../kit/trusted.js";

const LOOKED_AT_MS = 3000;

/**
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
export function start(root, signal) {
  for (const slot of root.querySelectorAll(".msg-slot")) showShutter(slot);
  root.addEventListener("click", (event) => onClick(event));
  listen("mail:open-all", () => openAll(root), signal);
  listen("mail:fold-all", () => foldAll(root), signal);
}

/** @param {MouseEvent} event */
function onClick(event) {
  if (!(event.target instanceof Element) || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const slot = event.target.closest(".msg-slot");
  if (!(slot instanceof HTMLElement)) return;
  if (event.target.closest(".msg-fold")) {
    event.preventDefault();
    open(slot, event.detail === 0);
  } else if (event.target.closest(".msg-shut")) {
    fold(slot);
  }
}

/**
 * @param {HTMLElement} slot
 * @param {boolean} byKey
 */
async function open(slot, byKey) {
  const line = slot.querySelector(".msg-fold");
  if (!(line instanceof HTMLAnchorElement)) return;
  if (slot.querySelector(".msg")) slot.dataset.open = "";
  else if (!(await fetchInto(slot, line))) return;
  const opened = document.getElementById(slot.id);
  if (byKey) focusHead(opened);
}

/**
 * @param {HTMLElement} slot
 * @param {HTMLAnchorElement} line
 */
async function fetchInto(slot, line) {
  if (line.getAttribute("aria-busy") === "true") return false;
  line.setAttribute("aria-busy", "true");
  try {
    const { text } = await ask(line.dataset.piece ?? line.href);
    if (!slot.isConnected) return false;
    await swapIn(text);
  } catch {
    location.assign(line.href);
    return false;
  }
  const opened = document.getElementById(slot.id);
  if (opened) showShutter(opened);
  startModules();
  if (opened) setTimeout(() => tellSeen(opened, line), LOOKED_AT_MS);
  return true;
}

/**
 * Tells that a message has been looked at, if its reader wishes to have it counted so.
 * @param {HTMLElement} slot
 * @param {HTMLAnchorElement} line
 */
async function tellSeen(slot, line) {
  const wish = document.querySelector(".app")?.getAttribute("data-mark-read");
  if (wish !== "after_3s" || !slot.isConnected || !("open" in slot.dataset)) return;
  if (!line.hasAttribute("data-unread")) return;
  await ask(line.dataset.piece ?? line.href, { headers: { "HX-Target": "seen" } }).catch(() => null);
}

/** @param {HTMLElement} slot */
function fold(slot) {
  const line = slot.querySelector(".msg-fold");
  if (!(line instanceof HTMLElement)) return;
  delete slot.dataset.open;
  line.removeAttribute("data-unread");
  line.focus({ preventScroll: true });
}

/** @param {HTMLElement} root */
function openAll(root) {
  for (const slot of root.querySelectorAll(".msg-slot:not([data-open])")) {
    if (slot instanceof HTMLElement) open(slot, false);
  }
}

/** @param {HTMLElement} root */
function foldAll(root) {
  for (const slot of root.querySelectorAll(".msg-slot[data-open]:not(:last-child)")) {
    if (slot instanceof HTMLElement) delete slot.dataset.open;
  }
}

/** @param {Element} slot */
function showShutter(slot) {
  const shutter = slot.querySelector(".msg-shut");
  if (shutter instanceof HTMLElement && slot.querySelector(".msg-fold")) shutter.hidden = false;
}

/** @param {HTMLElement | null} slot */
function focusHead(slot) {
  const first = slot?.querySelector(".msg-head summary, .msg-head a");
  if (first instanceof HTMLElement) first.focus();
}
