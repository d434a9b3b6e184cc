// @ts-check
/** Says something to people who listen to the page. */

/**
 * @param {string} words
 * @param {{ urgent?: boolean }} [options] Urgent only for failure.
 */
export function announce(words, { urgent = false } = {}) {
  const region = document.getElementById(urgent ? "alert" : "status");
  if (!region) return;
  // The same words twice in a row would be heard once.
  region.textContent = region.textContent === words ? `${words}\u00a0` : words;
}
