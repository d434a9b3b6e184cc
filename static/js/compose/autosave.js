// @ts-check
/**
 * Saves a letter while it is written: within two seconds of typing, when the page is
 * hidden or left, and again when the network is back. One save runs at a time; the
 * server orders those of one window by their serial, so the last always wins.
 */

const PAUSE_MS = 800;
const LONGEST_MS = 2000;
const RETRY_MS = [2000, 4000, 8000, 15000, 30000];
/** Browsers let 64 KB outlive their page. */
const OUTLIVES = 60_000;

/** @typedef {import("./letter.js").Letter} Letter */

export class Autosave {
  /**
   * @param {Letter} letter
   * @param {AbortSignal} signal
   */
  constructor(letter, signal) {
    this.letter = letter;
    this.isDirty = false;
    this.failures = 0;
    this.since = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {Promise<void> | null} */
    this.running = null;
    const leave = () => document.visibilityState === "hidden" && this.leave();
    document.addEventListener("visibilitychange", leave, { signal });
    addEventListener("pagehide", () => this.leave(), { signal });
    addEventListener("online", () => this.isDirty && this.save(), { signal });
    addEventListener("beforeunload", (event) => this.ask(event), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  /** Notes that something was written, and saves it soon. */
  changed() {
    this.isDirty = true;
    if (this.failures) return;
    this.since ||= performance.now();
    const longest = this.since + LONGEST_MS - performance.now();
    this.later(Math.max(0, Math.min(PAUSE_MS, longest)));
  }

  /** Saves what is not saved yet; resolves when the server has answered. */
  async save() {
    clearTimeout(this.timer);
    while (this.running) await this.running;
    if (!this.isDirty || !this.letter.saveUrl) return;
    this.running = this.run().finally(() => (this.running = null));
    await this.running;
  }

  async run() {
    this.isDirty = false;
    this.since = 0;
    const { status, answer } = await this.letter.post(this.letter.saveUrl, this.letter.fields());
    this.heard(status, answer);
  }

  /** Saves while the page goes, if it still can; a large letter may not. */
  leave() {
    if (!this.isDirty || !this.letter.saveUrl) return;
    clearTimeout(this.timer);
    this.isDirty = false;
    const fields = this.letter.fields();
    fields.set("away", "1");
    const isLeaving = new Blob([fields.toString()]).size < OUTLIVES;
    this.letter.post(this.letter.saveUrl, fields, { isLeaving }).then(({ status, answer }) => this.heard(status, answer));
  }

  /**
   * @param {number} status
   * @param {any} answer
   */
  heard(status, answer) {
    if (status === 200 || status === 409) {
      this.failures = 0;
      this.letter.version = Math.max(this.letter.version, answer.version);
      this.letter.tell("saved", answer);
      return;
    }
    this.isDirty = true;
    this.letter.tell("unsaved", { status, words: answer.words });
    if (status && status !== 401 && status < 500) return;
    this.later(RETRY_MS[Math.min(this.failures++, RETRY_MS.length - 1)]);
  }

  /** @param {number} wait */
  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  /**
   * Asks before a page goes whose letter the server does not have.
   * @param {BeforeUnloadEvent} event
   */
  ask(event) {
    if (this.isDirty && this.failures) event.preventDefault();
  }
}
