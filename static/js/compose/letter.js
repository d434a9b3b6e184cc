// @ts-check
/**
 * A letter being written, as the other modules of the composer see it: its form, its
 * draft on the server, and who writes. Its text lives in the page and on the server
 * only; nothing of it is kept in the browser's storage.
 */

import { carryToken, sendWithToken, token } from "../kit/ask.js";

/** @typedef {{ status: number, answer: any }} Answer */
/**
 * The files of a letter: how many are on their way, how many failed, who is told.
 * @typedef {{ open: unknown[], failed: unknown[], watching: (() => void)[], stop: () => void }} Files
 */

export class Letter {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.version = Number(form.dataset.version);
    this.name = crypto.randomUUID?.() ?? String(Math.random());
    this.serial = 0;
    /** @type {Promise<void> | null} */
    this.beginning = null;
    /** @type {{ text: string, isRich: boolean, focus: () => void, insert: (what: { html: string, text: string }) => void } | null} */
    this.writing = null;
    /** @type {Files | null} */
    this.uploads = null;
    /** @type {() => boolean} */
    this.isBlank = () => false;
    this.isDocked = "docked" in form.dataset;
    form.addEventListener("formdata", ({ formData }) => {
      formData.set("version", String(this.version));
      formData.set("window", this.name);
      formData.set("serial", String(++this.serial));
    });
  }

  get saveUrl() {
    return this.form.dataset.save ?? "";
  }

  /** Gives what is written, without files; each call counts as a save of its own. */
  fields() {
    const written = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string") written.append(name, value);
    }
    return written;
  }

  /** Begins the draft of a letter that has none yet, and gives it its address. */
  begin() {
    if (this.saveUrl) return Promise.resolve();
    this.beginning ??= this.beginOnce().finally(() => (this.beginning = null));
    return this.beginning;
  }

  async beginOnce() {
    const body = new URLSearchParams({ do: "open" });
    const { status, answer } = await this.post(this.form.getAttribute("action") ?? "", body);
    if (status !== 200) return;
    this.version = answer.version;
    this.form.setAttribute("action", answer.url);
    this.form.dataset.save = answer.save;
    history.replaceState(history.state, "", answer.url);
  }

  /**
   * Posts to the server and reads its answer; 0 stands for a server out of reach,
   * 401 for one that asks who we are.
   * @param {string} url
   * @param {URLSearchParams | FormData} body
   * @param {{ isLeaving?: boolean }} [how]
   * @returns {Promise<Answer>}
   */
  async post(url, body, { isLeaving = false } = {}) {
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json" };
    if (this.isDocked) headers["HX-Target"] = "dock";
    try {
      const response = await sendWithToken(!isLeaving, () => {
        headers["X-CSRFToken"] = token();
        carryToken(body);
        return fetch(url, { method: "POST", body, headers, keepalive: isLeaving });
      });
      return await read(response);
    } catch {
      return { status: 0, answer: {} };
    }
  }

  /**
   * Tells the other modules of this letter something.
   * @param {string} name
   * @param {unknown} [detail]
   */
  tell(name, detail) {
    this.form.dispatchEvent(new CustomEvent(`letter:${name}`, { detail }));
  }

  /**
   * @param {string} name
   * @param {(detail: any) => void} hear
   */
  hear(name, hear) {
    this.form.addEventListener(`letter:${name}`, (event) => hear(/** @type {CustomEvent} */ (event).detail));
  }

  /**
   * Gives a word that the form brings in the reader's language (`data-say-…`).
   * @param {string} name
   */
  word(name) {
    return this.form.querySelector(`[data-says][data-say-${name}]`)?.getAttribute(`data-say-${name}`) ?? "";
  }
}

/** @param {Response} response */
async function read(response) {
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  if (isJson) return { status: response.status, answer: await response.json() };
  const isSignIn = response.redirected && new URL(response.url).pathname === "/sign-in/";
  return { status: isSignIn ? 401 : response.status === 200 ? 500 : response.status, answer: {} };
}
