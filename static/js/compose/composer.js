// @ts-check
/**
 * A letter being written, on its page or docked. Without this it is a form that
 * saves and sends; with it, it saves by itself and answers in place.
 */

import { Autosave } from "./autosave.js";
import { Letter } from "./letter.js";
import { handleKeys, handleWindow } from "./place.js";
import { handleSending } from "./sending.js";
import { startRecipients } from "./recipients.js";
import { Signing } from "./signing.js";
import { showSaved } from "./status.js";
import { handleFiles } from "./dropping.js";
import { handlePictures } from "./pictures.js";
import { Uploads } from "./uploads.js";
import { Writing } from "./writing.js";

/**
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
export async function start(root, signal) {
  if (!(root instanceof HTMLFormElement)) return;
  root.dataset.live = "";
  const letter = new Letter(root);
  const autosave = new Autosave(letter, signal);
  root.addEventListener("input", () => autosave.changed());
  root.addEventListener("change", () => autosave.changed());
  letter.hear("changed", () => autosave.changed());
  const writing = (letter.writing = new Writing(letter));
  const signing = new Signing(letter, writing);
  showSaved(letter);
  const uploads = (letter.uploads = new Uploads(letter, signal));
  handleFiles(letter, uploads);
  handlePictures(letter, uploads);
  startRecipients(letter);
  handleSending(letter, autosave);
  handleWindow(letter, autosave);
  handleKeys(letter);
  await Promise.all([letter.begin(), writing.start()]);
  signing.begin();
  root.dataset.ready = "";
}
