// @ts-check
/**
 * The one place where text becomes HTML. Only what our own server answered comes
 * here; scripts in it would not run. The page's policy names `mailsvc` and refuses
 * every other way.
 */

import htmx from "../../vendor/htmx.esm.min.js";

const WORKER = "/worker.js";

const policy = window.trustedTypes?.createPolicy("mailsvc", {
  createHTML: (html) => html,
  createScript: () => "",
  createScriptURL: () => WORKER,
});

htmx.registerExtension("mailsvc", {
  init: (api) => policy && api.initSecurity(policy),
});

/**
 * Puts an answer of ours into the page: each `<hx-partial>` where it says, and the title.
 * @param {string} html
 */
export function swapIn(html) {
  return htmx.swap({ text: html, target: document.body, sourceElement: document.body });
}

/**
 * Fills an element with an answer of ours.
 * @param {Element | null} element
 * @param {string} html
 */
export function put(element, html) {
  if (element) element.innerHTML = /** @type {string} */ (policy?.createHTML(html) ?? html);
}

/** Gives the address of the service worker, the only script that may be named so. */
export function trustedWorker() {
  return policy?.createScriptURL(WORKER) ?? WORKER;
}
