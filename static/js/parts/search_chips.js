// @ts-check
/**
 * Operators in the search field as chips. A chip is a hidden `q` of the form, so what
 * is sent is what stands there. The server reads the search anew and may know better.
 */

// The names that `mailbox/search/operators.py` knows; a test compares them.
const NAMES = new Set(
  (
    "from sender to recipient cc subject title body filename file attachment in folder tag label has is " +
    "before until older after since newer on date larger bigger smaller " +
    "发件人 发信人 寄件人 寄件者 来自 收件人 收信人 收件者 发给 抄送 抄送人 副本 主题 标题 主旨 正文 内容 " +
    "附件名 附件 文件名 在 文件夹 资料夹 标签 标记 有 含 包含 是 状态 之前 早于 之后 晚于 日期 大于 超过 小于 不到"
  ).split(" "),
);
const WHOLE = /(^|\s)(?<typed>[-－−]?(?<name>\p{L}{1,16})[:：](?<value>["“”„＂][^"“”„＂]+["“”„＂]|[^\s"“”„＂]+))\s$/u;

/** @param {HTMLElement} field */
export function inputOf(field) {
  return /** @type {HTMLInputElement} */ (field.querySelector("input[type=search]"));
}

/** @param {HTMLElement} field */
export function chipsOf(field) {
  return /** @type {HTMLElement[]} */ ([...field.querySelectorAll(".opchip")]);
}

/**
 * Makes a chip of an operator that has just been finished with a space.
 * @param {HTMLElement} field
 * @returns {boolean} Whether there was one.
 */
export function takeFinished(field) {
  const input = inputOf(field);
  const at = input.selectionStart ?? input.value.length;
  const found = WHOLE.exec(input.value.slice(0, at))?.groups;
  if (!found || !NAMES.has(found.name.normalize("NFKC").toLowerCase())) return false;
  const start = at - found.typed.length - 1;
  input.setRangeText("", start, at, "end");
  addChip(field, found.typed);
  return true;
}

/**
 * @param {HTMLElement} field
 * @param {string} typed
 */
export function addChip(field, typed) {
  const pattern = document.getElementById("search-chip");
  if (!(pattern instanceof HTMLTemplateElement)) return;
  const chip = /** @type {HTMLElement} */ (pattern.content.cloneNode(true)).querySelector(".opchip");
  const [, name, value] = typed.match(/^([^:：]+)[:：](.*)$/s) ?? ["", "", typed];
  if (!(chip instanceof HTMLElement)) return;
  /** @type {HTMLInputElement} */ (chip.querySelector("input")).value = typed;
  fill(chip, "b", name);
  fill(chip, "span", value.replace(/^["“”„＂]|["“”„＂]$/gu, ""));
  const x = chip.querySelector(".opchip-x");
  x?.setAttribute("aria-label", (x.getAttribute("aria-label") ?? "").replace("{word}", typed));
  inputOf(field).before(chip);
  inputOf(field).placeholder = "";
}

/**
 * @param {HTMLElement} chip
 * @param {string} part
 * @param {string} words
 */
function fill(chip, part, words) {
  const element = chip.querySelector(part);
  if (!element) return;
  if (words) element.textContent = words;
  else element.remove();
}

/**
 * Turns a chip into text again, with the cursor at its end.
 * @param {HTMLElement} field
 * @param {HTMLElement} chip
 */
export function editChip(field, chip) {
  const typed = chip.querySelector("input")?.value ?? "";
  const input = inputOf(field);
  const words = input.value.trim();
  chip.remove();
  input.value = words ? `${words} ${typed}` : typed;
  input.focus();
  input.setSelectionRange(input.value.length, input.value.length);
}
