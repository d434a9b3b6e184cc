// @ts-check
/**
 * Goes to another place of the mail without a reload. The server sends the part of
 * the page that differs: the conversation (`#thread`) when the list beside it stays,
 * else the whole sheet; the rail, the phone's bar and the title come along.
 *
 * Every place is also a page of its own: what cannot be shown here is loaded.
 */

import { takeAhead } from "./ahead.js";
import { announce } from "./announce.js";
import { ask, OutOfReach } from "./ask.js";
import { tell } from "./events.js";
import { startModules } from "./modules.js";
import { toast } from "./toast.js";
import { swapIn } from "./trusted.js";
import { wait } from "./waiting.js";
import { words } from "./words.js";

const PLACES = /^\/($|mail\/(\d+|starred|scheduled|tag|folders|tags)\/|search\/)/;
const THREAD = /^\/mail\/\d+\/c\/\d+\/$/;

/** @typedef {"sheet" | "thread"} Region */
/** @typedef {{ region?: Region, history?: "push" | "replace" | "none", byKey?: boolean }} Visit */

/** @type {AbortController | null} */
let going = null;

/** @param {URL} url */
export function isPlace(url) {
  return url.origin === location.origin && PLACES.test(url.pathname);
}

/** @param {URL} url */
export function isThread(url) {
  return THREAD.test(url.pathname);
}

/** Gives what names the list that is on the page, or "" where there is none. */
export function listShown() {
  return document.getElementById("list")?.dataset.list ?? "";
}

/**
 * Says how much of the page a place changes: only the reader where the list that the
 * place belongs to stands beside it. Results of a search stand otherwise alone.
 * @param {URL} url
 * @param {boolean} isSameList
 * @returns {Region}
 */
export function regionOf(url, isSameList) {
  if (!isSameList || !document.getElementById("thread")) return "sheet";
  return isThread(url) || !listShown().startsWith("/search/") ? "thread" : "sheet";
}

/**
 * Goes there. `region` says how much of the page changes; without it, all.
 * @param {string | URL} to
 * @param {Visit} [how]
 */
export async function visit(to, { region = "sheet", history = "push", byKey = false } = {}) {
  const url = new URL(to, location.href);
  going?.abort();
  const controller = (going = new AbortController());
  const done = wait(region);
  const row = document.querySelector("#rows .row[data-current] .subj a");
  try {
    const answer = await fetchPart(url, region, controller.signal);
    if (controller !== going) return;
    if (!answer.text.trimStart().startsWith("<title>")) return location.assign(url);
    tell("mail:leaving", { history });
    await swapIn(answer.text);
    const reached = new URL(answer.url);
    reached.hash = url.hash;
    arrive(reached, { region, history, byKey });
    moveFocus(byKey, row);
    if (isThread(reached)) tell("mail:opened", { url: reached.href, isAhead: answer.isAhead });
  } catch (error) {
    fail(error, url);
  } finally {
    done();
  }
}

/**
 * @param {URL} url
 * @param {Region} region
 * @param {AbortSignal} signal
 */
async function fetchPart(url, region, signal) {
  const ahead = region === "thread" ? await takeAhead(url) : null;
  if (ahead) return { ...ahead, isAhead: true };
  const answer = await ask(url.pathname + url.search, { signal, headers: { "HX-Target": region } });
  return { ...answer, isAhead: false };
}

/**
 * @param {URL} url
 * @param {Required<Visit>} how
 */
function arrive(url, { region, history: step, byKey }) {
  showPane(document.querySelector("#thread > .toolbar") ? "read" : "list");
  if (step === "push" && url.href !== location.href) history.pushState({ list: listShown() }, "", url);
  if (step === "replace") history.replaceState({ ...history.state, list: listShown() }, "", url);
  startModules();
  tell("mail:swapped", { region, url: url.href, history: step });
  document.getElementById(url.hash.slice(1))?.scrollIntoView();
}

/** @type {WeakMap<Element, number>} */
const places = new WeakMap();

/**
 * Shows the letter or the list where there is room for one only; a list that was
 * hidden meanwhile comes back where it was.
 * @param {"list" | "read"} pane
 */
function showPane(pane) {
  const app = document.querySelector(".app");
  const rows = document.getElementById("rows");
  if (!(app instanceof HTMLElement) || !rows) return;
  if (rows.checkVisibility()) places.set(rows, rows.scrollTop);
  app.dataset.pane = pane;
  if (rows.checkVisibility()) rows.scrollTop = places.get(rows) ?? rows.scrollTop;
}

/**
 * By key, focus goes to what was opened; by mouse it stays, unless its place has gone.
 * A letter that is closed gives it back to its row.
 * @param {boolean} byKey
 * @param {Element | null} row
 */
function moveFocus(byKey, row) {
  const here = document.activeElement;
  const isLost = !here || here === document.body || !here.checkVisibility();
  const goal = document.getElementById("subject") ?? (row?.isConnected ? row : document.getElementById("rows"));
  if (byKey || isLost) (goal instanceof HTMLElement ? goal : document.getElementById("sheet"))?.focus({ preventScroll: true });
  else announce(document.title);
}

/**
 * @param {unknown} error
 * @param {URL} url
 */
function fail(error, url) {
  if (error instanceof DOMException && error.name === "AbortError") return;
  if (error instanceof OutOfReach) toast(words("offline"), { isError: true });
  else location.assign(url);
}
