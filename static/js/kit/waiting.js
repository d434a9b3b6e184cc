// @ts-check
/** Shows that a region waits: after 150 ms, and then for 300 ms at least. */

const BEFORE_MS = 150;
const AT_LEAST_MS = 300;

/**
 * @param {string} id
 * @returns {() => void} What to call when it is over.
 */
export function wait(id) {
  let since = 0;
  const timer = setTimeout(() => {
    since = performance.now();
    mark(id, true);
  }, BEFORE_MS);
  return () => {
    clearTimeout(timer);
    if (since) setTimeout(() => mark(id, false), Math.max(0, AT_LEAST_MS - (performance.now() - since)));
  };
}

/**
 * @param {string} id
 * @param {boolean} isWaiting
 */
function mark(id, isWaiting) {
  document.getElementById(id)?.toggleAttribute("data-waiting", isWaiting);
}
