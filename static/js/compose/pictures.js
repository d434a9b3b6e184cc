// @ts-check
/**
 * Pictures in the text: put in at the caret by the toolbar, and described in words
 * for those who do not see them.
 */

import { announce } from "../kit/announce.js";
import { put } from "./dropping.js";
import { send } from "./requests.js";
import { said } from "./sizes.js";

/** @typedef {import("./letter.js").Letter} Letter */
/** @typedef {import("./uploads.js").Uploads} Uploads */

/**
 * @param {Letter} letter
 * @param {Uploads} uploads
 */
export function handlePictures(letter, uploads) {
  const { form } = letter;
  const body = /** @type {HTMLElement} */ (form.querySelector("[data-body]"));
  const box = /** @type {HTMLElement} */ (form.querySelector("[data-picturebox]"));
  const button = form.querySelector("[data-picture]");
  const field = /** @type {HTMLInputElement} */ (box.querySelector("input"));
  /** @type {HTMLImageElement | null} */
  let chosen = null;
  const close = () => {
    box.hidden = true;
    chosen?.removeAttribute("data-chosen");
    chosen = null;
  };
  const open = (/** @type {HTMLImageElement} */ image) => {
    close();
    chosen = image;
    field.value = image.alt;
    box.hidden = false;
  };
  button?.addEventListener("click", () => {
    const image = pictureAt(body);
    if (!image) return choose(uploads);
    open(image);
    field.focus();
  });
  body.addEventListener("click", (event) => {
    if (event.target instanceof HTMLImageElement) open(event.target);
    else close();
  });
  // Plain text has no pictures: they go along as files.
  form.querySelector("[data-act=format]")?.addEventListener("click", () => {
    if (letter.writing?.isRich) return;
    close();
    for (const image of body.querySelectorAll("img[src^='/compose/']")) attachInstead(letter, image, { isKept: true });
  });
  letter.hear("picture", ({ url, name }) => {
    const id = new URL(url, location.href).pathname;
    letter.writing?.insert({ html: `<img src="${id}" alt="">`, text: name });
    const image = body.querySelector(`img[src="${id}"]`);
    if (image instanceof HTMLImageElement) open(image);
    announce(said(letter, "picture-there"));
  });
  field.addEventListener("input", (event) => {
    event.stopPropagation();
    if (!chosen?.isConnected) return;
    chosen.alt = field.value;
    letter.tell("changed");
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    close();
    letter.writing?.focus();
  });
  box.addEventListener("click", (event) => {
    const act = event.target instanceof HTMLElement ? event.target.dataset.pictureAct : "";
    if (!act) return;
    if (act === "attach" && chosen) attachInstead(letter, chosen);
    if (act === "remove") chosen?.remove();
    if (act !== "close") letter.tell("changed");
    close();
    letter.writing?.focus();
  });
}

/**
 * Makes a file of its own of a picture in the text.
 * @param {Letter} letter
 * @param {Element} image
 * @param {{ isKept?: boolean }} [how]
 */
async function attachInstead(letter, image, { isKept = false } = {}) {
  const url = image.getAttribute("src") ?? "";
  const { status, answer } = await send("POST", url, null, { signal: new AbortController().signal });
  if (status !== 200) return letter.tell("note", letter.word(status ? "failed" : "offline"));
  if (!isKept) image.remove();
  letter.tell("file", answer);
  letter.tell("changed");
}

/** @param {Uploads} uploads */
function choose(uploads) {
  const field = document.createElement("input");
  field.type = "file";
  field.accept = "image/png,image/jpeg,image/gif,image/webp";
  field.multiple = true;
  field.addEventListener("change", () => put(uploads, [...(field.files ?? [])], true));
  field.click();
}

/**
 * Gives the picture that is selected, or that the caret stands behind.
 * @param {HTMLElement} body
 */
function pictureAt(body) {
  const selection = getSelection();
  if (!selection?.rangeCount || !body.contains(selection.anchorNode)) return null;
  const { startContainer, startOffset } = selection.getRangeAt(0);
  const beside = [startContainer.childNodes[startOffset - 1], startContainer.childNodes[startOffset]];
  const before = startContainer instanceof Text && !startOffset ? startContainer.previousSibling : null;
  return [...beside, before].find((node) => node instanceof HTMLImageElement) ?? null;
}
