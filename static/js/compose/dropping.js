// @ts-check
/**
 * How files come into a letter: by the button, dropped anywhere on it, or pasted. A
 * picture goes into the text where that has formatting, unless it is to be a file.
 */

import { said } from "./sizes.js";

/** @typedef {import("./letter.js").Letter} Letter */
/** @typedef {import("./uploads.js").Uploads} Uploads */

const PICTURE = /^image\/(png|jpeg|gif|webp)$/;

/**
 * @param {Letter} letter
 * @param {Uploads} uploads
 */
export function handleFiles(letter, uploads) {
  const { form } = letter;
  const field = /** @type {HTMLInputElement} */ (form.querySelector("[name=files]"));
  const button = form.querySelector("[data-act=attach]");
  if (button instanceof HTMLElement) {
    button.hidden = false;
    button.addEventListener("click", () => field.click());
  }
  field.addEventListener("change", (event) => {
    event.stopPropagation();
    uploads.add([...(field.files ?? [])]);
    field.value = "";
  });
  letter.hear("pictures", (files) => put(uploads, files, true));
  form.addEventListener("paste", (event) => paste(event, uploads), { capture: true });
  handleDrop(letter, uploads);
}

/**
 * Puts files into the letter, pictures into its text if that is wanted.
 * @param {Uploads} uploads
 * @param {File[]} files
 * @param {boolean} isForText
 */
export function put(uploads, files, isForText) {
  const isShown = (/** @type {File} */ file) => isForText && Boolean(uploads.letter.writing?.isRich) && PICTURE.test(file.type);
  uploads.add(files.filter((file) => !isShown(file)));
  uploads.add(files.filter(isShown), { isInline: true });
}

/**
 * Takes pasted files; where there are words beside them, those are meant.
 * @param {ClipboardEvent} event
 * @param {Uploads} uploads
 */
function paste(event, uploads) {
  const data = event.clipboardData;
  if (!data?.files.length || data.types.some((type) => type.startsWith("text/"))) return;
  event.preventDefault();
  event.stopPropagation();
  const isInText = event.target instanceof Element && event.target.closest("[data-body]");
  put(uploads, [...data.files], Boolean(isInText));
}

/**
 * @param {Letter} letter
 * @param {Uploads} uploads
 */
function handleDrop(letter, uploads) {
  const { form } = letter;
  const zone = /** @type {HTMLElement} */ (form.querySelector("[data-dropzone]"));
  const forText = /** @type {HTMLElement} */ (zone.querySelector("[data-drop=text]"));
  let depth = 0;
  const hide = () => {
    depth = 0;
    zone.hidden = true;
    zone.querySelector("[data-over]")?.removeAttribute("data-over");
  };
  form.addEventListener("dragenter", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth++;
    forText.hidden = !(letter.writing?.isRich && arePictures(event));
    zone.hidden = false;
  });
  form.addEventListener("dragleave", (event) => {
    if (hasFiles(event) && --depth <= 0) hide();
  });
  form.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    const over = event.target instanceof Element ? event.target.closest("[data-drop]") : null;
    for (const pane of zone.querySelectorAll("[data-drop]")) pane.toggleAttribute("data-over", pane === over);
  });
  form.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    const isForText = event.target instanceof Element && Boolean(event.target.closest("[data-drop=text]"));
    hide();
    drop(event, letter, uploads, isForText);
  }, { capture: true });
}

/**
 * Takes what was dropped; of a folder there are no bytes to send.
 * @param {DragEvent} event
 * @param {Letter} letter
 * @param {Uploads} uploads
 * @param {boolean} isForText
 */
function drop(event, letter, uploads, isForText) {
  const items = [...(event.dataTransfer?.items ?? [])].filter((item) => item.kind === "file");
  const folders = items.map((item) => item.webkitGetAsEntry?.()).filter((entry) => entry?.isDirectory);
  const names = new Set(folders.map((entry) => entry?.name));
  const files = [...(event.dataTransfer?.files ?? [])].filter((file) => !names.has(file.name));
  const [folder] = names;
  if (folder) letter.tell("note", said(letter, "upload-folder", { name: folder }));
  put(uploads, files, isForText);
}

/** @param {DragEvent} event */
function hasFiles(event) {
  return Boolean(event.dataTransfer?.types.includes("Files"));
}

/** @param {DragEvent} event */
function arePictures(event) {
  const items = [...(event.dataTransfer?.items ?? [])].filter((item) => item.kind === "file");
  return items.length > 0 && items.every((item) => PICTURE.test(item.type));
}
