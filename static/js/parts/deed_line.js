// @ts-check
/**
 * Keeps the line that tells how far an action on very many letters is; when it has
 * ended, the list is shown anew.
 */

import { ask } from "../kit/ask.js";
import { announce } from "../kit/announce.js";
import { startModules } from "../kit/modules.js";
import { swapIn } from "../kit/trusted.js";
import { refresh } from "./undoing.js";

const EVERY_MS = 1000;

/**
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
export function start(root, signal) {
  if (!root.hasAttribute("data-unfinished")) return;
  const timer = setTimeout(look, EVERY_MS);
  signal.addEventListener("abort", () => clearTimeout(timer));
}

async function look() {
  try {
    await swapIn((await ask("/mail/act/line/")).text);
  } catch {
    setTimeout(look, EVERY_MS * 5);
    return;
  }
  startModules();
  const line = document.querySelector("#deed-line > *");
  if (line?.hasAttribute("data-unfinished")) return;
  announce(line?.querySelector("p")?.textContent ?? "");
  refresh();
}
