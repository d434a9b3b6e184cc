// @ts-check
/**
 * Addresses as people type and paste them: many at once, with names, divided by
 * commas, semicolons, Chinese ones or lines. The server reads them again and decides.
 */

/** @typedef {{ name: string, address: string }} Person */

const DIVIDERS = /[,;，；、\n\r\t]/;
const LOCAL = /^(?:[^\s()<>[\]:;@\\,."]+(?:\.[^\s()<>[\]:;@\\,."]+)*|"[^"]*")$/;
const DOMAIN = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)*[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/**
 * Cuts a line at its dividers, but not within quotes or angle brackets.
 * @param {string} line
 */
export function split(line) {
  /** @type {string[]} */
  const pieces = [];
  let piece = "";
  let isQuoted = false;
  let isAngled = false;
  for (const character of line.replace(/＠/g, "@")) {
    if (character === '"') isQuoted = !isQuoted;
    if (!isQuoted && (character === "<" || character === ">")) isAngled = character === "<";
    if (DIVIDERS.test(character) && !isQuoted && !isAngled) {
      pieces.push(piece);
      piece = "";
    } else piece += character;
  }
  return [...pieces, piece].flatMap(spaced).map((each) => each.trim()).filter(Boolean);
}

/**
 * Cuts "a@b.org c@d.org", which has nothing but a space between.
 * @param {string} piece
 */
function spaced(piece) {
  const words = piece.trim().split(/\s+/);
  return words.length > 1 && words.every((word) => /^[^<>"]+@[^<>"]+$/.test(word)) ? words : [piece];
}

/**
 * @param {string} piece
 * @returns {Person}
 */
export function read(piece) {
  const angled = piece.match(/^\s*"?(.*?)"?\s*<\s*([^<>]*?)\s*>\s*$/);
  if (!angled) return { name: "", address: piece.trim() };
  const name = (angled[1] ?? "").replace(/\\(.)/g, "$1").trim();
  return { name: name === angled[2] ? "" : name, address: angled[2] ?? "" };
}

/**
 * @param {Person} person
 * @returns {string}
 */
export function write({ name, address }) {
  if (!name) return address;
  const isPlain = /^[\p{L}\p{N} '’\-·]+$/u.test(name);
  return `${isPlain ? name : `"${name.replace(/(["\\])/g, "\\$1")}"`} <${address}>`;
}

/**
 * Says what is wrong with an address, as the name of its words; "" if it will do.
 * @param {string} address
 */
export function faultOf(address) {
  const at = address.lastIndexOf("@");
  if (at < 0) return "no-at";
  if (at === 0) return "no-local";
  if (at === address.length - 1) return "no-domain";
  if (/\s/.test(address)) return "spaced";
  if (!LOCAL.test(address.slice(0, at))) return "bad-local";
  if (!DOMAIN.test(address.slice(at + 1))) return "bad-domain";
  return address.length > 254 ? "too-long" : "";
}

/**
 * Two addresses are the same whatever their case.
 * @param {string} address
 */
export function same(address) {
  return address.trim().toLowerCase();
}
