// @ts-check
/**
 * The files of a letter: those that are there, and those on their way, two at a time.
 * A send waits for them.
 */

import { announce } from "../kit/announce.js";
import { removeFile } from "./removing.js";
import { send } from "./requests.js";
import { said, sizeWords } from "./sizes.js";
import { Transfer } from "./transfer.js";
import { fileRow, makeRow, showRow } from "./upload_rows.js";

/** @typedef {import("./letter.js").Letter} Letter */

const AT_ONCE = 2;

export class Uploads {
  /**
   * @param {Letter} letter
   * @param {AbortSignal} signal
   */
  constructor(letter, signal) {
    this.letter = letter;
    this.box = /** @type {HTMLElement} */ (letter.form.querySelector("[data-files]"));
    this.list = /** @type {HTMLElement} */ (letter.form.querySelector("[data-file-list]"));
    this.limit = Number(this.box.dataset.limit);
    /** @type {Map<Transfer, HTMLElement>} */
    this.rows = new Map();
    /** @type {(() => void)[]} */
    this.watching = [];
    letter.hear("file", (file) => this.list.append(fileRow(letter, file)));
    this.list.addEventListener("click", (event) => this.press(event));
    signal.addEventListener("abort", () => this.stop());
    const options = { signal };
    addEventListener("beforeunload", (event) => this.open.length && event.preventDefault(), options);
  }

  get transfers() {
    return [...this.rows.keys()];
  }

  /** Those that have not ended. */
  get open() {
    return this.transfers.filter((each) => each.isOpen);
  }

  /** Those that are not in the letter, though somebody wants them there. */
  get failed() {
    return this.transfers.filter((each) => each.state === "failed" || each.state === "refused");
  }

  /**
   * Puts files on their way; those that a letter cannot hold are refused at once.
   * @param {Iterable<File>} files
   * @param {{ isInline?: boolean }} [how]
   */
  add(files, { isInline = false } = {}) {
    let room = this.limit - this.bytes();
    for (const file of files) {
      const transfer = new Transfer(this.letter, file, { isInline, changed: (each) => this.changed(each) });
      const row = makeRow(transfer);
      this.rows.set(transfer, row);
      this.list.append(row);
      if (file.size > room) this.refuse(transfer);
      else room -= file.size;
    }
    const begun = this.transfers.filter((each) => each.state === "waiting");
    if (begun.length) announce(said(this.letter, "upload-begun", { n: begun.length }));
    this.next();
  }

  /** Stops all, because the letter goes; a large file can go on if it comes back. */
  stop() {
    for (const transfer of this.transfers) transfer.controller.abort();
    this.rows.clear();
  }

  /**
   * Says why a file is not taken at all.
   * @param {Transfer} transfer
   */
  refuse(transfer) {
    const values = { name: transfer.file.name, limit: sizeWords(this.limit) };
    transfer.words = said(this.letter, "upload-too-big", values);
    transfer.turn("refused");
  }

  /** How much is in the letter, or will be. */
  bytes() {
    const there = [...this.list.querySelectorAll("[data-size]")].map((row) => Number(row.getAttribute("data-size")));
    const coming = this.open.map((each) => each.file.size);
    return [...there, ...coming].reduce((sum, size) => sum + size, 0);
  }

  next() {
    const busy = this.open.filter((each) => each.state !== "waiting").length;
    const waiting = this.open.filter((each) => each.state === "waiting");
    for (const transfer of waiting.slice(0, Math.max(0, AT_ONCE - busy))) transfer.run().finally(() => this.next());
  }

  /** @param {Transfer} transfer */
  changed(transfer) {
    const row = this.rows.get(transfer);
    if (!row) return;
    const before = row.dataset.state;
    showRow(row, transfer);
    if (transfer.url) this.list.querySelector(`[data-upload="${transfer.url}"]`)?.remove();
    if (before === transfer.state) return;
    const { name } = transfer.file;
    if (transfer.state === "done") this.done(transfer, row);
    if (transfer.state === "paused") announce(said(this.letter, "upload-paused-said", { name }));
    if (transfer.state === "failed" || transfer.state === "refused") {
      announce(said(this.letter, "upload-failed-said", { name, words: transfer.words }), { urgent: true });
    }
    for (const watch of this.watching) watch();
  }

  /**
   * @param {Transfer} transfer
   * @param {HTMLElement} row
   */
  done(transfer, row) {
    announce(said(this.letter, "upload-done", { name: transfer.answer.name }));
    this.rows.delete(transfer);
    if (transfer.isInline) {
      row.remove();
      this.letter.tell("picture", transfer.answer);
    }
    this.letter.tell("changed");
  }

  /** @param {Event} event */
  press(event) {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    const row = button?.closest("li");
    if (!button || !row) return;
    event.preventDefault();
    const transfer = this.transfers.find((each) => this.rows.get(each) === row);
    const act = button.dataset.rowAct;
    if (act === "retry" && transfer) return this.retry(transfer);
    focusBeside(row, this.letter.form);
    if (button.name === "remove") return removeFile(this.letter, row, button.value);
    if (transfer) {
      this.rows.delete(transfer);
      transfer.cancel();
      announce(said(this.letter, "upload-cancelled", { name: transfer.file.name }));
    } else if (row.dataset.upload) send("DELETE", row.dataset.upload, null, { signal: new AbortController().signal });
    row.remove();
    for (const watch of this.watching) watch();
    this.next();
  }

  /** @param {Transfer} transfer */
  retry(transfer) {
    transfer.turn("waiting");
    this.next();
  }
}

/**
 * Gives the focus of a row that goes to the next one.
 * @param {HTMLElement} row
 * @param {HTMLFormElement} form
 */
function focusBeside(row, form) {
  const beside = row.nextElementSibling ?? row.previousElementSibling;
  const goal = beside?.querySelector("button:not([hidden])") ?? form.querySelector("[data-act=attach]");
  if (goal instanceof HTMLElement) goal.focus();
}
