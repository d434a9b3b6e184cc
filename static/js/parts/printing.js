// @ts-check
/**
 * Prints a letter from where one is: its page for paper is loaded out of sight and its
 * dialogue opened. Without this the page opens beside, to be printed from there.
 */

const KEPT_MS = 60_000;

export function printInPlace() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-print]") : null;
    if (!(link instanceof HTMLAnchorElement) || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    link.closest("details")?.removeAttribute("open");
    print(link.href);
  });
}

/** @param {string} url */
function print(url) {
  document.querySelector("iframe.paper")?.remove();
  const frame = document.createElement("iframe");
  frame.className = "paper vh";
  frame.setAttribute("aria-hidden", "true");
  frame.tabIndex = -1;
  frame.addEventListener("load", () => frame.contentWindow?.print());
  frame.src = url;
  document.body.append(frame);
  setTimeout(() => frame.remove(), KEPT_MS);
}
