// @ts-check
/**
 * The text of a letter: an editor with formatting, or a plain field, and the way from
 * one to the other. What was formatted comes back when one changes one's mind at once.
 */

import { ask } from "../kit/ask.js";
import { asHtml, asText } from "./plain_text.js";

/** @typedef {import("./letter.js").Letter} Letter */

export class Writing {
  /** @param {Letter} letter */
  constructor(letter) {
    const { form } = letter;
    this.letter = letter;
    this.form = form;
    this.plain = /** @type {HTMLTextAreaElement} */ (form.querySelector("[name=body]"));
    this.rich = /** @type {HTMLElement} */ (form.querySelector("[data-body]"));
    this.kept = /** @type {HTMLTextAreaElement} */ (form.querySelector("[data-html]"));
    /** @type {any} */
    this.editor = null;
    this.before = { text: "", html: "" };
    this.remember = "";
    form.addEventListener("formdata", ({ formData }) => this.collect(formData));
    this.handleSwitch();
    this.handleQuote();
  }

  get isRich() {
    return this.form.dataset.format === "rich";
  }

  /** Gives the words that are written, without their formatting. */
  get text() {
    return this.isRich && this.editor ? this.rich.innerText : this.plain.value;
  }

  async start() {
    if (!this.isRich) return;
    const typed = this.plain.value;
    await this.load();
    this.editor.setHTML(this.plain.value === typed ? this.kept.value || asHtml(typed) : asHtml(this.plain.value));
    const hadFocus = document.activeElement === this.plain;
    this.show();
    if (hadFocus) this.editor.focus();
  }

  async load() {
    if (this.editor) return;
    const [{ makeEditor }, { startToolbar }] = await Promise.all([import("./editor.js"), import("./toolbar.js")]);
    this.editor = makeEditor(this.rich, {
      onTooLong: () => this.letter.tell("note", this.letter.word("too-much")),
      onPicture: (files) => this.letter.tell("pictures", files),
    });
    this.editor.addEventListener("input", () => this.letter.tell("changed"));
    startToolbar(this.form, this.editor);
  }

  show() {
    const { isRich } = this;
    this.plain.hidden = isRich;
    this.rich.hidden = !isRich;
    const bar = this.form.querySelector("[data-toolbar]");
    if (bar instanceof HTMLElement) bar.hidden = !isRich;
    this.form.querySelector("[data-act=format]")?.setAttribute("aria-pressed", String(!isRich));
  }

  /** @param {FormData} data */
  collect(data) {
    const isReady = this.isRich && this.editor;
    data.set("format", isReady ? "rich" : this.isRich ? "" : "plain");
    if (isReady) {
      data.set("html", this.editor.getHTML());
      data.set("body", "");
    }
    if (this.remember) data.set("remember", this.remember);
  }

  handleSwitch() {
    const button = this.form.querySelector("[data-act=format]");
    if (!(button instanceof HTMLElement)) return;
    button.hidden = false;
    button.addEventListener("click", () => this.change());
  }

  async change() {
    if (this.isRich) {
      this.before = { html: this.editor.getHTML(), text: asText(this.rich) };
      this.plain.value = this.before.text;
    } else {
      await this.load();
      const isSame = this.before.html && this.plain.value === this.before.text;
      this.editor.setHTML(isSame ? this.before.html : asHtml(this.plain.value));
    }
    this.form.dataset.format = this.isRich ? "plain" : "rich";
    this.remember = this.form.dataset.format;
    this.show();
    this.focus();
    this.letter.tell("changed");
  }

  focus() {
    if (this.isRich) this.editor?.focus();
    else this.plain.focus();
  }

  /**
   * Puts something in at the caret; plain text takes its words.
   * @param {{ html: string, text: string }} what
   */
  insert({ html, text }) {
    if (this.isRich) this.editor.insertHTML(html);
    else this.plain.setRangeText(text, this.plain.selectionStart, this.plain.selectionEnd, "end");
    this.letter.tell("changed");
  }

  handleQuote() {
    this.form.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("[value=unfold]") : null;
      if (!button || !this.letter.saveUrl) return;
      event.preventDefault();
      this.unfold();
    });
  }

  /** Takes the original into the text, where it can be cut and answered in between. */
  async unfold() {
    const { text } = await ask(this.letter.saveUrl.replace(/save\/$/, "quote/"));
    const quote = JSON.parse(text);
    if (this.isRich) this.editor.setHTML(`${this.editor.getHTML()}<div><br></div>${quote.html}`);
    else this.plain.value = `${this.plain.value}\n\n${quote.text}`;
    this.form.querySelectorAll("[data-quote]").forEach((part) => part.remove());
    if (this.isRich) this.editor.moveCursorToStart();
    this.focus();
    this.letter.tell("changed");
  }
}
