// @ts-check
/** Takes a toast away after a while; it waits while pointed at or focused. */

const SHOWN_MS = 8000;

/** @param {HTMLElement} root */
export function start(root) {
  let timer = setTimeout(() => root.remove(), SHOWN_MS);
  const hold = () => clearTimeout(timer);
  const release = () => {
    hold();
    timer = setTimeout(() => root.remove(), SHOWN_MS);
  };
  root.addEventListener("pointerenter", hold);
  root.addEventListener("focusin", hold);
  root.addEventListener("pointerleave", release);
  root.addEventListener("focusout", release);
}
