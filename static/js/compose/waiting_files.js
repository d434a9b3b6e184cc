// @ts-check
/** Lets a letter that is to go, or to close, wait for the files on their way to it. */

import { announce } from "../kit/announce.js";
import { said } from "./sizes.js";

/** @typedef {import("./letter.js").Letter} Letter */

/**
 * Resolves with true when all files are in the letter; with false if one failed, or
 * the person does not want to wait.
 * @param {Letter} letter
 * @returns {Promise<boolean>}
 */
export function filesThere(letter) {
  const { form, uploads } = letter;
  if (!uploads?.open.length) return Promise.resolve(isWhole(letter));
  const box = /** @type {HTMLElement} */ (form.querySelector("[data-wait]"));
  const button = /** @type {HTMLElement} */ (box.querySelector("button"));
  const text = /** @type {HTMLElement} */ (box.querySelector("span"));
  return new Promise((resolve) => {
    const end = (/** @type {boolean} */ isThere) => {
      uploads.watching = uploads.watching.filter((each) => each !== look);
      button.removeEventListener("click", stop);
      box.hidden = true;
      resolve(isThere);
    };
    const stop = () => end(false);
    const look = () => {
      const n = uploads.open.length;
      if (!n) return end(isWhole(letter));
      text.textContent = said(letter, "upload-wait", { n });
    };
    uploads.watching.push(look);
    button.addEventListener("click", stop);
    box.hidden = false;
    look();
    announce(text.textContent ?? "");
  });
}

/** @param {Letter} letter */
function isWhole(letter) {
  const n = letter.uploads?.failed.length ?? 0;
  if (n) letter.tell("note", said(letter, "upload-not-whole", { n }));
  return !n;
}
