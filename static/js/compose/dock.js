// @ts-check
/**
 * The dock: up to three letters side by side at the foot of the page. What does not
 * fit beside the newest is minimised, and nothing is ever closed but by hand.
 */

import { ask, OutOfReach } from "../kit/ask.js";
import { listen } from "../kit/events.js";
import { startModules } from "../kit/modules.js";
import { toast } from "../kit/toast.js";
import { swapIn } from "../kit/trusted.js";
import { words } from "../kit/words.js";

const MOST = 3;
const NARROWEST_REM = 23;

/**
 * Opens a letter at its URL, or goes to it if it is open already.
 * @param {URL} url
 * @param {boolean} isBeginning It is begun by a POST, and has no draft yet.
 */
export async function openLetter(url, isBeginning) {
  const open = findOpen(url);
  if (open) return show(open);
  if (letters().length >= MOST) return toast(words("three-letters"), { isError: true });
  const headers = { "HX-Target": "dock" };
  const body = new URLSearchParams({ do: "open", to: url.searchParams.get("to") ?? "" });
  try {
    const answer = await ask(url.href, isBeginning ? { method: "POST", headers, body } : { headers });
    if (!answer.text.trimStart().startsWith("<hx-partial")) return location.assign(answer.url);
    const again = findOpen(new URL(answer.url));
    if (again) return show(again);
    await swapIn(answer.text);
  } catch (error) {
    return fail(error, url);
  }
  startModules();
  const [newest] = letters();
  if (newest) show(newest);
}

/** Gives the docked letters, the newest first. */
export function letters() {
  return /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#dock > .compose")]);
}

/**
 * Brings a letter up and gives it the focus.
 * @param {HTMLElement} letter
 */
export function show(letter) {
  delete letter.dataset.small;
  arrange(letter);
  const to = letter.querySelector("[data-field=to] input:not([type=hidden])");
  const isAnswer = letter.querySelector("[data-field=to] .person") || (to instanceof HTMLInputElement && to.value);
  const text = letter.querySelector("[data-body]:not([hidden])") ?? letter.querySelector("[name=body]");
  const goal = isAnswer ? text : to;
  if (goal instanceof HTMLElement) goal.focus();
}

/**
 * Minimises the oldest letters that do not fit beside the one in hand.
 * @param {HTMLElement} [inHand]
 */
export function arrange(inHand) {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const fits = Math.max(1, Math.floor((innerWidth / rem - 5) / NARROWEST_REM));
  const large = letters().filter((letter) => letter !== inHand && !("small" in letter.dataset));
  for (const letter of large.slice(Math.max(0, fits - 1))) letter.dataset.small = "";
}

/** @param {URL} url */
function findOpen(url) {
  const [, number, act] = url.pathname.match(/^\/m\/(\d+)\/(reply|reply-all|forward)\/$/) ?? [];
  const kind = act?.replace("-", "");
  return letters().find((letter) => {
    const { parent, kind: its } = letter.dataset;
    return letter.getAttribute("action") === url.pathname || (number && parent === number && its === kind);
  });
}

/**
 * @param {unknown} error
 * @param {URL} url
 */
function fail(error, url) {
  if (error instanceof OutOfReach) return toast(words("offline"), { isError: true });
  location.assign(url);
}

addEventListener("resize", () => arrange(letters().find((letter) => letter.contains(document.activeElement))));
listen("mail:letter-left", () => arrange());
