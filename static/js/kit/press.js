// @ts-check
/**
 * Does with letters what a button of theirs would do: those that are ticked, else the
 * conversation that is open, else the row that has the focus.
 */

/** Gives the list's form. */
export function listForm() {
  const form = document.querySelector(".list-form");
  return form instanceof HTMLFormElement ? form : null;
}

export function threadForm() {
  const form = document.getElementById("thread-form");
  return form instanceof HTMLFormElement ? form : null;
}

/** Gives the row that has the focus. */
export function focusedRow() {
  const row = document.activeElement?.closest("#rows .row");
  return row instanceof HTMLElement ? row : null;
}

export function hasTicked() {
  return document.querySelector("#rows .pick:checked") !== null;
}

/**
 * @param {string} action A verb, as a button's value has it.
 * @param {HTMLElement | null} [row] The one row that is meant; without it see above.
 * @returns {boolean} Whether there was something to do it with.
 */
export function act(action, row = null) {
  const list = listForm();
  if (row && list) return press(list, "one", `${row.dataset.id}:${action}`);
  if (hasTicked() && list) return press(list, "action", action);
  const focused = focusedRow();
  const thread = threadForm();
  if (thread && (!focused || focused.hasAttribute("data-current"))) return press(thread, "action", action);
  return Boolean(focused && list && press(list, "one", `${focused.dataset.id}:${action}`));
}

/**
 * Sends a form as if it had this button.
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
function press(form, name, value) {
  const button = document.createElement("button");
  Object.assign(button, { name, value, hidden: true });
  form.append(button);
  form.requestSubmit(button);
  setTimeout(() => button.remove());
  return true;
}
