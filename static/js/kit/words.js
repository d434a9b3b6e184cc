// @ts-check
/** The words that scripts say; the page brings them in the reader's language. */

/**
 * Gives the words by name (`data-…` of parts/words.html), with {places} filled in.
 * Where there is a number `n`, a form of its own for that number wins (`name-one`).
 * @param {string} name
 * @param {Record<string, string | number>} [values]
 */
export function words(name, values = {}) {
  const store = document.getElementById("words")?.dataset ?? {};
  const form = typeof values.n === "number" ? `${name}-${rules().select(values.n)}` : name;
  const text = store[camel(form)] ?? store[camel(name)] ?? "";
  return text.replace(/\{(\w+)\}/g, (_all, key) => show(values[key]));
}

/** @param {string | number | undefined} value */
function show(value) {
  return typeof value === "number" ? value.toLocaleString(document.documentElement.lang) : value ?? "";
}

function rules() {
  return new Intl.PluralRules(document.documentElement.lang);
}

/** @param {string} name */
function camel(name) {
  return name.replace(/-(\w)/g, (_all, letter) => letter.toUpperCase());
}
