// @ts-check
/**
 * Gives a letter's frame the height of its letter, so that only the reader scrolls.
 * The frame runs no script of its own; we may look in because it is our origin.
 */

const SLACK = 2;

/** @param {HTMLElement} root */
export function start(root) {
  if (!(root instanceof HTMLIFrameElement)) return;
  root.addEventListener("load", () => watch(root));
  if (root.contentDocument?.readyState === "complete") watch(root);
}

/** @param {HTMLIFrameElement} frame */
function watch(frame) {
  const inside = frame.contentDocument;
  if (!inside?.body || inside.URL === "about:blank") return;
  const fit = () => fitTo(frame, inside);
  fit();
  new ResizeObserver(fit).observe(inside.body);
  new ResizeObserver(fit).observe(frame);
}

/**
 * @param {HTMLIFrameElement} frame
 * @param {Document} inside
 */
function fitTo(frame, inside) {
  const needed = Math.ceil(inside.body.getBoundingClientRect().bottom + inside.defaultView.scrollY);
  const height = `${Math.max(needed, inside.body.scrollHeight) + SLACK}px`;
  if (frame.style.blockSize === height) return;
  frame.style.blockSize = height;
  frame.dataset.fitted = "";
}
