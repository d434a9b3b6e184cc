// @ts-check
/**
 * Back and Forward: shows the place again, fetched anew (no mail is kept in the
 * browser), and scrolls to where one was. An entry of the history holds numbers and
 * the name of its list, nothing else.
 */

import { listen } from "../kit/events.js";
import { isPlace, listShown, regionOf, visit } from "../kit/visit.js";
import { loadUpTo } from "./more.js";
import { markCurrent } from "./rows.js";

const SCROLLERS = ["rows", "letter"];

export function keepPlaces() {
  history.replaceState({ ...history.state, list: listShown() }, "");
  restore(SCROLLERS);
  document.addEventListener("scroll", noteSoon, { capture: true, passive: true });
  listen("mail:swapped", (swapped) => markCurrent(new URL(swapped.url)));
  listen("mail:leaving", (how) => how.history === "push" && note());
  window.addEventListener("popstate", goBack);
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

function noteSoon() {
  clearTimeout(timer);
  timer = setTimeout(note, 120);
}

function note() {
  clearTimeout(timer);
  const scroll = Object.fromEntries(SCROLLERS.map((id) => [id, document.getElementById(id)?.scrollTop ?? 0]));
  history.replaceState({ ...history.state, scroll }, "");
}

/** @param {string[]} ids */
async function restore(ids) {
  const kept = history.state?.scroll ?? {};
  if (ids.includes("rows") && kept.rows) await loadUpTo(kept.rows + innerHeight);
  for (const id of ids) {
    const scroller = document.getElementById(id);
    if (scroller && kept[id]) scroller.scrollTop = kept[id];
  }
}

async function goBack() {
  clearTimeout(timer);
  const url = new URL(location.href);
  if (!isPlace(url) || !document.getElementById("sheet")) return location.reload();
  const region = regionOf(url, history.state?.list === listShown());
  await visit(url, { region, history: "none" });
  await restore(region === "thread" ? ["letter"] : SCROLLERS);
}
