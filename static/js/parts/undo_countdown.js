// @ts-check
/**
 * Counts the seconds in which a letter can be taken back. The server holds the
 * letter; this only shows the time, and goes when it is over.
 */

const AROUND = 44;

/** @param {HTMLElement} root */
export function start(root) {
  const total = Number(root.dataset.seconds) * 1000;
  const ends = performance.now() + total;
  const left = root.querySelector("[data-left]");
  const arc = root.querySelector(".ring circle:last-child");

  const timer = setInterval(() => {
    const remaining = ends - performance.now();
    if (remaining <= 0) {
      clearInterval(timer);
      root.remove();
      return;
    }
    if (left) left.textContent = String(Math.ceil(remaining / 1000));
    arc?.setAttribute("stroke-dashoffset", String(AROUND * (1 - remaining / total)));
  }, 200);
}
