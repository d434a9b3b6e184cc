// @ts-check
/**
 * Each choice is kept by itself when it is made, and the page around takes it at once;
 * if the server refuses, the page goes back and says why. Without this a section of
 * settings is a form with a button.
 */

import { announce } from "../kit/announce.js";
import { ask, OutOfReach, Refused } from "../kit/ask.js";
import { words } from "../kit/words.js";
import { setLook, spreadLook } from "./device.js";

const LOOKS = new Set(["theme", "accent", "font", "size", "letter_size", "density", "reader", "conversations"]);
const CHECK_MS = 2500;

/** One at a time, so that the last choice is the one that stays. */
let keeping = Promise.resolve();

/** @type {WeakMap<HTMLElement, ReturnType<typeof setTimeout>>} */
const checks = new WeakMap();

/** @param {HTMLElement} root */
export function start(root) {
  if (!(root instanceof HTMLFormElement)) return;
  root.dataset.selfkeeping = "";
  /** @type {Map<string, string>} */
  const kept = new Map();
  for (const setting of root.querySelectorAll("[data-setting]")) {
    if (!(setting instanceof HTMLElement)) continue;
    kept.set(nameOf(setting), keptValueOf(setting));
    // What was chosen while this script was still on its way.
    if (valueOf(setting) !== keptValueOf(setting)) choose(root, setting, kept);
  }
  root.addEventListener("change", (event) => {
    const setting = event.target instanceof Element && event.target.closest("[data-setting]");
    if (setting instanceof HTMLElement) choose(root, setting, kept);
  });
  root.addEventListener("submit", (event) => event.preventDefault());
  for (const offer of root.querySelectorAll("[data-takes]")) if (offer instanceof HTMLElement) offerValue(offer);
}

/**
 * A button that fills in what it offers, as if it had been typed.
 * @param {HTMLElement} button
 */
function offerValue(button) {
  const field = button.closest("[data-setting]")?.querySelector("input");
  if (!field) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    field.value = button.dataset.takes ?? "";
    field.focus();
    field.dispatchEvent(new Event("change", { bubbles: true }));
    button.closest("p")?.remove();
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} setting
 * @param {Map<string, string>} kept
 */
function choose(form, setting, kept) {
  const [name, value] = [nameOf(setting), valueOf(setting)];
  if (LOOKS.has(name)) setLook(name, value);
  keeping = keeping.then(() => keep(form, setting, value, kept));
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} setting
 * @param {string} value
 * @param {Map<string, string>} kept
 */
async function keep(form, setting, value, kept) {
  const name = nameOf(setting);
  try {
    const answer = await ask(form.action, { method: "POST", body: new URLSearchParams({ [name]: value }) });
    kept.set(name, value);
    succeed(setting, answer.text);
    if (LOOKS.has(name)) spreadLook(name, value);
    if (setting.dataset.reloads !== undefined) location.reload();
  } catch (error) {
    fail(setting, reason(error), kept.get(name) ?? "");
  }
}

/**
 * @param {HTMLElement} setting
 * @param {string} said
 */
function succeed(setting, said) {
  setNote(setting, "");
  setting.dataset.kept = "";
  clearTimeout(checks.get(setting));
  checks.set(setting, setTimeout(() => delete setting.dataset.kept, CHECK_MS));
  announce(said);
}

/**
 * What was typed stays to be mended; a choice goes back to what is kept.
 * @param {HTMLElement} setting
 * @param {string} why
 * @param {string} before
 */
function fail(setting, why, before) {
  const name = nameOf(setting);
  const choice = setting.querySelector(`input[type=radio][value="${CSS.escape(before)}"]`);
  if (choice instanceof HTMLInputElement) choice.checked = true;
  if (LOOKS.has(name)) setLook(name, before);
  setNote(setting, why);
  announce(why, { urgent: true });
}

/**
 * @param {HTMLElement} setting
 * @param {string} why
 */
function setNote(setting, why) {
  const note = setting.querySelector(".note-bad");
  const field = setting.querySelector("input:not([type=radio])") ?? setting;
  if (!(note instanceof HTMLElement)) return;
  note.hidden = !why;
  note.querySelector("span")?.replaceChildren(why);
  if (why) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

/** @param {unknown} error */
function reason(error) {
  if (error instanceof OutOfReach) return words("offline");
  return (error instanceof Refused && error.words) || words("failed");
}

/** @param {HTMLElement} setting */
function nameOf(setting) {
  return setting.dataset.setting ?? "";
}

/** @param {HTMLElement} setting */
function valueOf(setting) {
  const control = setting.querySelector("input:checked, input:not([type=radio])");
  return control instanceof HTMLInputElement ? control.value : "";
}

/** @param {HTMLElement} setting */
function keptValueOf(setting) {
  const controls = /** @type {HTMLInputElement[]} */ ([...setting.querySelectorAll("input")]);
  const control = controls.find((each) => each.type !== "radio" || each.defaultChecked);
  return control?.defaultValue ?? "";
}
