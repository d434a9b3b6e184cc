// @ts-check
/**
 * The device in hand: tells the server its class and time zone where the session does
 * not know them yet, and keeps the look of every open page in step with the choices.
 * The signing-in form takes both along, so that the first page is right already.
 */

import { ask } from "../kit/ask.js";

const ON_APP = new Set(["reader", "density", "conversations"]);
const channel = new BroadcastChannel("look");

/** @param {HTMLElement} root The frame of a page, or the form for signing in. */
export function start(root) {
  const seen = { device: deviceClass(), zone: zoneName() };
  if (root instanceof HTMLFormElement) return fill(root, seen);
  channel.addEventListener("message", ({ data }) => setLook(data.name, data.value));
  if (seen.device === root.dataset.device && (!seen.zone || seen.zone === root.dataset.zone)) return;
  report(seen, root.dataset.report ?? "").catch(() => {});
}

/**
 * Gives the page around a new look.
 * @param {string} name As the choice is named, such as `theme` or `letter_size`.
 * @param {string} value
 * @returns {string} What it was before.
 */
export function setLook(name, value) {
  const bearer = ON_APP.has(name) ? document.querySelector(".app") : document.documentElement;
  const attribute = `data-${name.replace("_", "-")}`;
  const before = bearer?.getAttribute(attribute) ?? "";
  bearer?.setAttribute(attribute, value);
  return before;
}

/**
 * Gives the other open pages of this browser the new look too.
 * @param {string} name
 * @param {string} value
 */
export function spreadLook(name, value) {
  channel.postMessage({ name, value });
}

/** Says the time of day as the server writes it for this person. */
export function hourNow() {
  const app = document.querySelector(".app");
  const { clock = "", timeZone = "" } = app instanceof HTMLElement ? app.dataset : {};
  const form = clock === "12" ? "numeric" : "2-digit";
  return new Date()
    .toLocaleTimeString(document.documentElement.lang, {
      ...(timeZone && { timeZone }),
      hour: form,
      minute: "2-digit",
      hourCycle: clock === "12" ? "h12" : "h23",
    })
    .toLowerCase();
}

/** Fingers on a small screen are a phone, on a large one a tablet; the rest are desks. */
function deviceClass() {
  if (!matchMedia("(pointer: coarse)").matches) return "desk";
  return Math.min(screen.width, screen.height) < 600 ? "phone" : "tablet";
}

function zoneName() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}

/**
 * @param {HTMLFormElement} form
 * @param {Record<string, string>} seen
 */
function fill(form, seen) {
  for (const [name, value] of Object.entries(seen)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  }
}

/**
 * @param {Record<string, string>} seen
 * @param {string} url
 */
async function report(seen, url) {
  const answer = await ask(url, { method: "POST", body: new URLSearchParams(seen) });
  for (const [name, value] of Object.entries(JSON.parse(answer.text))) setLook(name, String(value));
}
