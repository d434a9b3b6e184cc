// @ts-check
/**
 * Gives a letter's frame the height of its letter, so that only the reader scrolls,
 * and changes what it shows (dark or on paper, with pictures) without a step in the
 * history. Without this the links and forms do the same by loading a page.
 * The frame runs no script of its own; we may look in because it is our origin.
 */

import { ask } from "../kit/ask.js";
import { toast } from "../kit/toast.js";

const SLACK = 2;
const SMALLEST = 0.5;
const TRIES = 2;
const RETRY_MS = 1500;

/** @param {HTMLElement} root */
export function start(root) {
  const frame = root.querySelector("iframe");
  const sheet = root.querySelector(".msg-sheet");
  if (!frame || !(sheet instanceof HTMLElement)) return;
  frame.addEventListener("load", () => watch(frame));
  if (frame.contentDocument?.readyState === "complete") watch(frame);
  root.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-look], a[data-frame]") : null;
    if (!(link instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    if (link.dataset.look) turn(sheet, frame, link);
    else showPictures(root, frame, link.dataset.frame ?? "");
  });
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.dataset.frame) return;
    event.preventDefault();
    trust(root, frame, form);
  });
}

/**
 * @param {HTMLElement} sheet
 * @param {HTMLIFrameElement} frame
 * @param {HTMLAnchorElement} link
 */
function turn(sheet, frame, link) {
  frame.contentWindow?.location.replace(link.href);
  sheet.dataset.look = link.dataset.look;
  for (const other of sheet.querySelectorAll("a[data-look]")) {
    if (other !== link && other instanceof HTMLElement) other.focus({ preventScroll: true });
  }
}

/**
 * @param {HTMLElement} root
 * @param {HTMLIFrameElement} frame
 * @param {string} url
 */
function showPictures(root, frame, url) {
  const sheet = root.querySelector(".msg-sheet");
  const look = sheet instanceof HTMLElement ? sheet.dataset.look : "";
  frame.contentWindow?.location.replace(url.replace(/look=\w+/, `look=${look}`));
  root.querySelector("[data-held]")?.remove();
  for (const link of root.querySelectorAll("a[data-look]")) {
    if (link instanceof HTMLAnchorElement) link.href = `${link.href}&images=1`;
  }
}

/**
 * @param {HTMLElement} root
 * @param {HTMLIFrameElement} frame
 * @param {HTMLFormElement} form
 */
async function trust(root, frame, form) {
  const send = (/** @type {string} */ what) => {
    const body = new FormData(form);
    body.set("do", what);
    return ask(form.action, { method: "POST", body });
  };
  try {
    const { text } = await send("always");
    showPictures(root, frame, form.dataset.frame ?? "");
    toast(text, { undo: async () => toast((await send("ask")).text) });
  } catch {
    form.submit();
  }
}

/** @param {HTMLIFrameElement} frame */
function watch(frame) {
  const inside = frame.contentDocument;
  if (!inside?.body || inside.URL === "about:blank") return;
  const fit = () => fitTo(frame, inside);
  fit();
  for (const event of ["load", "toggle"]) inside.addEventListener(event, fit, true);
  inside.addEventListener("error", (event) => tryAgain(event.target), true);
  let width = frame.clientWidth;
  new ResizeObserver(() => {
    if (frame.clientWidth === width || frame.contentDocument !== inside) return;
    width = frame.clientWidth;
    fit();
  }).observe(frame);
}

/**
 * A picture that could not be had may be had in a moment: we fetch a few at a time.
 * @param {EventTarget | null} target
 */
function tryAgain(target) {
  const picture = /** @type {HTMLImageElement} */ (target);
  const tries = Number(picture.dataset?.tries ?? 0) + 1;
  if (picture.localName !== "img" || !picture.src.includes("/image/") || tries > TRIES) return;
  picture.dataset.tries = String(tries);
  setTimeout(() => (picture.src = `${picture.src.split("?")[0]}?again=${tries}`), RETRY_MS * tries);
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
