// @ts-check
/**
 * Acts at once: the list changes with the press, the server hears of it in the
 * background, and what it answers are the counts and the notice with Undo. If it
 * refuses, the rows return and the notice says why. Forms say `data-acts`.
 */

import { ask, OutOfReach, Refused, urlOf } from "../kit/ask.js";
import { tell } from "../kit/events.js";
import { startModules } from "../kit/modules.js";
import { toast } from "../kit/toast.js";
import { swapIn } from "../kit/trusted.js";
import { words } from "../kit/words.js";
import { change, takesOut } from "./changes.js";
import { leave, nextAfter } from "./leaving.js";
import { rowsOfConversation, threadShown } from "./rows.js";
import { selectNothing } from "./select_all.js";
import { remember, refresh } from "./undoing.js";

/** @typedef {{ verb: string, number: string, button: HTMLElement, rows: HTMLElement[], isAll: boolean }} Asked */

/** @type {Promise<unknown>} */
let line = Promise.resolve();

export function actAtOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-acts]")) return;
    if (!(button instanceof HTMLButtonElement) || event.defaultPrevented) return;
    const asked = read(form, button);
    if (asked.verb === "erase") return;
    event.preventDefault();
    act(form, asked);
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} button
 * @returns {Asked}
 */
function read(form, button) {
  const [one, rest] = button.name === "one" ? cut(button.value) : ["", button.value];
  const [verb, number] = cut(rest);
  const isAll = !one && form.querySelector("input[name=all]:checked") !== null;
  return { verb, number, button, isAll, rows: rowsMeant(form, one) };
}

/**
 * @param {HTMLFormElement} form
 * @param {string} one
 */
function rowsMeant(form, one) {
  if (one) return [...form.querySelectorAll(`.row[data-id="${CSS.escape(one)}"]`)].filter(isElement);
  if (form.id === "thread-form") return rowsOfConversation(threadShown());
  return [...form.querySelectorAll(".row:has(.pick:checked)")].filter(isElement);
}

/**
 * @param {HTMLFormElement} form
 * @param {Asked} asked
 */
async function act(form, asked) {
  const key = makeKey();
  const body = new FormData(form, asked.button);
  body.set("key", key);
  body.set("beside", threadShown());
  if (!asked.isAll && asked.rows.length === 0 && form.id !== "thread-form") return toast(words("tick-first"));
  const next = nextAfter(asked.rows);
  const undo = asked.isAll ? () => false : change(asked, asked.rows);
  if (takesOut(asked.verb) || form.id === "thread-form") leave(form, asked, next);
  const sent = line.then(() => ask(urlOf(form), { method: "POST", body }));
  line = sent.catch(() => {});
  try {
    await swapIn((await sent).text);
    startModules();
    remember(key, undo);
    if (asked.isAll) selectNothing(form);
    tell("mail:acted", { action: asked.verb, key, isAll: asked.isAll });
    if (!asked.isAll && !document.querySelector("#rows .row")) refresh();
  } catch (error) {
    if (!undo()) refresh();
    toast(reason(error), { isError: true });
  }
}

/** @param {unknown} error */
function reason(error) {
  if (error instanceof Refused) return error.words || words("refused");
  return words(error instanceof OutOfReach ? "offline" : "refused");
}

/** @param {string} text */
function cut(text) {
  const at = text.indexOf(":");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** Makes what tells this action from every other, also where there is no HTTPS. */
function makeKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {Element | null} element
 * @returns {element is HTMLElement}
 */
function isElement(element) {
  return element instanceof HTMLElement;
}
