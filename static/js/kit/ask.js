// @ts-check
/**
 * The one way to ask our server from a script. It knows the token that forms carry,
 * and tells three kinds of failure apart: refused, signed out, and out of reach.
 */

const FIELD = "csrfmiddlewaretoken";

/** The server answered, and the answer is no; `words` may be shown. */
export class Refused extends Error {
  /**
   * @param {Response} response
   * @param {string} body
   */
  constructor(response, body) {
    super(`${response.status} ${response.url}`);
    this.status = response.status;
    this.body = body;
    this.words = response.headers.get("Content-Type")?.startsWith("text/plain") ? body : "";
  }
}

/** The server cannot be reached; nothing happened, or we cannot know. */
export class OutOfReach extends Error {}

/**
 * @param {string} url
 * @param {RequestInit} [options]
 * @returns {Promise<{ text: string, url: string, headers: Headers }>}
 * @throws {Refused | OutOfReach} An aborted request throws AbortError, as fetch does.
 */
export async function ask(url, options = {}) {
  const response = await send(url, options);
  const text = await response.text();
  if (response.status === 401) signInAgain(response);
  if (!response.ok) throw new Refused(response, text);
  return { text, url: response.url, headers: response.headers };
}

/**
 * @param {string} url
 * @param {RequestInit} options
 */
async function send(url, options) {
  const headers = new Headers(options.headers);
  headers.set("HX-Request", "true");
  headers.set("HX-Current-URL", location.href);
  const isChange = Boolean(options.method && options.method !== "GET");
  try {
    return await sendWithToken(isChange, () => {
      if (isChange) headers.set("X-CSRFToken", token());
      carryToken(options.body);
      return fetch(url, { credentials: "same-origin", ...options, headers });
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new OutOfReach(url);
  }
}

/**
 * Sends a change, and once more if the page's token is older than the session: signing
 * in again in another tab gives a new one.
 * @param {boolean} isChange
 * @param {() => Promise<Response>} once
 */
export async function sendWithToken(isChange, once) {
  const response = await once();
  return isChange && response.status === 403 && (await renewToken()) ? once() : response;
}

/** Puts the page's token into what a form gave. @param {BodyInit | null | undefined} body */
export function carryToken(body) {
  const isForm = body instanceof FormData || body instanceof URLSearchParams;
  if (isForm && body.has(FIELD)) body.set(FIELD, token());
}

async function renewToken() {
  const place = document.querySelector("[data-csrf]");
  const response = await fetch("/token/", { credentials: "same-origin", redirect: "error" }).catch(() => null);
  if (!response?.ok || !place) return false;
  const renewed = await response.text();
  place.setAttribute("data-csrf", renewed);
  for (const field of document.querySelectorAll(`input[name=${FIELD}]`)) field.setAttribute("value", renewed);
  return true;
}

/** Gives the token that changes need; the cookie that goes with it is hidden from us. */
export function token() {
  return document.querySelector("[data-csrf]")?.getAttribute("data-csrf") ?? "";
}

/**
 * Gives where a form goes; `form.action` may be one of its own buttons.
 * @param {HTMLFormElement} form
 */
export function urlOf(form) {
  return form.getAttribute("action") ?? location.href;
}

/** @param {Response} response */
function signInAgain(response) {
  location.assign(response.headers.get("HX-Redirect") ?? "/");
}
