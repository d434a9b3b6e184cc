// @ts-check
/** The line of a file that is on its way: how far it is, what went wrong, its buttons. */

import { said, sizeWords } from "./sizes.js";

/** @typedef {import("./transfer.js").Transfer} Transfer */

/**
 * Makes the row of a transfer from the template of the form.
 * @param {Transfer} transfer
 * @returns {HTMLElement}
 */
export function makeRow(transfer) {
  const { letter, file } = transfer;
  const row = emptyRow(letter, file.name);
  part(row, "progress").setAttribute("aria-label", file.name);
  label(row, "cancel", said(letter, "upload-cancel", { name: file.name }));
  label(row, "retry", said(letter, "upload-retry", { name: file.name }));
  showRow(row, transfer);
  return row;
}

/**
 * Shows how far a transfer is.
 * @param {HTMLElement} row
 * @param {Transfer} transfer
 */
export function showRow(row, transfer) {
  const { state, file, sent, letter } = transfer;
  const bar = /** @type {HTMLProgressElement} */ (part(row, "progress"));
  const share = file.size ? sent / file.size : 0;
  row.dataset.state = state;
  bar.value = share;
  bar.hidden = !transfer.isOpen;
  part(row, "[data-row-act=retry]").hidden = state !== "failed";
  setText(part(row, "small"), lineOf(transfer));
  if (state !== "done") return;
  const { answer } = transfer;
  part(row, ".file-ic").className = `file-ic hue${answer.hue}`;
  part(row, "b").textContent = answer.name;
  row.dataset.size = String(file.size);
  becomeFile(row, answer.file, said(letter, "remove", { name: answer.name }));
}

/**
 * Makes the row of a file that is in the letter already.
 * @param {import("./letter.js").Letter} letter
 * @param {{ name: string, size: number, hue: number, file: number }} file
 */
export function fileRow(letter, { name, size, hue, file }) {
  const row = emptyRow(letter, name);
  row.dataset.state = "done";
  part(row, "small").textContent = sizeWords(size);
  part(row, "progress").hidden = true;
  part(row, ".file-ic").className = `file-ic hue${hue}`;
  row.dataset.size = String(size);
  becomeFile(row, file, said(letter, "remove", { name }));
  return row;
}

/**
 * @param {import("./letter.js").Letter} letter
 * @param {string} name
 */
function emptyRow({ form }, name) {
  const template = /** @type {HTMLTemplateElement} */ (form.querySelector("template[data-upload-row]"));
  const row = /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
  part(row, "b").textContent = name;
  part(row, ".file-ic").textContent = name.match(/\.([a-z0-9]{1,4})[a-z0-9]*$/i)?.[1]?.toUpperCase() ?? "";
  return row;
}

/** @param {Transfer} transfer */
function lineOf({ state, file, sent, words, letter }) {
  const size = sizeWords(file.size);
  if (state === "sending") return said(letter, "upload-sending", { sent: sizeWords(sent), size });
  if (state === "paused") return said(letter, "upload-paused", { sent: sizeWords(sent), size });
  if (state === "failed" || state === "refused") return words;
  if (state === "waiting") return said(letter, "upload-waiting", { size });
  return file.size ? size : said(letter, "upload-empty");
}

/**
 * Turns the button that cancels into one that takes the file out of the letter.
 * @param {HTMLElement} row
 * @param {number} file
 * @param {string} words
 */
function becomeFile(row, file, words) {
  const button = /** @type {HTMLButtonElement} */ (row.querySelector("[data-row-act=cancel]"));
  if (!button) return;
  label(row, "cancel", words);
  button.removeAttribute("data-row-act");
  button.name = "remove";
  button.value = String(file);
}

/**
 * @param {HTMLElement} row
 * @param {string} act
 * @param {string} words
 */
function label(row, act, words) {
  const button = part(row, `[data-row-act=${act}]`);
  button.setAttribute("aria-label", words);
  button.title = words;
}

/**
 * @param {Element} row
 * @param {string} what
 */
function part(row, what) {
  return /** @type {HTMLElement} */ (row.querySelector(what) ?? document.createElement("i"));
}

/**
 * @param {HTMLElement} element
 * @param {string} text
 */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
