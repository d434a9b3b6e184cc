// @ts-check
/**
 * "Select all on this page", and ranges with Shift. Shown only where it can work.
 */

/**
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
export function start(root, signal) {
  const all = root.querySelector(".pick-all");
  if (!(all instanceof HTMLInputElement)) return;
  const picks = /** @type {HTMLInputElement[]} */ ([...root.querySelectorAll(".pick")]);
  if (picks.length === 0) return;
  /** @type {HTMLInputElement | null} */
  let last = null;

  all.hidden = false;
  all.addEventListener("change", () => {
    for (const pick of picks) pick.checked = all.checked;
    show(all, picks);
  });
  for (const pick of picks) {
    pick.addEventListener("click", (event) => {
      if (event.shiftKey && last) fill(picks, last, pick);
      last = pick;
      show(all, picks);
    });
  }
  window.addEventListener("pageshow", () => show(all, picks), { signal });
}

/**
 * @param {HTMLInputElement[]} picks
 * @param {HTMLInputElement} from
 * @param {HTMLInputElement} to
 */
function fill(picks, from, to) {
  const [first, last] = [picks.indexOf(from), picks.indexOf(to)].sort((a, b) => a - b);
  for (const pick of picks.slice(first, last + 1)) pick.checked = to.checked;
}

/**
 * @param {HTMLInputElement} all
 * @param {HTMLInputElement[]} picks
 */
function show(all, picks) {
  const ticked = picks.filter((pick) => pick.checked).length;
  all.checked = ticked === picks.length;
  all.indeterminate = ticked > 0 && ticked < picks.length;
}
