// @ts-check
/**
 * Opening letters: fetches what a person is about to open (pointed at for a moment,
 * focused, touched), and marks what is open as read when its reader wishes that.
 */

import { fetchAhead, forgetAhead } from "../kit/ahead.js";
import { ask } from "../kit/ask.js";
import { listen } from "../kit/events.js";
import { swapIn } from "../kit/trusted.js";
import { isThread } from "../kit/visit.js";
import { allRows, linkOf, markRead, rowOf } from "./rows.js";

const INTENT_MS = 65;
const LOOKED_AT_MS = 3000;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let intent;

export function watchOpening() {
  document.addEventListener("pointerover", (event) => event.pointerType === "mouse" && plan(event.target));
  document.addEventListener("focusin", (event) => plan(event.target));
  document.addEventListener("touchstart", (event) => plan(event.target, 0), { passive: true });
  listen("mail:acted", forgetAhead);
  listen("mail:refreshed", forgetAhead);
  listen("mail:opened", noteOpened);
  if (isThread(new URL(location.href)) && wish() === "after_3s") noteOpened({ url: location.href, isAhead: false });
}

/**
 * @param {EventTarget | null} target
 * @param {number} [after]
 */
function plan(target, after = INTENT_MS) {
  clearTimeout(intent);
  const row = target instanceof Element ? target.closest("#rows .row:not([data-current])") : null;
  const link = row ? linkOf(row) : null;
  if (!link || !document.getElementById("thread")) return;
  const url = new URL(link.href);
  if (isThread(url)) intent = setTimeout(() => fetchAhead(url), after);
}

/** @param {{ url: string, isAhead: boolean }} opened */
function noteOpened({ url, isAhead }) {
  pointArrows();
  if (wish() === "at_once") return showRead(url, !isAhead);
  if (wish() === "after_3s") setTimeout(() => location.href === url && showRead(url, false), LOOKED_AT_MS);
}

/** Lets the arrows of the open letter lead along the list that it was opened from. */
function pointArrows() {
  const rows = allRows();
  const here = rows.findIndex((row) => row.hasAttribute("data-current"));
  for (const [name, row] of /** @type {const} */ ([["prev", rows[here - 1]], ["next", rows[here + 1]]])) {
    const arrow = document.querySelector(`#thread .toolbar [rel=${name}]`);
    const link = here >= 0 && row ? linkOf(row) : null;
    if (!(arrow instanceof HTMLAnchorElement) || !link || !isThread(new URL(link.href))) continue;
    arrow.href = link.href;
    arrow.hidden = false;
  }
}

/** Says when an open letter counts as read. */
function wish() {
  return document.querySelector(".app")?.getAttribute("data-mark-read") ?? "at_once";
}

/**
 * Shows a letter's row as read, and tells the server unless it knows.
 * @param {string} url
 * @param {boolean} isKnown
 */
async function showRead(url, isKnown) {
  const place = new URL(url);
  const row = rowOf(place);
  const wasUnread = row?.hasAttribute("data-unread") ?? true;
  if (row) markRead(row, true);
  if (isKnown || !wasUnread) return;
  const answer = await ask(place.pathname + place.search, { headers: { "HX-Target": "seen" } }).catch(() => null);
  if (answer) await swapIn(answer.text);
}
