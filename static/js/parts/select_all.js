// @ts-check
/**
 * Selecting: one, a range with Shift, all that is loaded, by state, and everything
 * that the list holds. Without this one ticks rows, or "all" in the menu.
 */

import { announce } from "../kit/announce.js";
import { listen } from "../kit/events.js";
import { words } from "../kit/words.js";
import { isStarred } from "./rows.js";

/** @type {Record<string, (row: HTMLElement) => boolean>} */
const kinds = {
  none: () => false,
  read: (row) => !row.hasAttribute("data-unread"),
  unread: (row) => row.hasAttribute("data-unread"),
  starred: isStarred,
};

/**
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
export function start(root, signal) {
  const all = root.querySelector(".pick-all");
  if (!(all instanceof HTMLInputElement) || picksOf(root).length === 0) return;
  all.hidden = false;
  for (const button of root.querySelectorAll("[data-select]")) button.removeAttribute("hidden");
  /** @type {HTMLInputElement | null} */
  let last = null;

  root.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const pick = target?.closest(".pick");
    if (pick instanceof HTMLInputElement) {
      if (event.shiftKey && last?.isConnected) fill(picksOf(root), last, pick);
      last = pick;
    }
    const kind = target?.closest("[data-select]")?.getAttribute("data-select");
    if (kind) tick(root, kinds[kind]);
    if (target?.closest("#pill-all")) toggleEverything(root);
  });
  root.addEventListener("change", (event) => noteChange(root, event.target));
  for (const name of ["mail:acted", "mail:refreshed", "mail:more"]) listen(name, () => show(root), signal);
  window.addEventListener("pageshow", () => show(root), { signal });
}

/**
 * Takes every tick away.
 * @param {HTMLElement} root
 */
export function selectNothing(root) {
  tick(root, kinds.none);
}

/** @param {HTMLElement} root */
function picksOf(root) {
  return [...root.querySelectorAll(".pick")].filter((pick) => pick instanceof HTMLInputElement);
}

/** @param {HTMLElement} root */
function everythingOf(root) {
  const box = root.querySelector("input[name=all]");
  return box instanceof HTMLInputElement ? box : null;
}

/**
 * @param {HTMLElement} root
 * @param {EventTarget | null} target
 */
function noteChange(root, target) {
  if (!(target instanceof HTMLInputElement)) return;
  const everything = everythingOf(root);
  if (target.matches(".pick-all")) tick(root, () => target.checked);
  else if (target === everything) tick(root, () => target.checked, target.checked);
  else if (target.matches(".pick")) {
    if (everything && !target.checked) everything.checked = false;
    show(root);
  }
}

/** @param {HTMLElement} root */
function toggleEverything(root) {
  const isOn = !everythingOf(root)?.checked;
  tick(root, () => isOn, isOn);
}

/**
 * @param {HTMLElement} root
 * @param {(row: HTMLElement) => boolean} wanted
 * @param {boolean} [everything]
 */
function tick(root, wanted, everything = false) {
  for (const pick of picksOf(root)) {
    const row = pick.closest(".row");
    if (row instanceof HTMLElement) pick.checked = wanted(row);
  }
  const box = everythingOf(root);
  if (box) box.checked = everything;
  show(root);
}

/**
 * @param {HTMLInputElement[]} picks
 * @param {HTMLInputElement} from
 * @param {HTMLInputElement} to
 */
function fill(picks, from, to) {
  const [first, last] = [picks.indexOf(from), picks.indexOf(to)].sort((a, b) => a - b);
  for (const pick of picks.slice(first, last + 1)) pick.checked = to.checked;
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let saying;

/** @param {HTMLElement} root */
function show(root) {
  const picks = picksOf(root);
  const ticked = picks.filter((pick) => pick.checked).length;
  const all = root.querySelector(".pick-all");
  if (all instanceof HTMLInputElement) {
    all.checked = ticked > 0 && ticked === picks.length;
    all.indeterminate = ticked > 0 && ticked < picks.length;
  }
  const isEverything = everythingOf(root)?.checked ?? false;
  const count = root.querySelector(".bulk-count");
  if (count) count.textContent = isEverything ? "" : ticked ? ticked.toLocaleString(document.documentElement.lang) : "";
  showPill(root, ticked > 0 && ticked === picks.length, isEverything);
  clearTimeout(saying);
  if (ticked) saying = setTimeout(() => announce(words("selected", { n: ticked })), 300);
}

/**
 * Where more is in the list than is loaded, offers all of it.
 * @param {HTMLElement} root
 * @param {boolean} isAll
 * @param {boolean} isEverything
 */
function showPill(root, isAll, isEverything) {
  const pill = root.querySelector("#pill-all");
  if (!(pill instanceof HTMLElement)) return;
  const hasMore = root.querySelector(".pager a[rel=next]") !== null;
  pill.hidden = !isEverything && !(isAll && hasMore);
  pill.textContent = (isEverything ? pill.dataset.clear : pill.dataset.offer) ?? "";
}
