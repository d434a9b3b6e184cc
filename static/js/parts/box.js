// @ts-check
/**
 * The table of keys, and the command box: every command, folder and tag by name. Loaded
 * on use; the words come with the table from the server.
 */

import { ask } from "../kit/ask.js";
import { put } from "../kit/trusted.js";
import { words } from "../kit/words.js";
import { run } from "./commands.js";

const MOST_SHOWN = 12;

/** @typedef {{ label: string, keys: string, run: () => void }} Item */

/** @type {Promise<string> | null} */
let table = null;

/** @param {"all" | "places" | "keys"} what */
export async function open(what) {
  table ??= ask(document.getElementById("keymap")?.dataset.url ?? "/keys/").then((answer) => answer.text);
  const html = await table.catch(() => ((table = null), ""));
  const dialog = makeDialog(what === "keys" ? words("keys-title") : words("commands-title"));
  if (what === "keys") put(dialog.querySelector(".box-body"), html);
  else fillBox(dialog, [...places(), ...(what === "all" ? commands(html) : [])]);
  dialog.showModal();
}

/** @param {string} title */
function makeDialog(title) {
  const dialog = document.createElement("dialog");
  dialog.className = "box";
  dialog.setAttribute("aria-label", title);
  const head = document.createElement("div");
  head.className = "box-head";
  const name = document.createElement("h2");
  name.textContent = title;
  const shut = document.createElement("button");
  shut.className = "btn btn--sm";
  shut.textContent = words("close");
  shut.addEventListener("click", () => dialog.close());
  head.append(name, shut);
  const body = document.createElement("div");
  body.className = "box-body";
  body.tabIndex = 0;
  dialog.append(head, body);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.querySelector(".app")?.append(dialog);
  return dialog;
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {Item[]} items
 */
function fillBox(dialog, items) {
  const field = document.createElement("input");
  const list = document.createElement("ul");
  field.className = "input";
  field.type = "text";
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "true", "aria-controls": "box-list", "aria-label": dialog.getAttribute("aria-label") ?? "", autocomplete: "off" })) field.setAttribute(name, value);
  list.id = "box-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", dialog.getAttribute("aria-label") ?? "");
  dialog.querySelector(".box-body")?.append(field, list);
  /** @type {Item[]} */
  let shown = [];
  let at = 0;
  const choose = (/** @type {number} */ to) => {
    at = Math.max(0, Math.min(to, shown.length - 1));
    for (const [place, row] of [...list.children].entries()) row.setAttribute("aria-selected", String(place === at));
    list.children[at]?.scrollIntoView({ block: "nearest" });
    if (shown.length) field.setAttribute("aria-activedescendant", `box-${at}`);
    else field.removeAttribute("aria-activedescendant");
  };
  const finish = (/** @type {Item | undefined} */ item) => {
    if (!item) return;
    dialog.close();
    item.run();
  };
  const show = () => {
    shown = matching(items, field.value).slice(0, MOST_SHOWN);
    list.replaceChildren(...shown.map((item, place) => makeRow(item, place, () => finish(item))));
    if (!shown.length) list.append(makeNothing());
    choose(0);
  };
  field.addEventListener("input", show);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") choose(at + 1);
    else if (event.key === "ArrowUp") choose(at - 1);
    else if (event.key === "Enter") finish(shown[at]);
    else return;
    event.preventDefault();
  });
  field.autofocus = true;
  show();
}

/**
 * @param {Item[]} items
 * @param {string} typed
 */
function matching(items, typed) {
  const parts = typed.trim().toLowerCase().split(/\s+/);
  return items.filter((item) => parts.every((part) => item.label.toLowerCase().includes(part)));
}

/**
 * @param {Item} item
 * @param {number} place
 * @param {() => void} press
 */
function makeRow(item, place, press) {
  const row = document.createElement("li");
  row.id = `box-${place}`;
  row.setAttribute("role", "option");
  const label = document.createElement("span");
  label.textContent = item.label;
  row.append(label);
  if (item.keys) {
    const keys = document.createElement("kbd");
    keys.textContent = item.keys;
    row.append(keys);
  }
  row.addEventListener("click", press);
  return row;
}

function makeNothing() {
  const row = document.createElement("li");
  row.className = "muted";
  row.setAttribute("role", "presentation");
  row.textContent = words("nothing-found");
  return row;
}

/** @returns {Item[]} */
function places() {
  return [...document.querySelectorAll("#rail a.rail-link")].map((link) => ({
    label: link.querySelector(".label")?.textContent?.trim() ?? "",
    keys: "",
    run: () => link instanceof HTMLElement && link.click(),
  }));
}

/**
 * @param {string} html
 * @returns {Item[]}
 */
function commands(html) {
  const holder = document.createElement("div");
  put(holder, html);
  return [...holder.querySelectorAll("[data-command]")].map((row) => ({
    label: row.querySelector("dd")?.textContent?.trim() ?? "",
    keys: [...row.querySelectorAll("dt kbd")].map((key) => key.textContent).join(" "),
    run: () => run(row.getAttribute("data-command") ?? ""),
  }));
}
