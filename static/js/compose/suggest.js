// @ts-check
/**
 * People offered under an address line, as an ARIA combobox: arrows walk, Enter or
 * Tab takes, Escape puts the list away. What was asked is remembered while the page is.
 */

import { announce } from "../kit/announce.js";
import { ask } from "../kit/ask.js";
import { faultOf, same } from "./addresses.js";
import { face } from "./faces.js";

/** @typedef {import("./addresses.js").Person} Person */
/** @typedef {{ input: HTMLInputElement, line: HTMLElement, label: string, people: Person[], letter: { word: (name: string) => string }, add: (people: Person[]) => void }} Line */

const PAUSE_MS = 60;
/** @type {Map<string, Person[]>} */
const asked = new Map();

/** @param {Line} line */
export function offerPeople(line) {
  new Suggestions(line);
}

class Suggestions {
  /** @param {Line} line */
  constructor(line) {
    this.line = line;
    this.input = line.input;
    this.list = document.createElement("ul");
    this.list.id = `${this.input.id}-people`;
    this.list.className = "suggest";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", line.label);
    this.list.hidden = true;
    line.line.append(this.list);
    /** @type {Person[]} */
    this.offered = [];
    this.at = -1;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {AbortController | null} */
    this.asking = null;
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-expanded", "false");
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.addEventListener("input", () => this.soon());
    this.input.addEventListener("compositionend", () => this.soon());
    this.input.addEventListener("keydown", (event) => this.onKey(event), { capture: true });
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
      if (option) this.take([...this.list.children].indexOf(option));
    });
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.find(), PAUSE_MS);
  }

  async find() {
    const typed = this.input.value.trim();
    this.asking?.abort();
    if (!typed) return this.close();
    const known = asked.get(typed) ?? (await this.fetch(typed));
    if (!known || this.input.value.trim() !== typed || document.activeElement !== this.input) return;
    const here = new Set(this.line.people.map((person) => same(person.address)));
    this.show(known.filter((person) => !here.has(same(person.address))));
  }

  /**
   * @param {string} typed
   * @returns {Promise<Person[] | null>}
   */
  async fetch(typed) {
    const { signal } = (this.asking = new AbortController());
    try {
      const answer = await ask(`/compose/people/?q=${encodeURIComponent(typed)}`, { signal });
      const { people } = JSON.parse(answer.text);
      if (people.length) asked.set(typed, people);
      return people;
    } catch {
      return null;
    }
  }

  /** @param {Person[]} people */
  show(people) {
    this.offered = people;
    this.list.replaceChildren(...people.map((person, index) => this.option(person, index)));
    this.list.hidden = people.length === 0;
    this.input.setAttribute("aria-expanded", String(people.length > 0));
    // Who has typed a whole address means that one.
    this.point(people.length && faultOf(this.input.value.trim()) ? 0 : -1);
    if (people.length) announce(this.line.letter.word("offered").replace("{n}", String(people.length)));
  }

  /**
   * @param {Person} person
   * @param {number} index
   */
  option(person, index) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${index}`;
    option.setAttribute("role", "option");
    const name = document.createElement("b");
    name.textContent = person.name || person.address;
    const address = document.createElement("small");
    if (person.name) address.textContent = person.address;
    option.append(face(person), name, address);
    return option;
  }

  /** @param {number} index */
  point(index) {
    this.at = index;
    [...this.list.children].forEach((option, each) => option.setAttribute("aria-selected", String(each === index)));
    const option = this.list.children[index];
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    clearTimeout(this.timer);
    this.show([]);
  }

  /** @param {number} index */
  take(index) {
    const person = this.offered[index];
    if (!person) return;
    this.input.value = "";
    this.close();
    this.line.add([person]);
    this.input.focus();
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.isComposing || this.list.hidden) return;
    const { length } = this.offered;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.point((this.at + step + length) % length);
    else if (event.key === "Escape") this.close();
    else if (this.at >= 0 && isTaking(event)) this.take(this.at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** @param {KeyboardEvent} event */
function isTaking(event) {
  if (event.key === "Tab") return !event.shiftKey;
  return event.key === "Enter" && !event.ctrlKey && !event.metaKey;
}
