// @ts-check
/** A toast that came with the page goes like any other. */

import { fade } from "../kit/toast.js";

/** @param {HTMLElement} root */
export function start(root) {
  fade(root);
}
