// @ts-check
/**
 * The signature of a letter: chosen in its menu, and changed with the address that the
 * letter is from, unless a person has changed it.
 */

import { ask } from "../kit/ask.js";
import { asText } from "./plain_text.js";
import { bare, changedPlain, findPlain, plainStart } from "./signature_text.js";

/** @typedef {import("./letter.js").Letter} Letter */
/** @typedef {import("./writing.js").Writing} Writing */
/** @typedef {import("./signature_text.js").Signature} Signature */
/** @typedef {{ signatures: Signature[], chosen: Record<string, { new: number | null, answers: number | null }> }} Known */

const URL_OF_ALL = "/compose/signatures/";

export class Signing {
  /**
   * @param {Letter} letter
   * @param {Writing} writing
   */
  constructor(letter, writing) {
    this.letter = letter;
    this.writing = writing;
    this.form = letter.form;
    const from = this.form.querySelector("select[name=from_address]");
    this.address = from instanceof HTMLSelectElement ? from.value : "";
    /** What the block was when we last put it there. */
    this.put = "";
    letter.isBlank = () => this.isBlank();
    from?.addEventListener("change", () => from instanceof HTMLSelectElement && this.follow(from.value));
    const menu = this.form.querySelector("[data-sign-menu]");
    menu?.addEventListener("click", (event) => this.choose(event, menu));
  }

  /** Notes how the signature stands that the server has put in. */
  begin() {
    this.put = look(this.block());
  }

  /**
   * @param {Event} event
   * @param {Element} menu
   */
  async choose(event, menu) {
    const button = event.target instanceof Element ? event.target.closest("[name=sign]") : null;
    if (!(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    menu.removeAttribute("open");
    const { signatures } = await load();
    this.replace(signatures.find((each) => each.id === Number(button.value)) ?? null, signatures);
    this.writing.focus();
  }

  /**
   * Changes the signature with the address; one changed by hand, or taken out, stays.
   * @param {string} address
   */
  async follow(address) {
    const { signatures, chosen } = await load();
    const kind = this.form.dataset.kind === "new" ? "new" : "answers";
    const before = chosen[this.address]?.[kind] ?? null;
    const after = chosen[address]?.[kind] ?? null;
    this.address = address;
    const isThere = this.stands();
    if (isThere ? !this.isUntouched(signatures) : before !== null) return;
    this.replace(signatures.find((each) => each.id === after) ?? null, signatures);
  }

  stands() {
    return this.writing.isRich ? Boolean(this.block()) : plainStart(this.writing.plain.value) >= 0;
  }

  /** @param {Signature[]} signatures */
  isUntouched(signatures) {
    if (!this.writing.isRich) return Boolean(findPlain(this.writing.plain.value, signatures));
    const block = this.block();
    return block && look(block) === this.put && signatures.some((each) => bare(each.text) === bare(asText(block)));
  }

  /** Gives the signature in the editor, and not one that is quoted. */
  block() {
    return [...this.writing.rich.querySelectorAll(".signature")].find((each) => !each.closest("blockquote")) ?? null;
  }

  /**
   * @param {Signature | null} signature
   * @param {Signature[]} signatures
   */
  async replace(signature, signatures) {
    if (this.writing.isRich) await this.replaceRich(signature);
    else this.replacePlain(signature, signatures);
    this.letter.tell("changed");
  }

  /** @param {Signature | null} signature */
  async replaceRich(signature) {
    const { editor, rich } = this.writing;
    const { toFragment } = await import("./clean.js");
    const made = document.createElement("div");
    made.className = "signature";
    if (signature) made.append(toFragment(signature.html));
    const old = this.block();
    editor.saveUndoState();
    if (old && signature) old.replaceWith(made);
    else if (old) old.remove();
    else if (signature) place(rich, made, editor);
    this.put = look(made);
  }

  /**
   * @param {Signature | null} signature
   * @param {Signature[]} signatures
   */
  replacePlain(signature, signatures) {
    const field = this.writing.plain;
    const block = signature ? `-- \n${signature.text}` : "";
    const found = findPlain(field.value, signatures) ?? changedPlain(field.value);
    if (found) return field.setRangeText(block, found.start, found.end, "preserve");
    const end = field.value.length;
    field.setRangeText(block && `\n\n${block}`, end, end, "preserve");
  }

  /** Says whether a new letter holds nothing that somebody wrote. */
  isBlank() {
    if (this.form.dataset.kind !== "new" || this.form.querySelector("[data-files] li, [data-notes] [data-other]")) return false;
    const fields = this.letter.fields();
    if (["to", "cc", "bcc", "subject"].some((name) => (fields.get(name) ?? "").trim())) return false;
    if (this.writing.isRich && this.writing.rich.querySelector("img")) return false;
    const text = this.writing.isRich ? asText(this.writing.rich) : this.writing.plain.value;
    const start = plainStart(text);
    if (start < 0) return !text.trim();
    return !text.slice(0, start).trim() && (!this.writing.isRich || look(this.block()) === this.put);
  }
}

/** @returns {Promise<Known>} */
async function load() {
  return JSON.parse((await ask(URL_OF_ALL)).text);
}

/**
 * Gives a block to be compared; the editor keeps its lines open with a break.
 * @param {Element | null} block
 */
function look(block) {
  return block?.innerHTML.replaceAll("<br>", "") ?? "";
}

/**
 * Puts a signature below what is written, above an original that stands below it.
 * @param {HTMLElement} rich
 * @param {HTMLElement} made
 * @param {any} editor
 */
function place(rich, made, editor) {
  const quote = rich.querySelector(":scope > .quote-line");
  const before = quote && quote !== rich.firstElementChild ? quote : null;
  const above = before ? before.previousElementSibling : rich.lastElementChild;
  if (above?.textContent?.trim()) rich.insertBefore(editor.createDefaultBlock(), before);
  rich.insertBefore(made, before);
}
