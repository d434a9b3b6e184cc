// @ts-check
/**
 * What an action changes in the list, at once, and how that is taken back. The words
 * and colours of a tag come from the button that was pressed.
 */

import { words } from "../kit/words.js";
import { isStarred, markRead, markStarred, markTagged, takeOut } from "./rows.js";

/** @typedef {{ verb: string, number: string, button: HTMLElement }} Action */
/** @typedef {() => boolean} Undo Gives false where the list must be fetched instead. */

const FILING = new Set(["archive", "delete", "junk", "not_junk", "move", "erase", "snooze", "wake", "mute"]);
const ALWAYS_GONE = new Set(["delete", "junk", "erase"]);

/**
 * Says whether an action takes rows out of the list that is shown. A list across
 * folders keeps what is filed elsewhere.
 * @param {string} verb
 */
export function takesOut(verb) {
  const isFolder = document.querySelector(".list-form [name=in]")?.getAttribute("value") === "folder";
  return ALWAYS_GONE.has(verb) || (isFolder && FILING.has(verb));
}

/**
 * @param {Action} action
 * @param {HTMLElement[]} rows
 * @returns {Undo}
 */
export function change(action, rows) {
  if (takesOut(action.verb)) return takeOut(rows);
  const undos = rows.map((row) => changeRow(action, row));
  return () => {
    for (const undo of undos) undo();
    return !FILING.has(action.verb);
  };
}

/**
 * @param {Action} action
 * @param {HTMLElement} row
 * @returns {() => void}
 */
function changeRow({ verb, number, button }, row) {
  if (verb === "read" || verb === "unread") {
    const wasRead = !row.hasAttribute("data-unread");
    markRead(row, verb === "read");
    return () => markRead(row, wasRead);
  }
  if (verb === "star" || verb === "unstar") {
    const was = isStarred(row);
    markStarred(row, verb === "star", words("starred"));
    return () => markStarred(row, was, words("starred"));
  }
  if (verb === "tag" || verb === "untag") return changeTag(row, tagOf(number, button), verb === "tag");
  return () => {};
}

/**
 * @param {HTMLElement} row
 * @param {{ id: string, name: string, hue: string }} tag
 * @param {boolean} hasTag
 */
function changeTag(row, tag, hasTag) {
  const isOther = markTagged(row, tag, hasTag);
  return () => {
    if (isOther) markTagged(row, tag, !hasTag);
  };
}

/**
 * @param {string} id
 * @param {HTMLElement} button
 */
function tagOf(id, button) {
  const dot = button.querySelector(".tagdot") ?? button.closest(".chip--tag");
  const hue = [...(dot?.classList ?? [])].find((name) => /^hue\d+$/.test(name)) ?? "hue11";
  return { id, name: (button.querySelector("span") ?? dot)?.textContent?.trim() ?? "", hue };
}
