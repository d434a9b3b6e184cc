// @ts-check
/**
 * Loads the next page of a list when its end comes near. The place of the link is
 * taken by the rows that it leads to; days that go on get no second heading.
 */

import { ask } from "../kit/ask.js";
import { tell } from "../kit/events.js";
import { startModules } from "../kit/modules.js";
import { swapIn } from "../kit/trusted.js";

const AHEAD = "0px 0px 1000px 0px";
const MOST_ROWS = 2000;

/** @type {Promise<boolean> | null} */
let loading = null;

/**
 * @param {HTMLElement} root The nav with the link.
 * @param {AbortSignal} signal
 */
export function start(root, signal) {
  const scroller = document.getElementById("rows");
  if (!nextOf(root) || !scroller || scroller.querySelectorAll(".row").length >= MOST_ROWS) return;
  const observer = new IntersectionObserver(
    (entries) => entries.some((entry) => entry.isIntersecting) && load(),
    { root: scroller, rootMargin: AHEAD },
  );
  observer.observe(root);
  signal.addEventListener("abort", () => observer.disconnect());
}

/**
 * Loads pages until the list is so high, or ends.
 * @param {number} height
 */
export async function loadUpTo(height) {
  const scroller = document.getElementById("rows");
  while (scroller && scroller.scrollHeight < height && (await load()));
}

/** Loads one page; gives whether there was one. */
export function load() {
  loading ??= fetchNext().finally(() => (loading = null));
  return loading;
}

async function fetchNext() {
  const scroller = document.getElementById("rows");
  const link = scroller ? nextOf(scroller) : null;
  if (!scroller || !link) return false;
  const answer = await ask(link.href, { headers: { "HX-Target": "more" } }).catch(() => null);
  if (!answer || !link.isConnected) return false;
  await swapIn(answer.text);
  tidy(scroller);
  startModules();
  tell("mail:more");
  return true;
}

/** @param {HTMLElement} within */
function nextOf(within) {
  const link = within.querySelector(".pager a[rel=next], a.pager[rel=next]");
  return link instanceof HTMLAnchorElement ? link : null;
}

/**
 * Joins what belongs to one day, and drops rows that have moved up meanwhile.
 * @param {HTMLElement} scroller
 */
function tidy(scroller) {
  const seen = new Set();
  for (const row of scroller.querySelectorAll(".row")) {
    if (seen.has(row.id)) row.remove();
    seen.add(row.id);
  }
  let before = null;
  for (const heading of scroller.querySelectorAll(".day")) {
    const rows = heading.nextElementSibling;
    if (before && rows && before.textContent === heading.textContent) {
      before.nextElementSibling?.append(...rows.children);
      rows.remove();
      heading.remove();
    } else {
      before = heading;
    }
  }
}
