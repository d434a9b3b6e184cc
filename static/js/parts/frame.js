// @ts-check
/**
 * Gives a letter's frame the height of its letter, so that only the reader scrolls,
 * and follows the links that paint it otherwise without a step in the history.
 * The frame runs no script of its own; we may look in because it is our origin.
 */

const SLACK = 2;
const SMALLEST = 0.5;

/** @param {HTMLElement} root */
export function start(root) {
  const frame = root.querySelector("iframe");
  if (!frame) return;
  frame.addEventListener("load", () => watch(frame));
  if (frame.contentDocument?.readyState === "complete") watch(frame);
  root.addEventListener("click", (event) => turn(root, frame, event));
}

/**
 * @param {HTMLElement} root
 * @param {HTMLIFrameElement} frame
 * @param {MouseEvent} event
 */
function turn(root, frame, event) {
  const link = event.target instanceof Element ? event.target.closest("a[data-look]") : null;
  if (!(link instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  frame.contentWindow?.location.replace(link.href);
  root.dataset.look = link.dataset.look;
  for (const other of root.querySelectorAll("a[data-look]")) {
    if (other !== link && other instanceof HTMLElement) other.focus({ preventScroll: true });
  }
}

/** @param {HTMLIFrameElement} frame */
function watch(frame) {
  const inside = frame.contentDocument;
  if (!inside?.body || inside.URL === "about:blank") return;
  const fit = () => fitTo(frame, inside);
  fit();
  for (const event of ["load", "error", "toggle"]) inside.addEventListener(event, fit, true);
  let width = frame.clientWidth;
  new ResizeObserver(() => {
    if (frame.clientWidth === width || frame.contentDocument !== inside) return;
    width = frame.clientWidth;
    fit();
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
  shrink(frame, inside);
  // The body counts in its own, zoomed measure; its box counts in ours.
  const needed = Math.max(inside.documentElement.scrollHeight, Math.ceil(inside.body.getBoundingClientRect().bottom));
  frame.style.blockSize = `${needed + SLACK}px`;
  frame.dataset.fitted = "";
  if (scroller) scroller.scrollTop = top;
}

/**
 * A letter made for a wide screen is made smaller on a narrow one, down to half.
 * @param {HTMLIFrameElement} frame
 * @param {Document} inside
 */
function shrink(frame, inside) {
  inside.body.style.zoom = "";
  const scale = frame.clientWidth / inside.documentElement.scrollWidth;
  const wished = Number(getComputedStyle(inside.body).zoom) || 1;
  if (scale < 1) inside.body.style.zoom = String(Math.max(SMALLEST, scale * wished));
}
