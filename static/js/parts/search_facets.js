// @ts-check
/**
 * Fetches how a search can be narrowed, where there is room for it beside the results.
 * Elsewhere, and without this, the same is a page that a link leads to.
 */

import { ask } from "../kit/ask.js";
import { swapIn } from "../kit/trusted.js";

const WIDE = "(width >= 75rem)";

/**
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
export function start(root, signal) {
  const wide = matchMedia(WIDE);
  const fill = async () => {
    if (!wide.matches || root.dataset.filled !== undefined) return;
    root.dataset.filled = "";
    try {
      const answer = await ask(root.dataset.url ?? "", { signal, headers: { "HX-Target": "facets" } });
      await swapIn(answer.text);
    } catch {
      delete root.dataset.filled; // The results are there; the next time may work.
    }
  };
  wide.addEventListener("change", fill, { signal });
  fill();
}
