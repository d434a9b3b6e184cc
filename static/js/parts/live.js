// @ts-check
/**
 * Keeps an open page in step by itself. The event stream tells how far the mailbox is;
 * where there is none, we ask now and then. What has changed comes as rows, rail and
 * counts; rows that somebody points at, has ticked or has scrolled away from stay as
 * they are, and a pill says how many are new.
 */

import { announce } from "../kit/announce.js";
import { ask, OutOfReach } from "../kit/ask.js";
import { listen, tell } from "../kit/events.js";
import { startModules } from "../kit/modules.js";
import { hear } from "../kit/stream.js";
import { swapIn } from "../kit/trusted.js";
import { words } from "../kit/words.js";
import { hourNow } from "./device.js";
import { markCurrent } from "./rows.js";

const BURST_MS = 150;
const ANNOUNCE_MS = 60_000;

let known = 0;
let busy = false;
let again = false;
/** Rows that changed while they had to stay; counted as new ones where they are. */
let waiting = false;
let fresh = 0;
let announced = -ANNOUNCE_MS;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

export function stayInStep() {
  known = Number(news().modseq ?? 0);
  hear(news(), { changed: noteChange, look: () => catchUp(), state: showState });
  showUnread();
  listen("mail:swapped", noteSwap);
  document.addEventListener("visibilitychange", () => document.hidden || settle());
  document.addEventListener("pointerout", settleSoon);
  document.addEventListener("scroll", settleSoon, { capture: true, passive: true });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("#pill")) showFresh();
  });
}

/** @param {number} modseq */
function noteChange(modseq) {
  if (modseq <= known) return;
  tell("mail:changed");
  clearTimeout(timer);
  timer = setTimeout(() => catchUp(), BURST_MS);
}

/** A visit brought what is newest; what waited is there now. @param {{ region: string }} swapped */
function noteSwap({ region }) {
  known = Math.max(known, Number(news().modseq ?? 0));
  if (region === "sheet") clearWaiting();
  showUnread();
}

async function catchUp({ rows = isQuiet() } = {}) {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  try {
    await fetchNews(rows);
    showState(true);
  } catch (error) {
    if (!(error instanceof OutOfReach)) throw error;
    showState(false);
  } finally {
    busy = false;
  }
  if (again) {
    again = false;
    noteChange(known + 1);
  }
}

/** @param {boolean} rows */
async function fetchNews(rows) {
  const before = news();
  const list = listUrl();
  if (!list) return;
  const headers = {
    "HX-Target": rows ? "rows" : "rail",
    "X-Inbox-Uid": before.inboxUid ?? "",
    "X-Here-Uid": before.hereUid ?? "",
  };
  const answer = await ask(list, { headers });
  if (list !== listUrl() || !answer.text.trimStart().startsWith("<title>")) return;
  const here = Number(before.hereUid);
  await swapIn(answer.text);
  known = Math.max(known, Number(news().modseq));
  if (rows) clearWaiting();
  else noteWaiting(Number(news().fresh), here);
  markCurrent(new URL(location.href));
  startModules();
  tell("mail:refreshed", { rows });
  showUnread();
  tellArrived();
}

/**
 * @param {number} count
 * @param {number} here
 */
function noteWaiting(count, here) {
  waiting = true;
  fresh = count;
  // The next question counts from where the rows on the page end.
  const state = document.querySelector("#news > i");
  if (state instanceof HTMLElement) state.dataset.hereUid = String(here);
  showPill();
}

function clearWaiting() {
  waiting = false;
  fresh = 0;
  showPill();
}

function settle() {
  if (waiting && isQuiet()) catchUp();
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let settling;

function settleSoon() {
  if (!waiting) return;
  clearTimeout(settling);
  settling = setTimeout(settle, 400);
}

async function showFresh() {
  const rows = document.getElementById("rows");
  if (rows) rows.scrollTop = 0;
  await catchUp({ rows: true });
  document.querySelector("#rows .row .subj a")?.focus({ preventScroll: true });
}

/** Nothing may move under a hand, and what was loaded further down stays. */
function isQuiet() {
  const rows = document.getElementById("rows");
  if (!rows || rows.scrollTop > 0 || !isFirstPage()) return false;
  return !rows.matches(":hover") && !rows.contains(document.activeElement) && !rows.querySelector(".pick:checked");
}

function isFirstPage() {
  const list = new URL(listUrl() || location.href, location.href);
  return !list.searchParams.has("before") && !list.searchParams.has("after");
}

function listUrl() {
  return document.getElementById("list")?.dataset.list ?? "";
}

function news() {
  const state = document.querySelector("#news > i");
  return state instanceof HTMLElement ? state.dataset : {};
}

function showPill() {
  const pill = document.getElementById("pill");
  if (!pill) return;
  pill.hidden = fresh === 0;
  pill.textContent = fresh ? words("fresh", { n: fresh }) : "";
}

/** The icon of the page has a dot while something in the Inbox is unread. */
function showUnread() {
  const icon = document.querySelector("link[rel=icon]");
  if (!(icon instanceof HTMLLinkElement)) return;
  icon.dataset.plain ??= icon.href;
  const wanted = Number(news().unread) ? icon.dataset.unread ?? icon.href : icon.dataset.plain;
  if (icon.href !== new URL(wanted, location.href).href) icon.href = wanted;
}

function tellArrived() {
  const { arrived, sender, subject } = news();
  const number = Number(arrived);
  if (!number) return;
  tell("mail:arrived", { number, sender, subject });
  if (performance.now() - announced < ANNOUNCE_MS) return;
  announced = performance.now();
  announce(words("arrived", { n: number }));
}

/** @param {boolean} isReached */
function showState(isReached) {
  const strip = document.getElementById("offline");
  if (strip) strip.hidden = isReached;
  const synced = document.querySelector(".synced");
  if (!(synced instanceof HTMLElement)) return;
  synced.toggleAttribute("data-away", !isReached);
  if (!isReached) return;
  const said = synced.querySelector("span");
  if (said) said.textContent = words("synced", { time: hourNow() });
}
