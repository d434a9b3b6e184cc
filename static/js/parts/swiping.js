// @ts-check
/**
 * On a touch screen a row is swiped: away from the start archives it, towards the start
 * asks when it is to come back. Both are buttons too.
 */

import { act } from "../kit/press.js";
import { run } from "./commands.js";

const STARTS_AT = 12;
const DONE_AT = 0.3;

/** @type {{ row: HTMLElement, x: number, y: number, by: number, isSwipe: boolean } | null} */
let swipe = null;

export function swipeRows() {
  document.addEventListener("touchstart", begin, { passive: true });
  document.addEventListener("touchmove", follow, { passive: true });
  document.addEventListener("touchend", finish);
  document.addEventListener("touchcancel", () => reset());
}

/** @param {TouchEvent} event */
function begin(event) {
  const row = event.target instanceof Element ? event.target.closest("#rows .row") : null;
  const touch = event.touches[0];
  swipe = row instanceof HTMLElement && event.touches.length === 1 ? { row, x: touch.clientX, y: touch.clientY, by: 0, isSwipe: false } : null;
}

/** @param {TouchEvent} event */
function follow(event) {
  if (!swipe) return;
  const touch = event.touches[0];
  const by = touch.clientX - swipe.x;
  const down = Math.abs(touch.clientY - swipe.y);
  if (!swipe.isSwipe && down > STARTS_AT) return reset();
  if (!swipe.isSwipe && Math.abs(by) < STARTS_AT) return;
  swipe.isSwipe = true;
  swipe.by = by;
  swipe.row.dataset.swipe = isAway(by) ? "archive" : "snooze";
  swipe.row.toggleAttribute("data-swipe-done", isDone(swipe));
  swipe.row.style.transform = `translateX(${by}px)`;
}

/** @param {TouchEvent} event */
function finish(event) {
  if (!swipe?.isSwipe) return reset();
  event.preventDefault();
  const { row, by } = swipe;
  const done = isDone(swipe);
  reset();
  if (!done) return;
  if (isAway(by)) return act("archive", row);
  const pick = row.querySelector(".pick");
  if (pick instanceof HTMLInputElement && !pick.checked) pick.click();
  run("snooze");
}

function reset() {
  if (!swipe) return;
  swipe.row.style.transform = "";
  delete swipe.row.dataset.swipe;
  swipe.row.removeAttribute("data-swipe-done");
  swipe = null;
}

/** @param {number} by */
function isAway(by) {
  return document.dir === "rtl" ? by < 0 : by > 0;
}

/** @param {{ row: HTMLElement, by: number }} swipe */
function isDone({ row, by }) {
  return Math.abs(by) > row.offsetWidth * DONE_AT;
}
