// @ts-check
/**
 * What parts of the page tell each other, as events on the document:
 *
 *   mail:leaving  a region is about to change: { history: "push" | "replace" | "none" }
 *   mail:swapped  a region is new: { region: "sheet" | "thread", url, history }
 *   mail:opened   a conversation is shown: { url, isAhead }
 *   mail:more     the next page of the list has been added: {}
 *   mail:acted    something was done with letters: { action, key }
 *   mail:refreshed  the rail is new, and the rows too if `rows`: { rows }
 *   mail:arrived  unread mail has come into the Inbox: { number, sender, subject }
 *
 * New ones are added to this list.
 */

/**
 * @param {string} name
 * @param {Record<string, unknown>} [detail]
 */
export function tell(name, detail = {}) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

/**
 * @param {string} name
 * @param {(detail: any) => void} hear
 * @param {AbortSignal} [signal]
 */
export function listen(name, hear, signal) {
  const heard = (/** @type {Event} */ event) => event instanceof CustomEvent && hear(event.detail);
  document.addEventListener(name, heard, { signal });
}
