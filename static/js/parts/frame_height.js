// @ts-check
/**
 * Gives a letter's frame the height of its letter, so that only the reader scrolls.
 * The frame runs no script of its own; we may look in because it is our origin.
 */

const SLACK = 2;
const SCROLLBAR = 16;

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
  fitTo(frame, inside);
  inside.addEventListener("load", () => fitTo(frame, inside), true);
  let width = frame.clientWidth;
  new ResizeObserver(() => {
    if (frame.clientWidth === width) return;
    width = frame.clientWidth;
    fitTo(frame, inside);
  }).observe(frame);
}

/**
 * A document is never lower than its window, so the window is made low to measure it.
 * @param {HTMLIFrameElement} frame
 * @param {Document} inside
 */
function fitTo(frame, inside) {
  const scroller = frame.closest(".scroll");
  const top = scroller?.scrollTop ?? 0;
  frame.style.minBlockSize = "0";
  frame.style.blockSize = "1px";
  const needed = Math.max(inside.documentElement.scrollHeight, inside.body.scrollHeight);
  const isWide = inside.documentElement.scrollWidth > frame.clientWidth;
  frame.style.blockSize = `${needed + SLACK + (isWide ? SCROLLBAR : 0)}px`;
  frame.dataset.fitted = "";
  if (scroller) scroller.scrollTop = top;
}
