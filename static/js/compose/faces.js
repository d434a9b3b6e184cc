// @ts-check
/** The disc of a person, as the server draws it: initials, and a hue by the address. */

const HUES = 12;
const WIDE = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]/;

/** @param {import("./addresses.js").Person} person */
export function face({ name, address }) {
  const disc = document.createElement("span");
  disc.className = `av av--xs h${crc32(address.trim().toLowerCase()) % HUES}`;
  disc.setAttribute("aria-hidden", "true");
  disc.textContent = initials(name, address);
  return disc;
}

/**
 * @param {string} name
 * @param {string} address
 */
function initials(name, address) {
  const words = (name.trim() || address).split("@")[0]?.match(/[\p{L}\p{N}]+/gu) ?? [];
  const [first = "?"] = words;
  if (WIDE.test(first[0] ?? "")) return first[0] ?? "?";
  const latin = words.filter((word) => !WIDE.test(word[0] ?? ""));
  if (!name.trim() || latin.length < 2) return (first[0] ?? "?").toUpperCase();
  return `${latin[0]?.[0]}${latin.at(-1)?.[0]}`.toUpperCase();
}

/** @param {string} text */
function crc32(text) {
  let sum = ~0;
  for (const byte of new TextEncoder().encode(text)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
