// @ts-check
/**
 * Requests that tell how far they are, which `fetch` cannot for what it sends. Status
 * 0 stands for a server out of reach; an aborted request answers with -1.
 */

import { token } from "../kit/ask.js";

/** @typedef {{ status: number, answer: any }} Answer */
/** @typedef {{ signal: AbortSignal, onProgress?: (sent: number) => void, headers?: Record<string, string> }} How */

/**
 * @param {string} method
 * @param {string} url
 * @param {Blob | FormData | null} body
 * @param {How} how
 * @returns {Promise<Answer>}
 */
export function send(method, url, body, { signal, onProgress, headers = {} }) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    const end = (/** @type {Answer} */ answer) => {
      signal.removeEventListener("abort", abort);
      resolve(answer);
    };
    request.open(method, url);
    for (const [name, value] of Object.entries({ ...headers, Accept: "application/json", "X-CSRFToken": token() })) {
      request.setRequestHeader(name, value);
    }
    if (onProgress) request.upload.addEventListener("progress", (event) => onProgress(event.loaded));
    request.addEventListener("load", () => end(read(request)));
    request.addEventListener("error", () => end({ status: 0, answer: {} }));
    request.addEventListener("abort", () => end({ status: -1, answer: {} }));
    signal.addEventListener("abort", abort);
    if (signal.aborted) end({ status: -1, answer: {} });
    else request.send(body);
  });
}

/**
 * Reads an answer; a page in its place asks who we are.
 * @param {XMLHttpRequest} request
 * @returns {Answer}
 */
function read(request) {
  const isJson = request.getResponseHeader("Content-Type")?.startsWith("application/json");
  if (isJson) return { status: request.status, answer: JSON.parse(request.responseText) };
  const isSignIn = new URL(request.responseURL, location.href).pathname === "/sign-in/";
  return { status: isSignIn ? 401 : request.status === 200 ? 500 : request.status, answer: {} };
}
