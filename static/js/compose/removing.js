// @ts-check
/** Takes a file out of a letter at once, with a way back for who did not mean it. */

import { toast } from "../kit/toast.js";
import { send } from "./requests.js";
import { said } from "./sizes.js";

/** @typedef {import("./letter.js").Letter} Letter */

/**
 * The row goes at once; if the file cannot be taken out it comes back, with the reason.
 * @param {Letter} letter
 * @param {HTMLElement} row
 * @param {string} file
 */
export async function removeFile(letter, row, file) {
  const size = row.dataset.size ?? "";
  const url = letter.saveUrl.replace(/save\/$/, `files/${file}/`);
  row.hidden = true;
  row.removeAttribute("data-size");
  const { status, answer } = await send("DELETE", url, null, { signal: new AbortController().signal });
  const name = row.querySelector("b")?.textContent ?? "";
  const show = () => {
    row.hidden = false;
    row.dataset.size = size;
  };
  if (status !== 200 && status !== 404) {
    show();
    return letter.tell("note", answer.words || letter.word(status ? "failed" : "offline"));
  }
  letter.tell("changed");
  const undo = async () => (await restore(letter, answer.restore)) && show();
  toast(said(letter, "upload-removed", { name }), answer.restore ? { undo } : {});
}

/**
 * @param {Letter} letter
 * @param {string} token
 */
async function restore(letter, token) {
  const body = new FormData();
  body.set("restore", token);
  const url = letter.saveUrl.replace(/save\/$/, "uploads/");
  const { status, answer } = await send("POST", url, body, { signal: new AbortController().signal });
  if (status === 200) letter.tell("changed");
  else letter.tell("note", answer.words || letter.word(status ? "failed" : "offline"));
  return status === 200;
}
