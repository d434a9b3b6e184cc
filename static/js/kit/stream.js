// @ts-check
/**
 * The event stream (mailbox/live): tells how far the mailbox is, as long as the page is
 * open. A browser that cannot have it asks every half minute instead, while it is seen.
 */

const POLL_MS = 30_000;
const OPEN_WITHIN_MS = 8_000;
const AGAIN_MS = 5 * 60_000;

/**
 * @typedef {object} Ears
 * @property {(modseq: number) => void} changed The mailbox has come so far.
 * @property {() => void} look There may be something; see for yourself.
 * @property {(isReached: boolean) => void} state Whether the server can be reached.
 */

/** @type {ReturnType<typeof setInterval> | undefined} */
let polling;

/**
 * @param {DOMStringMap} place Where the stream is: `events`, or `eventsPort` of this host.
 * @param {Ears} ears
 */
export function hear(place, ears) {
  open(place, ears);
  window.addEventListener("online", ears.look);
  window.addEventListener("offline", () => ears.state(false));
  window.addEventListener("pageshow", (event) => event.persisted && ears.look());
}

/**
 * @param {DOMStringMap} place
 * @param {Ears} ears
 */
function open(place, ears) {
  const url = place.events || `${location.protocol}//${location.hostname}:${place.eventsPort}/events/`;
  const source = new EventSource(url, { withCredentials: true });
  const tooLate = setTimeout(() => source.readyState === EventSource.OPEN || poll(ears), OPEN_WITHIN_MS);
  source.addEventListener("open", () => {
    clearTimeout(tooLate);
    stopPolling();
  });
  source.addEventListener("changed", (event) => ears.changed(Number(event.data)));
  source.addEventListener("signed_out", () => location.reload());
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) return;
    clearTimeout(tooLate);
    poll(ears);
    setTimeout(() => open(place, ears), AGAIN_MS);
  });
  window.addEventListener("pagehide", () => source.close());
  window.addEventListener("pageshow", (event) => event.persisted && open(place, ears), { once: true });
}

/** @param {Ears} ears */
function poll(ears) {
  polling ??= setInterval(() => document.hidden || ears.look(), POLL_MS);
}

function stopPolling() {
  clearInterval(polling);
  polling = undefined;
}
