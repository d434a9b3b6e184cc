// @ts-check
/** Sizes and counts in words, as the server writes them. */

const UNITS = ["KB", "MB", "GB"];

/**
 * Says a size: "64 KB", "1.8 MB"; units of 1024, at least 1 KB if not empty.
 * @param {number} bytes
 */
export function sizeWords(bytes) {
  let amount = bytes / 1024;
  let unit = 0;
  for (; amount >= 1000 && unit < UNITS.length - 1; unit++) amount /= 1024;
  if (!unit && amount) amount = Math.max(1, Math.round(amount));
  const maximumFractionDigits = unit && amount < 100 ? 1 : 0;
  return `${amount.toLocaleString(document.documentElement.lang, { maximumFractionDigits })}\u00a0${UNITS[unit]}`;
}

/**
 * Says words of a letter with its {places} filled in; `n` chooses the form.
 * @param {import("./letter.js").Letter} letter
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 */
export function said(letter, name, values = {}) {
  const { lang } = document.documentElement;
  const form = typeof values.n === "number" ? `${name}-${new Intl.PluralRules(lang).select(values.n)}` : name;
  const text = letter.word(form) || letter.word(name);
  return text.replace(/\{(\w+)\}/g, (_all, key) => {
    const value = values[key];
    return typeof value === "number" ? value.toLocaleString(lang) : (value ?? "");
  });
}
