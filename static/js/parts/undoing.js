// @ts-check
/**
 * Takes back: the page at once where it still can, the server in any case. The form
 * that undoes carries the key of what was done; forms say `data-undoes`.
 */

import { ask, Refused, urlOf } from "../kit/ask.js";
import { tell } from "../kit/events.js";
import { startModules } from "../kit/modules.js";
import { toast } from "../kit/toast.js";
import { swapIn } from "../kit/trusted.js";
import { isThread, listShown, visit } from "../kit/visit.js";
import { words } from "../kit/words.js";
import { threadShown } from "./rows.js";

const KEPT = 20;

/** @type {Map<string, () => boolean>} */
const kept = new Map();

/**
 * Remembers how the page takes back what was done under a key.
 * @param {string} key
 * @param {() => boolean} undo
 */
export function remember(key, undo) {
  kept.set(key, undo);
  for (const old of [...kept.keys()].slice(0, -KEPT)) kept.delete(old);
}

/** Fetches the list again, in its place; a letter that is open stays open. */
export function refresh() {
  const here = new URL(location.href);
  return visit(isThread(here) ? here : listShown() || here, { history: "none" });
}

export function undoAtOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-undoes]") || event.defaultPrevented) return;
    event.preventDefault();
    takeBack(form);
  });
}

/** @param {HTMLFormElement} form */
async function takeBack(form) {
  const body = new FormData(form);
  body.set("beside", threadShown());
  const key = String(body.get("key"));
  form.closest(".toast")?.remove();
  const isShown = kept.get(key)?.() ?? false;
  kept.delete(key);
  try {
    await swapIn((await ask(urlOf(form), { method: "POST", body })).text);
    startModules();
    tell("mail:acted", { action: "undo", key });
  } catch (error) {
    toast((error instanceof Refused && error.words) || words("refused"), { isError: true });
    return refresh();
  }
  if (!isShown) refresh();
}
