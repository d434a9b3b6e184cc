// @ts-check
/**
 * Asks for the words around a hit, for rows in sight whose preview does not show it.
 * Until then, and without this, a row shows the letter's first words.
 */

import { ask } from "../kit/ask.js";
import { swapIn } from "../kit/trusted.js";

const MOST = 12;
const PAUSE = 120;

/**
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
export function start(root, signal) {
  /** @type {Set<HTMLElement>} */
  const waiting = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const watcher = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      if (!(target instanceof HTMLElement)) continue;
      if (isIntersecting) waiting.add(target);
      else waiting.delete(target);
    }
    clearTimeout(timer);
    timer = setTimeout(fetchSome, PAUSE);
  });

  const watch = () => {
    for (const row of root.querySelectorAll(".row[data-deeper]")) watcher.observe(row);
  };

  async function fetchSome() {
    const rows = [...waiting].slice(0, MOST);
    if (rows.length === 0) return;
    for (const row of rows) {
      waiting.delete(row);
      watcher.unobserve(row);
      row.removeAttribute("data-deeper");
    }
    const asked = rows.map((row) => `&m=${row.dataset.id?.slice(1)}`).join("");
    try {
      await swapIn((await ask(`${root.dataset.snippets}${asked}`, { signal })).text);
    } catch {
      return; // The previews stay.
    }
    fetchSome();
  }

  const more = new MutationObserver(watch);
  more.observe(root, { childList: true, subtree: true });
  signal.addEventListener("abort", () => {
    watcher.disconnect();
    more.disconnect();
  });
  watch();
}
