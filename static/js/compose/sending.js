// @ts-check
/** Sends and discards a letter in place, and shows what is wrong beside its field. */

import { startModules } from "../kit/modules.js";
import { swapIn } from "../kit/trusted.js";
import { handleNoticed, showNoticed, takeNoticed } from "./noticed.js";
import { removeLetter } from "./place.js";
import { filesThere } from "./waiting_files.js";

/** @typedef {import("./letter.js").Letter} Letter */
/** @typedef {import("./autosave.js").Autosave} Autosave */

/**
 * @param {Letter} letter
 * @param {Autosave} autosave
 */
export function handleSending(letter, autosave) {
  const { form } = letter;
  handleNoticed(letter);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter instanceof HTMLButtonElement ? event.submitter : null;
    button?.closest("details.pop")?.removeAttribute("open");
    submit(letter, autosave, button);
  });
}

/**
 * @param {Letter} letter
 * @param {Autosave} autosave
 * @param {HTMLButtonElement | null} button
 */
async function submit(letter, autosave, button) {
  const { form } = letter;
  const doing = button?.value ?? "save";
  if (button?.name === "do" && doing === "save") return autosave.save();
  if (doing === "discard") letter.uploads?.stop();
  else if (!(await filesThere(letter))) return;
  if (form.dataset.busy !== undefined) return;
  form.dataset.busy = "";
  while (autosave.running) await autosave.running;
  const wasDirty = autosave.isDirty;
  autosave.isDirty = false;
  const body = new FormData(form);
  if (button) body.set(button.name, doing);
  const { status, answer } = await letter.post(form.getAttribute("action") ?? "", body);
  delete form.dataset.busy;
  if (status === 200 && answer.url) return finish(letter, answer);
  if (status === 200) return showFiles(letter, answer);
  autosave.isDirty = wasDirty;
  takeNoticed(form);
  if (answer.version) letter.version = answer.version;
  if (status === 409) return letter.tell("saved", answer);
  if (answer.noticed) return showNoticed(letter, answer.noticed);
  showFaults(letter, status, answer);
}

/**
 * @param {Letter} letter
 * @param {{ url: string, html: string }} answer
 */
async function finish(letter, answer) {
  if (!letter.isDocked) return location.assign(answer.url);
  removeLetter(letter.form);
  await swapIn(answer.html);
  startModules();
}

/**
 * @param {Letter} letter
 * @param {{ version: number, html: string }} answer
 */
async function showFiles(letter, answer) {
  letter.version = answer.version;
  await swapIn(answer.html);
}

/**
 * @param {Letter} letter
 * @param {number} status
 * @param {{ words?: string, faults?: Record<string, string> }} answer
 */
function showFaults(letter, status, answer) {
  clearFaults(letter.form);
  const faults = answer.faults ?? { "": answer.words || letter.word(status === 401 ? "signed-out" : status ? "failed" : "offline") };
  let first = true;
  for (const [name, words] of Object.entries(faults)) {
    const line = letter.form.querySelector(`[data-field="${name}"]`);
    const field = line?.querySelector("input:not([type=hidden])");
    if (line && field instanceof HTMLElement) {
      const more = line.closest("details");
      if (more) more.open = true;
      mark(line, field, words);
      if (first) field.focus();
      first = false;
    } else tellAbove(letter.form, words);
  }
}

/** @param {HTMLFormElement} form */
function clearFaults(form) {
  form.querySelectorAll("[data-fault]").forEach((note) => note.remove());
  for (const line of form.querySelectorAll(".cline[data-bad]")) {
    line.removeAttribute("data-bad");
    line.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
  }
}

/**
 * @param {Element} line
 * @param {HTMLElement} field
 * @param {string} words
 */
function mark(line, field, words) {
  const note = document.createElement("p");
  note.className = "note-bad";
  note.dataset.fault = "";
  note.id = `${field.id}-fault`;
  note.textContent = words;
  line.append(note);
  line.setAttribute("data-bad", "");
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", note.id);
}

/**
 * @param {HTMLFormElement} form
 * @param {string} words
 */
function tellAbove(form, words) {
  const box = document.createElement("div");
  box.className = "banner banner--danger";
  box.dataset.fault = "";
  box.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = words;
  box.append(text);
  form.querySelector("[data-notes]")?.append(box);
}
