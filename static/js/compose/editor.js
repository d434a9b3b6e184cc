// @ts-check
/**
 * The rich editor: Squire, held to what our policy allows. It is loaded when a letter
 * with formatting is opened.
 */

import Squire from "../../vendor/squire.mjs";
import { toFragment } from "./clean.js";

const LONGEST_PASTE = 1_000_000;

/** Squire, with steps that are undone as clean nodes and not as markup. */
class Editor extends Squire {
  /** @param {string} html */
  _setRawHTML(html) {
    const root = this.getRoot();
    root.replaceChildren(toFragment(html, { isUndone: true }));
    if (!root.firstChild) root.append(this.createDefaultBlock());
    this._ignoreChange = true;
    return this;
  }
}

/**
 * Makes an editor in an element.
 * @param {HTMLElement} root
 * @param {{ onTooLong: () => void, onPicture: (files: File[]) => void }} hear
 */
export function makeEditor(root, { onTooLong, onPicture }) {
  let isPasted = false;
  const editor = new Editor(root, {
    blockTag: "DIV",
    sanitizeToDOMFragment: (/** @type {string} */ html) => toFragment(html, { isPasted }),
  });
  // It would write sizes as style attributes, which are lost when a step is undone.
  editor._imageResizer?.destroy();
  const insert = editor.insertHTML.bind(editor);
  editor.insertHTML = (/** @type {string} */ html, /** @type {boolean} */ pasted) => {
    if (html.length > LONGEST_PASTE) return onTooLong(), editor;
    isPasted = pasted;
    try {
      return insert(html, pasted);
    } finally {
      isPasted = false;
    }
  };
  editor.addEventListener("pasteImage", (/** @type {CustomEvent} */ event) => onPicture([...event.detail.clipboardData.files]));
  return editor;
}

/**
 * Gives the style of the block that the caret is in.
 * @param {any} editor
 */
export function blockAt(editor) {
  const path = editor.getPath();
  return path.match(/(?:^|>)(H2|H3|PRE)\b/)?.[1] ?? "DIV";
}

/**
 * Makes the blocks of the selection of another kind.
 * @param {any} editor
 * @param {string} tag
 */
export function setBlock(editor, tag) {
  if (blockAt(editor) === "PRE") editor.removeCode();
  if (tag === "PRE") return editor.code();
  editor.modifyBlocks((/** @type {DocumentFragment} */ fragment) => {
    for (const block of [...fragment.querySelectorAll("div, p, h1, h2, h3, h4, h5, h6")]) {
      if (block.querySelector("div, p, ul, ol, blockquote, table")) continue;
      const made = document.createElement(tag);
      made.append(...block.childNodes);
      block.replaceWith(made);
    }
    return fragment;
  });
  editor.focus();
}
