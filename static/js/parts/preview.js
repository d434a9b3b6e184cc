// @ts-check
/**
 * Looking through files by hand: ← → to the neighbours, Esc back to the letter. One
 * step in the history stands for all files, so that Back leads to the letter and to
 * the place where one was. Without this the arrows and the cross are plain links.
 */

const KEYS = /** @type {Record<string, string>} */ ({ ArrowLeft: "before", ArrowRight: "after", Escape: "close" });

/**
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
export function start(root, signal) {
  if (!navigator.pdfViewerEnabled) root.dataset.pages = "";
  document.addEventListener("keydown", (event) => onKey(root, event), { signal });
  root.addEventListener("click", (event) => onClick(event));
  root.querySelector("[aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
}

/**
 * @param {HTMLElement} root
 * @param {KeyboardEvent} event
 */
function onKey(root, event) {
  const what = KEYS[event.key];
  if (!what || event.isComposing || event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.target instanceof Element && event.target.closest("audio, video, input, textarea")) return;
  const letter = root.querySelector("details[open]");
  if (what === "close" && letter instanceof HTMLDetailsElement) {
    letter.open = false;
    letter.querySelector("summary")?.focus();
    return;
  }
  const link = root.querySelector(`a[data-look="${what}"]`);
  if (link instanceof HTMLAnchorElement) follow(link);
}

/** @param {MouseEvent} event */
function onClick(event) {
  const link = event.target instanceof Element ? event.target.closest("a[data-look]") : null;
  if (!(link instanceof HTMLAnchorElement) || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  follow(link);
}

/** @param {HTMLAnchorElement} link */
function follow(link) {
  if (link.dataset.look !== "close") return location.replace(link.href);
  if (cameFromLetter()) history.back();
  else location.assign(link.href);
}

/** Tells whether the step before this one is a page of the mail, to which Back leads. */
function cameFromLetter() {
  return history.length > 1 && document.referrer.startsWith(`${location.origin}/`);
}
