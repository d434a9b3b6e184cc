// @ts-check
/**
 * One file on its way to the server. Up to 5 MB it goes in one request; larger ones
 * go in pieces, from the offset that the server tells, so that what has arrived never
 * goes twice. Out of reach, it pauses and goes on by itself.
 */

import { send } from "./requests.js";

/** @typedef {import("./letter.js").Letter} Letter */
/** @typedef {import("./requests.js").Answer} Answer */
/** @typedef {"waiting" | "sending" | "paused" | "failed" | "refused" | "done" | "gone"} State */

export const SMALL = 5 << 20;
const PIECE = 2 << 20;
const WAITS_MS = [1000, 2000, 4000, 8000, 15000];
const MOST_FAULTS = 4;
const EDGE = 1 << 16;

export class Transfer {
  /**
   * @param {Letter} letter
   * @param {File} file
   * @param {{ isInline: boolean, changed: (transfer: Transfer) => void }} how
   */
  constructor(letter, file, { isInline, changed }) {
    this.letter = letter;
    this.file = file;
    this.isInline = isInline;
    this.changed = changed;
    this.sent = 0;
    this.words = "";
    /** @type {State} */
    this.state = "waiting";
    /** The upload on the server, of a large file. */
    this.url = "";
    /** @type {any} What the server says of the file, when it is there. */
    this.answer = {};
    this.key = `${Date.now()}-${Math.random()}`;
    this.controller = new AbortController();
  }

  get isOpen() {
    return this.state === "waiting" || this.state === "sending" || this.state === "paused";
  }

  /** Sends the file; resolves when it is there, refused or cancelled. */
  async run() {
    this.controller = new AbortController();
    this.turn("sending");
    let faults = 0;
    for (let tries = 0; this.isOpen; ) {
      const before = this.sent;
      const { status, answer } = await this.step();
      if (this.controller.signal.aborted) return;
      if (status === 200 || status === 409) {
        faults = status === 409 ? faults + 1 : 0;
        tries = 0;
        if (answer.file) this.finish(answer);
      } else if (status && status < 500) return this.fail(status, answer);
      else if (status && ++faults >= MOST_FAULTS) return this.fail(status, answer);
      else {
        this.sent = before;
        await this.pause(WAITS_MS[Math.min(tries++, WAITS_MS.length - 1)] ?? 1000);
      }
      if (faults > MOST_FAULTS) return this.fail(status, answer);
    }
  }

  /** @returns {Promise<Answer>} */
  async step() {
    await this.letter.begin();
    if (!this.letter.saveUrl) return { status: 0, answer: {} };
    const uploads = this.letter.saveUrl.replace(/save\/$/, "uploads/");
    if (this.file.size <= SMALL) return this.post(uploads, await this.whole());
    if (this.url) return this.sendPiece();
    const body = new FormData();
    const { name, type, size } = this.file;
    for (const [field, value] of Object.entries({ name, type, size, fingerprint: await fingerprintOf(this.file) })) {
      body.set(field, String(value));
    }
    if (this.isInline) body.set("place", "text");
    return this.begun(await this.post(uploads, body));
  }

  async whole() {
    const body = new FormData();
    body.set("fingerprint", this.key);
    if (this.isInline) body.set("place", "text");
    body.set("file", this.file);
    return body;
  }

  /**
   * @param {string} url
   * @param {FormData} body
   */
  post(url, body) {
    const { signal } = this.controller;
    const onProgress = (/** @type {number} */ sent) => body.has("file") && this.move(sent);
    return send("POST", url, body, { signal, onProgress });
  }

  async sendPiece() {
    const start = this.sent;
    const piece = this.file.slice(start, start + PIECE);
    const headers = { "Content-Type": "application/octet-stream", "Upload-Offset": String(start) };
    const { signal } = this.controller;
    const onProgress = (/** @type {number} */ sent) => this.move(start + sent);
    const result = await send("PATCH", this.url, piece, { signal, onProgress, headers });
    if (result.status !== 0 && result.status < 500) return this.begun(result);
    // What was lost may have arrived all the same; only the server knows.
    this.sent = start;
    const told = await send("GET", this.url, null, { signal });
    this.begun(told);
    return told.status === 200 && told.answer.file ? told : result;
  }

  /** @param {Answer} result */
  begun(result) {
    const { status, answer } = result;
    if (status === 200 || status === 409) {
      this.url = answer.upload ?? this.url;
      this.sent = answer.offset ?? this.sent;
      this.changed(this);
    }
    return result;
  }

  /** @param {number} sent */
  move(sent) {
    if (this.state === "paused") this.state = "sending";
    this.sent = Math.min(sent, this.file.size);
    this.changed(this);
  }

  /** @param {any} answer */
  finish(answer) {
    this.answer = answer;
    this.sent = this.file.size;
    this.turn("done");
  }

  /**
   * Waits a while, or until the network is back.
   * @param {number} wait
   */
  async pause(wait) {
    this.turn("paused");
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, navigator.onLine ? wait : 60_000);
      const end = () => {
        clearTimeout(timer);
        removeEventListener("online", end);
        resolve(null);
      };
      addEventListener("online", end);
      this.controller.signal.addEventListener("abort", end);
    });
    if (this.state === "paused") this.turn("sending");
  }

  /**
   * @param {number} status
   * @param {any} answer
   */
  fail(status, answer) {
    // An upload that is gone on the server begins anew.
    if (status === 404) this.url = "";
    this.sent = 0;
    this.words = answer.words || this.letter.word(status === 401 ? "upload-signed-out" : "upload-failed");
    this.turn(status === 413 ? "refused" : "failed");
  }

  /** Stops sending; what has arrived is forgotten on the server, too. */
  cancel() {
    this.controller.abort();
    if (this.url && this.state !== "done") send("DELETE", this.url, null, { signal: new AbortController().signal });
    this.turn("gone");
  }

  /** @param {State} state */
  turn(state) {
    this.state = state;
    this.changed(this);
  }
}

/**
 * Names a file by its facts and how it begins and ends; so it is known after a reload.
 * @param {File} file
 */
async function fingerprintOf(file) {
  const facts = `${file.name}|${file.size}|${file.lastModified}`;
  if (!crypto.subtle) return facts.slice(-80);
  const edges = new Blob([facts, file.slice(0, EDGE), file.slice(-EDGE)]);
  const hash = await crypto.subtle.digest("SHA-256", await edges.arrayBuffer());
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
