// @ts-check
/**
 * The list box under the search field. The focus stays in the field; what is pointed
 * at is named by aria-activedescendant.
 */

/** @param {HTMLElement} list */
export function optionsOf(list) {
  return /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[role=option]")]);
}

/** @param {HTMLElement} list */
export function chosenIn(list) {
  const chosen = list.querySelector('[aria-selected="true"]');
  return chosen instanceof HTMLElement ? chosen : null;
}

/**
 * Points at the next option; past either end, at none: the words as typed.
 * @param {HTMLElement} list
 * @param {HTMLInputElement} input
 * @param {1 | -1} step
 */
export function walk(list, input, step) {
  const options = optionsOf(list);
  const chosen = chosenIn(list);
  const at = chosen ? options.indexOf(chosen) : -1;
  const next = at < 0 && step < 0 ? options.length - 1 : at + step;
  point(list, input, options[next] ?? null);
}

/**
 * @param {HTMLElement} list
 * @param {HTMLInputElement} input
 * @param {HTMLElement | null} option
 */
export function point(list, input, option) {
  for (const other of optionsOf(list)) other.setAttribute("aria-selected", String(other === option));
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}
