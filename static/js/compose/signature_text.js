// @ts-check
/** A signature in plain text: where it stands, and whether it stands as it was put in. */

/** @typedef {{ id: number, name: string, html: string, text: string }} Signature */

/** @param {string} text */
export function bare(text) {
  return text.replace(/\s+/g, "");
}

/** @param {string} text */
export function plainStart(text) {
  return text.search(/^-- ?$/m);
}

/**
 * Finds a signature in plain text that stands there as it was put in.
 * @param {string} text
 * @param {Signature[]} signatures
 */
export function findPlain(text, signatures) {
  const start = plainStart(text);
  if (start < 0) return null;
  const known = new Set(signatures.map((each) => bare(each.text)));
  const longest = Math.max(0, ...[...known].map((each) => each.length));
  let end = text.indexOf("\n", start);
  for (let said = ""; end >= 0 && end < text.length && said.length <= longest; ) {
    const next = text.indexOf("\n", end + 1);
    const stop = next < 0 ? text.length : next;
    said += bare(text.slice(end, stop));
    end = stop;
    if (known.has(said) && /^(?:\n[ \t]*(?:\n|$)|\s*$)/.test(text.slice(end, end + 200))) return { start, end };
  }
  return null;
}

/**
 * Finds one that was changed: up to the first empty line.
 * @param {string} text
 */
export function changedPlain(text) {
  const start = plainStart(text);
  if (start < 0) return null;
  const length = text.slice(start).search(/\n[ \t]*\n/);
  return { start, end: length < 0 ? text.length : start + length };
}
