// @ts-check
/**
 * Closes a <details> menu on Escape, on a press elsewhere and when another opens;
 * arrow keys walk through it. Without this it is still a menu that opens and shuts.
 */

/**
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
export function start(root, signal) {
  if (!(root instanceof HTMLDetailsElement)) return;
  root.addEventListener("toggle", () => root.open && closeOthers(root));
  root.addEventListener("keydown", (event) => onKey(root, event));
  const close = (/** @type {Event} */ event) => {
    if (root.open && event.target instanceof Node && !root.contains(event.target)) root.open = false;
  };
  document.addEventListener("pointerdown", close, { signal });
}

/** @param {HTMLDetailsElement} menu */
function closeOthers(menu) {
  for (const other of document.querySelectorAll("details.pop[open]")) {
    if (other !== menu && other instanceof HTMLDetailsElement) other.open = false;
  }
}

/**
 * @param {HTMLDetailsElement} menu
 * @param {KeyboardEvent} event
 */
function onKey(menu, event) {
  if (!menu.open) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary")?.focus();
    event.stopPropagation();
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    walk(menu, event.key === "ArrowDown" ? 1 : -1);
    event.preventDefault();
  }
}

/**
 * @param {HTMLDetailsElement} menu
 * @param {1 | -1} step
 */
function walk(menu, step) {
  const items = [...menu.querySelectorAll(".menu a, .menu button")];
  const at = items.indexOf(/** @type {Element} */ (document.activeElement));
  const next = items[(at + step + items.length) % items.length];
  if (next instanceof HTMLElement) next.focus();
}
