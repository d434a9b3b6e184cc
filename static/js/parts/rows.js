// @ts-check
/**
 * Rows of the list and what can be seen of them: open, read, starred, tagged, gone.
 * What changes here is what the server says too, a moment later.
 */

/** @returns {HTMLElement[]} */
export function allRows() {
  return [...document.querySelectorAll("#rows .row")].filter((row) => row instanceof HTMLElement);
}

/** @param {Element} row */
export function linkOf(row) {
  const link = row.querySelector(".subj a");
  return link instanceof HTMLAnchorElement ? link : null;
}

/** Gives the row whose letter is open beside the list. */
export function currentRow() {
  const row = document.querySelector("#rows .row[data-current]");
  return row instanceof HTMLElement ? row : null;
}

/**
 * Gives the rows of a conversation: its own, or one for each of its messages.
 * @param {string} id
 */
export function rowsOfConversation(id) {
  return allRows().filter((row) => (row.dataset.c ?? row.dataset.id) === id);
}

/** Gives the number of the conversation that is open, or "". */
export function threadShown() {
  return document.querySelector("#thread-form [name=conversation]")?.getAttribute("value") ?? "";
}

/**
 * Finds the row that leads to a place.
 * @param {URL} url
 */
export function rowOf(url) {
  const same = (/** @type {Element} */ row) => linkOf(row)?.href.split("#")[0] === url.href.split("#")[0];
  return allRows().find(same) ?? null;
}

/**
 * Marks the row that leads to a place as the open one; none if it is not in the list.
 * @param {URL} url
 */
export function markCurrent(url) {
  for (const row of document.querySelectorAll(".row[data-current]")) {
    row.removeAttribute("data-current");
    linkOf(row)?.removeAttribute("aria-current");
  }
  const row = rowOf(url);
  row?.setAttribute("data-current", "");
  if (row) linkOf(row)?.setAttribute("aria-current", "true");
}

/**
 * @param {HTMLElement} row
 * @param {boolean} isRead
 */
export function markRead(row, isRead) {
  row.toggleAttribute("data-unread", !isRead);
  const said = row.querySelector(".subj .unread");
  if (said instanceof HTMLElement) said.hidden = isRead;
}

/** @param {HTMLElement} row */
export function isStarred(row) {
  return row.querySelector(".flags .is-star") !== null;
}

/**
 * @param {HTMLElement} row
 * @param {boolean} hasStar
 * @param {string} word What is said of a star.
 */
export function markStarred(row, hasStar, word) {
  if (isStarred(row) === hasStar) return;
  const flags = row.querySelector(".flags") ?? addFlags(row);
  if (!hasStar) {
    flags.querySelector(".is-star")?.remove();
    flags.querySelector(".starred")?.remove();
    if (!flags.childElementCount) flags.remove();
    return;
  }
  const said = document.createElement("span");
  said.className = "vh starred";
  said.textContent = `${word} `;
  flags.append(said, drawIcon("star", "is-star"));
}

/** @param {HTMLElement} row */
function addFlags(row) {
  const flags = document.createElement("span");
  flags.className = "flags";
  row.querySelector(".subj")?.after(flags);
  return flags;
}

/**
 * Draws an icon of the page's sprite.
 * @param {string} name
 * @param {string} [look]
 */
export function drawIcon(name, look = "") {
  const space = "http://www.w3.org/2000/svg";
  const icon = document.createElementNS(space, "svg");
  icon.setAttribute("class", `i ${look}`.trim());
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `${document.querySelector(".app")?.getAttribute("data-icons")}#i-${name}`);
  icon.append(use);
  return icon;
}

/**
 * Puts a tag's chip on a row, or takes it off; gives whether that changed anything.
 * @param {HTMLElement} row
 * @param {{ id: string, name: string, hue: string }} tag
 * @param {boolean} hasTag
 */
export function markTagged(row, tag, hasTag) {
  const old = row.querySelector(`.chip--tag[data-tag="${CSS.escape(tag.id)}"]`);
  if (hasTag === (old !== null)) return false;
  const chips = row.querySelector(".tags");
  if (old) {
    old.remove();
    if (chips && !chips.childElementCount) chips.remove();
    return true;
  }
  const chip = document.createElement("span");
  chip.className = `chip chip--tag ${tag.hue}`;
  chip.dataset.tag = tag.id;
  const name = document.createElement("span");
  name.textContent = tag.name;
  chip.append(name);
  (chips ?? addChips(row)).append(chip);
  return true;
}

/** @param {HTMLElement} row */
function addChips(row) {
  const chips = document.createElement("span");
  chips.className = "tags";
  row.querySelector(".snip")?.after(chips);
  return chips;
}

/**
 * Takes rows out of the list; gives what puts them back where they were. If the list
 * has been shown anew meanwhile, that is not possible, and it says so (false).
 * @param {HTMLElement[]} rows
 * @returns {() => boolean}
 */
export function takeOut(rows) {
  const places = rows.map((row) => {
    const place = document.createComment("");
    row.replaceWith(place);
    return { row, place };
  });
  return () => {
    const isHere = places.every(({ place }) => place.isConnected);
    if (isHere) for (const { row, place } of places) place.replaceWith(row);
    return isHere;
  };
}
