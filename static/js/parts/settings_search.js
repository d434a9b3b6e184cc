// @ts-check
/** Searches the settings while one types; without it Enter does. */

import { ask } from "../kit/ask.js";
import { swapIn } from "../kit/trusted.js";

const PAUSE_MS = 120;

/** @param {HTMLElement} root */
export function start(root) {
  if (!(root instanceof HTMLFormElement)) return;
  let timer = 0;
  let asked = 0;
  const search = async () => {
    const turn = ++asked;
    const query = new URLSearchParams([...new FormData(root)].map(([name, value]) => [name, String(value)]));
    const answer = await ask(`${root.action}?${query}`).catch(() => null);
    if (!answer || turn !== asked) return;
    history.replaceState(history.state, "", `${root.action}?${query}`);
    await swapIn(answer.text);
  };
  const field = root.querySelector("input");
  // What was typed while this script was still on its way.
  if (field && field.value !== field.defaultValue) search();
  root.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(search, PAUSE_MS);
  });
}
