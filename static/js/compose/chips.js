// @ts-check
/** The chip of one recipient: who it is, what is wrong with the address, and its keys. */

import { faultOf } from "./addresses.js";
import { face } from "./faces.js";

/** @typedef {import("./addresses.js").Person} Person */
/** @typedef {{ word: (name: string) => string }} Words */
/** @typedef {{ chips: HTMLElement, remove: (index: number) => void, edit: (index: number) => void, focusChip: (index: number) => void }} Line */

/**
 * @param {Words} words
 * @param {Person} person
 * @param {number} index
 */
export function chip(words, person, index) {
  const item = document.createElement("li");
  const fault = faultWords(words, person);
  const shown = person.name || person.address;
  item.className = "person";
  item.toggleAttribute("data-bad", Boolean(fault));
  const label = makeButton(shown, fault || `${person.name} ${person.address}`.trim());
  label.dataset.chip = String(index);
  label.title = fault || person.address;
  const remove = makeButton("\u00d7", words.word("remove").replace("{name}", shown));
  remove.dataset.remove = String(index);
  item.append(face(person), label, remove);
  return item;
}

/**
 * The last chip of a line that has too many to show.
 * @param {Words} words
 * @param {number} count
 */
export function rest(words, count) {
  const item = document.createElement("li");
  item.className = "person";
  const number = count.toLocaleString(document.documentElement.lang);
  item.append(words.word("more-people").replace("{n}", number));
  return item;
}

/**
 * Says in words what is wrong with an address; "" if nothing is.
 * @param {Words} words
 * @param {Person} person
 */
export function faultWords(words, { address }) {
  const fault = faultOf(address);
  return fault && words.word(fault).replace("{text}", address.slice(0, 80));
}

/** @param {Line} line */
export function handleChips(line) {
  const indexIn = (/** @type {Event} */ event, /** @type {string} */ name) => {
    const value = event.target instanceof HTMLElement ? event.target.dataset[name] : undefined;
    return value === undefined ? -1 : Number(value);
  };
  line.chips.addEventListener("click", (event) => {
    const gone = indexIn(event, "remove");
    if (gone >= 0) line.remove(gone);
  });
  line.chips.addEventListener("dblclick", (event) => {
    const chosen = indexIn(event, "chip");
    if (chosen >= 0) line.edit(chosen);
  });
  line.chips.addEventListener("keydown", (event) => {
    const index = indexIn(event, "chip");
    if (index < 0 || event.isComposing) return;
    /** @type {Record<string, () => void>} */
    const acts = {
      Backspace: () => line.remove(index),
      Delete: () => line.remove(index),
      ArrowLeft: () => line.focusChip(index - 1),
      ArrowRight: () => line.focusChip(index + 1),
      Enter: () => line.edit(index),
      F2: () => line.edit(index),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]?.();
  });
}

/**
 * @param {string} text
 * @param {string} label
 */
function makeButton(text, label) {
  const button = document.createElement("button");
  button.type = "button";
  button.tabIndex = -1;
  button.setAttribute("aria-label", label);
  button.append(text);
  return button;
}
