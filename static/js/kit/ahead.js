// @ts-check
/**
 * Answers fetched ahead of a visit, when a person seems about to open something. They
 * mark nothing read, serve once, and are forgotten soon or when the mail has changed.
 */

import { ask } from "./ask.js";

const KEPT_MS = 20_000;
const MOST = 4;

/** @typedef {{ text: string, url: string }} Answer */

/** @type {Map<string, { answer: Promise<Answer>, at: number }>} */
const kept = new Map();

/**
 * Fetches what a visit to the thread would, if nothing like it is there or on its way.
 * @param {URL} url
 */
export function fetchAhead(url) {
  const path = url.pathname + url.search;
  if (isFresh(path) || countFresh() >= MOST) return;
  const answer = ask(path, { headers: { "HX-Target": "thread", Purpose: "prefetch" } });
  answer.catch(() => kept.delete(path));
  kept.set(path, { answer, at: performance.now() });
}

/**
 * Takes what was fetched ahead for a place, or nothing.
 * @param {URL} url
 */
export function takeAhead(url) {
  const path = url.pathname + url.search;
  const found = isFresh(path) ? kept.get(path)?.answer : undefined;
  kept.delete(path);
  return found?.catch(() => null);
}

export function forgetAhead() {
  kept.clear();
}

/** @param {string} path */
function isFresh(path) {
  const found = kept.get(path);
  return found !== undefined && performance.now() - found.at < KEPT_MS;
}

function countFresh() {
  for (const path of [...kept.keys()]) if (!isFresh(path)) kept.delete(path);
  return kept.size;
}
