// @ts-check
/**
 * Starts the modules that elements name in data-module, also in what is swapped in
 * later. A module is `start(root, signal)`; the signal ends when the root has gone,
 * so that listeners on the document go with it.
 */

/** @typedef {(root: HTMLElement, signal: AbortSignal) => void} Start */
/** @typedef {() => Promise<{ start: Start }>} Load */

/** @type {Map<string, Start>} */
const ready = new Map();
/** @type {Map<string, Load>} */
const onUse = new Map();
/** @type {Map<HTMLElement, AbortController>} */
const running = new Map();

/**
 * Offers modules that are loaded with the page.
 * @param {Record<string, Start>} modules
 */
export function offer(modules) {
  for (const [name, start] of Object.entries(modules)) ready.set(name, start);
}

/**
 * Offers modules that are fetched when an element first names them.
 * @param {Record<string, Load>} modules
 */
export function offerOnUse(modules) {
  for (const [name, load] of Object.entries(modules)) onUse.set(name, load);
}

/** Ends what has gone from the page, and starts what is new in it. */
export function startModules() {
  for (const [root, controller] of running) {
    if (root.isConnected) continue;
    controller.abort();
    running.delete(root);
  }
  for (const root of document.querySelectorAll("[data-module]")) {
    if (root instanceof HTMLElement && !running.has(root)) startIn(root);
  }
}

/** @param {HTMLElement} root */
function startIn(root) {
  const controller = new AbortController();
  running.set(root, controller);
  for (const name of (root.dataset.module ?? "").split(" ")) {
    const start = ready.get(name);
    if (start) start(root, controller.signal);
    else onUse.get(name)?.().then((module) => startLater(name, module.start, root, controller));
  }
}

/**
 * @param {string} name
 * @param {Start} start
 * @param {HTMLElement} root
 * @param {AbortController} controller
 */
function startLater(name, start, root, controller) {
  ready.set(name, start);
  if (root.isConnected && !controller.signal.aborted) start(root, controller.signal);
}
