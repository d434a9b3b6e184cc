// @ts-check
/** The formatting bar of the editor: its buttons, their states, the box for a link. */

import { blockAt, setBlock } from "./editor.js";

/** @type {Record<string, { tag: RegExp, on: (editor: any) => void, off: (editor: any) => void }>} */
const FORMATS = {
  bold: { tag: />(?:B|STRONG)\b/, on: (e) => e.bold(), off: (e) => e.removeBold() },
  italic: { tag: />(?:I|EM)\b/, on: (e) => e.italic(), off: (e) => e.removeItalic() },
  underline: { tag: />U\b/, on: (e) => e.underline(), off: (e) => e.removeUnderline() },
  strike: { tag: />(?:S|STRIKE|DEL)\b/, on: (e) => e.strikethrough(), off: (e) => e.removeStrikethrough() },
  bullets: { tag: /(?:^|>)UL\b/, on: (e) => e.makeUnorderedList(), off: (e) => e.removeList() },
  numbers: { tag: /(?:^|>)OL\b/, on: (e) => e.makeOrderedList(), off: (e) => e.removeList() },
  quote: { tag: /(?:^|>)BLOCKQUOTE\b/, on: (e) => e.increaseQuoteLevel(), off: (e) => e.decreaseQuoteLevel() },
};
const LINK = />A\b/;
const SCHEME = /^(?:https?|mailto|tel):/i;

/**
 * @param {HTMLFormElement} form
 * @param {any} editor
 */
export function startToolbar(form, editor) {
  const bar = form.querySelector("[data-toolbar]");
  const block = form.querySelector("[data-block]");
  if (!(bar instanceof HTMLElement) || !(block instanceof HTMLSelectElement)) return;
  // A press on a button must not take the selection out of the text.
  bar.addEventListener("mousedown", (event) => {
    if (!(event.target instanceof HTMLSelectElement)) event.preventDefault();
  });
  bar.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-format]") : null;
    if (button instanceof HTMLElement) press(form, editor, button);
  });
  block.addEventListener("change", (event) => {
    event.stopPropagation();
    setBlock(editor, block.value);
  });
  const show = () => showState(bar, block, editor);
  for (const name of ["pathChange", "select", "cursor"]) editor.addEventListener(name, show);
  handleLink(form, editor);
  walkByArrows(bar);
}

/**
 * @param {HTMLFormElement} form
 * @param {any} editor
 * @param {HTMLElement} button
 */
function press(form, editor, button) {
  const name = button.dataset.format ?? "";
  if (name === "link") return openLink(form, editor);
  if (name === "clear") return editor.removeAllFormatting();
  const format = FORMATS[name];
  if (!format) return;
  if (button.getAttribute("aria-pressed") === "true") format.off(editor);
  else format.on(editor);
  editor.focus();
}

/**
 * @param {HTMLElement} bar
 * @param {HTMLSelectElement} block
 * @param {any} editor
 */
function showState(bar, block, editor) {
  const path = editor.getPath();
  for (const [name, { tag }] of Object.entries(FORMATS)) {
    const isOn = path === "(selection)" ? isAround(editor, name) : tag.test(`>${path}`);
    bar.querySelector(`[data-format=${name}]`)?.setAttribute("aria-pressed", String(isOn));
  }
  bar.querySelector("[data-format=link]")?.setAttribute("aria-pressed", String(LINK.test(`>${path}`)));
  block.value = blockAt(editor);
}

/**
 * Says whether all of a selection has a format.
 * @param {any} editor
 * @param {string} name
 */
function isAround(editor, name) {
  const tag = { bold: "B", italic: "I", underline: "U", strike: "S" }[name];
  return tag ? editor.hasFormat(tag) : false;
}

/**
 * @param {HTMLFormElement} form
 * @param {any} editor
 */
function openLink(form, editor) {
  const { box, field } = linkBox(form);
  const node = editor.getSelection().commonAncestorContainer;
  const link = (node instanceof Element ? node : node.parentElement)?.closest("a[href]");
  field.value = link?.getAttribute("href") ?? "";
  box.hidden = !box.hidden;
  form.querySelector("[data-format=link]")?.setAttribute("aria-expanded", String(!box.hidden));
  if (box.hidden) editor.focus();
  else field.focus();
}

/** @param {HTMLFormElement} form */
function linkBox(form) {
  const box = /** @type {HTMLElement} */ (form.querySelector("[data-linkbox]"));
  return { box, field: /** @type {HTMLInputElement} */ (box.querySelector("[data-link]")) };
}

/**
 * @param {HTMLFormElement} form
 * @param {any} editor
 */
function handleLink(form, editor) {
  const { box, field } = linkBox(form);
  const close = () => {
    box.hidden = true;
    form.querySelector("[data-format=link]")?.setAttribute("aria-expanded", "false");
    editor.focus();
  };
  const set = () => {
    const typed = field.value.trim();
    close();
    if (typed) editor.makeLink(SCHEME.test(typed) ? typed : typed.includes("@") ? `mailto:${typed}` : `https://${typed}`);
  };
  box.addEventListener("click", (event) => {
    const act = event.target instanceof HTMLElement ? event.target.dataset.linkAct : "";
    if (act === "set") set();
    if (act === "remove") close(), editor.removeLink();
  });
  field.addEventListener("input", (event) => event.stopPropagation());
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") set();
    else close();
  });
}

/**
 * One tab stop for the whole bar; arrows walk along it.
 * @param {HTMLElement} bar
 */
function walkByArrows(bar) {
  const items = /** @type {HTMLElement[]} */ ([...bar.querySelectorAll("select, button")]);
  items.forEach((item, index) => (item.tabIndex = index ? -1 : 0));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const next = items[(at + step + items.length) % items.length];
    items.forEach((item) => (item.tabIndex = item === next ? 0 : -1));
    next?.focus();
  });
}
