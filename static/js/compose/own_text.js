// @ts-check
/**
 * The editor of a signature in the settings: the composer's own, with a
 * look at how it will stand in a letter. Without this it is a plain field.
 */

import { asHtml, asText } from "./plain_text.js";
import { Writing } from "./writing.js";

const PAUSE_MS = 120;

/** @param {HTMLElement} root */
export async function start(root) {
  if (!(root instanceof HTMLFormElement)) return;
  const letter = /** @type {any} */ ({
    form: root,
    saveUrl: "",
    word: (/** @type {string} */ name) => root.querySelector("[data-says]")?.getAttribute(`data-say-${name}`) ?? "",
    tell: () => later(),
  });
  const writing = new Writing(letter);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => preview(root, writing), PAUSE_MS);
  };
  root.addEventListener("input", later);
  await writing.start();
  await preview(root, writing);
  root.dataset.ready = "";
}

/**
 * Shows what is written as a letter will show it.
 * @param {HTMLFormElement} root
 * @param {Writing} writing
 */
async function preview(root, writing) {
  const box = root.querySelector("[data-preview]");
  const rich = root.querySelector("[data-preview-rich]");
  const plain = root.querySelector("[data-preview-plain]");
  if (!(box instanceof HTMLElement) || !(rich instanceof HTMLElement) || !(plain instanceof HTMLElement)) return;
  const text = (writing.isRich ? asText(writing.rich) : writing.plain.value).trim();
  box.hidden = !text;
  rich.hidden = !writing.isRich;
  plain.hidden = writing.isRich;
  plain.textContent = `-- \n${text}`;
  if (!writing.isRich) return;
  const { toFragment } = await import("./clean.js");
  rich.replaceChildren(toFragment(writing.editor?.getHTML() ?? asHtml(text)));
}
