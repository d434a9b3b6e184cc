// @ts-check
/**
 * A line of addresses as chips: typed, pasted or chosen, each checked at once. The
 * field of the form stays what it was, a text that the server reads.
 */

import { announce } from "../kit/announce.js";
import { read, same, split, write } from "./addresses.js";
import { chip, faultWords, handleChips, rest } from "./chips.js";
import { offerPeople } from "./suggest.js";

/** @typedef {import("./addresses.js").Person} Person */
/** @typedef {import("./letter.js").Letter} Letter */

const SHOWN = 60;

/** @param {Letter} letter */
export function startRecipients(letter) {
  for (const line of letter.form.querySelectorAll("[data-people]")) {
    if (line instanceof HTMLElement) new Recipients(letter, line);
  }
}

export class Recipients {
  /**
   * @param {Letter} letter
   * @param {HTMLElement} line
   */
  constructor(letter, line) {
    this.letter = letter;
    this.line = line;
    this.field = /** @type {HTMLInputElement} */ (line.querySelector("input"));
    this.label = line.querySelector("label")?.textContent ?? "";
    /** @type {Person[]} */
    this.people = [];
    this.chips = document.createElement("ul");
    this.chips.className = "tos-list";
    this.chips.setAttribute("aria-label", this.label);
    this.input = this.makeInput();
    this.place();
    this.add(split(this.field.value).map(read), { isQuiet: true });
    this.field.value = "";
    letter.form.addEventListener("formdata", ({ formData }) => formData.set(this.field.name, this.text()));
    this.listen();
    offerPeople(this);
  }

  /** What the form is to say: the chips, and what is typed beside them. */
  text() {
    return [...this.people.map(write), this.input.value.trim()].filter(Boolean).join(", ");
  }

  makeInput() {
    const input = document.createElement("input");
    const { id } = this.field;
    this.field.id = "";
    Object.assign(input, { id, type: "text", inputMode: "email", autocapitalize: "off", spellcheck: false, autocomplete: "off" });
    input.placeholder = this.field.dataset.short ?? "";
    return input;
  }

  place() {
    const box = document.createElement("div");
    box.className = "tos";
    const hadFocus = document.activeElement === this.field;
    this.field.type = "hidden";
    this.field.before(box);
    box.append(this.chips, this.input, this.field);
    box.addEventListener("mousedown", (event) => {
      if (event.target !== box && event.target !== this.chips) return;
      event.preventDefault();
      this.input.focus();
    });
    if (hadFocus) this.input.focus();
  }

  /**
   * @param {Person[]} people
   * @param {{ isQuiet?: boolean }} [how]
   */
  add(people, { isQuiet = false } = {}) {
    const here = new Set(this.people.map((person) => same(person.address)));
    for (const person of people) {
      if (here.has(same(person.address))) continue;
      here.add(same(person.address));
      this.people.push(person);
    }
    this.draw();
    if (isQuiet) return;
    const bad = people.map((person) => faultWords(this.letter, person)).find(Boolean);
    announce(bad || people.map((person) => person.name || person.address).slice(0, 3).join(", "), { urgent: Boolean(bad) });
    this.letter.tell("changed");
  }

  /** @param {number} index */
  remove(index) {
    this.people.splice(index, 1);
    this.draw();
    this.letter.tell("changed");
    const next = this.chips.querySelectorAll("[data-chip]")[Math.min(index, this.people.length - 1)];
    if (next instanceof HTMLElement && index < this.people.length) next.focus();
    else this.input.focus();
  }

  /** Takes a chip back into the field, to be put right. @param {number} index */
  edit(index) {
    const person = this.people[index];
    if (!person) return;
    this.commit();
    this.people.splice(index, 1);
    this.draw();
    this.input.value = write(person);
    this.input.focus();
    this.letter.tell("changed");
  }

  /** Makes chips of what is typed. */
  commit() {
    const typed = this.input.value;
    if (!typed.trim()) return false;
    this.input.value = "";
    this.add(split(typed).map(read));
    return true;
  }

  draw() {
    const hidden = this.people.length - SHOWN;
    const shown = this.people.slice(0, SHOWN).map((person, index) => chip(this.letter, person, index));
    this.chips.replaceChildren(...shown, ...(hidden > 0 ? [rest(this.letter, hidden)] : []));
    this.input.placeholder = this.people.length ? "" : (this.field.dataset.short ?? "");
    this.showFaults();
    this.letter.tell("people", { field: this.field.name, people: this.people });
  }

  showFaults() {
    const bad = this.people.map((person) => faultWords(this.letter, person)).find(Boolean) ?? "";
    const most = Number(this.line.dataset.most);
    const words = bad || (this.people.length > most ? this.letter.word("too-many") : "");
    this.line.querySelectorAll("[data-fault], .note-bad").forEach((note) => note.remove());
    this.line.toggleAttribute("data-bad", Boolean(words));
    this.input.toggleAttribute("aria-invalid", false);
    if (!words) return this.input.removeAttribute("aria-describedby");
    const note = document.createElement("p");
    note.className = "note-bad";
    note.id = `${this.input.id}-fault`;
    note.dataset.fault = "";
    note.textContent = words;
    this.line.append(note);
    this.input.setAttribute("aria-invalid", "true");
    this.input.setAttribute("aria-describedby", note.id);
  }

  listen() {
    this.input.addEventListener("paste", (event) => this.onPaste(event));
    this.input.addEventListener("input", (event) => {
      const isComposing = event instanceof InputEvent && event.isComposing;
      if (!isComposing && /[,;，；、]\s*$/.test(this.input.value) && !/^"[^"]*$/.test(this.input.value)) this.commit();
    });
    this.input.addEventListener("blur", () => setTimeout(() => document.activeElement !== this.input && this.commit()));
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    handleChips(this);
  }

  /** @param {ClipboardEvent} event */
  onPaste(event) {
    const pieces = split(event.clipboardData?.getData("text/plain") ?? "");
    if (pieces.length < 2 && !pieces[0]?.includes("<")) return;
    event.preventDefault();
    this.commit();
    this.add(pieces.map(read));
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.isComposing || event.defaultPrevented) return;
    const isEmpty = !this.input.value;
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.commit();
    } else if (event.key === "Tab" && !event.shiftKey && !isEmpty) this.commit();
    else if ((event.key === "Backspace" || event.key === "ArrowLeft") && isEmpty && this.people.length) {
      event.preventDefault();
      this.focusChip(Math.min(this.people.length, SHOWN) - 1);
    }
  }

  /** @param {number} index */
  focusChip(index) {
    const chip = this.chips.querySelector(`[data-chip="${Math.max(0, index)}"]`);
    if (chip instanceof HTMLElement) chip.focus();
    else this.input.focus();
  }
}
