// @ts-check
/**
 * What the browser may do for us: keep the shell of the pages (never mail), and show a
 * notice when mail arrives while nobody looks, once the person has allowed it.
 */

import { listen } from "../kit/events.js";
import { trustedWorker } from "../kit/trusted.js";
import { words } from "../kit/words.js";

export function install() {
  navigator.serviceWorker?.register(/** @type {string} */ (trustedWorker())).catch(() => {});
  offerNotices();
  listen("mail:arrived", show);
}

/** The bell is there for as long as the person has not answered. */
function offerNotices() {
  const bell = document.getElementById("bell");
  if (!bell || !("Notification" in window) || Notification.permission !== "default") return;
  bell.hidden = false;
  bell.addEventListener("click", async () => {
    await Notification.requestPermission();
    bell.hidden = true;
  });
}

/** @param {{ number: number, sender: string, subject: string }} arrived */
function show({ number, sender, subject }) {
  if (!document.hidden || !("Notification" in window) || Notification.permission !== "granted") return;
  const title = number > 1 ? words("arrived", { n: number }) : sender;
  // Two tabs say the same thing; with one tag it is shown once.
  const notice = new Notification(title, { body: number > 1 ? `${sender}: ${subject}` : subject, tag: "mail", icon: iconUrl() });
  notice.addEventListener("click", () => {
    window.focus();
    notice.close();
  });
}

function iconUrl() {
  const icon = document.querySelector("link[rel=icon]");
  return icon instanceof HTMLLinkElement ? icon.dataset.plain ?? icon.href : "";
}
