// @ts-check
/**
 * Every command by name, for keys and for the command box. A command does what a link
 * or button on the page does, and gives false where there is none.
 */

import { act, focusedRow, hasTicked, threadForm } from "../kit/press.js";
import { tell } from "../kit/events.js";

/** @type {Record<string, () => boolean | void>} */
const commands = {
  older: () => step(1),
  newer: () => step(-1),
  open: () => click("a", focusedRow()?.querySelector(".subj") ?? null),
  back: () => click("#thread [data-back]"),
  next: () => stepLetter(1),
  previous: () => stepLetter(-1),
  unfold: () => tell("mail:open-all"),
  fold: () => tell("mail:fold-all"),
  "go-inbox": () => goTo("inbox"),
  "go-starred": () => goTo("starred"),
  "go-drafts": () => goTo("drafts"),
  "go-sent": () => goTo("sent"),
  "go-archive": () => goTo("archive"),
  "go-tag": () => openBox("places"),
  select: () => click(".pick", focusedRow()),
  "select-range": selectRange,
  "select-all": () => selectWhere(() => true),
  "select-none": () => selectWhere(() => false),
  "select-unread": () => selectWhere((row) => row.hasAttribute("data-unread")),
  "select-read": () => selectWhere((row) => !row.hasAttribute("data-unread")),
  archive: () => act("archive"),
  delete: () => act("delete"),
  junk: () => act("junk"),
  star: toggleStar,
  read: () => act("read"),
  unread: () => act("unread"),
  mute: () => act("mute"),
  snooze: () => openMenu("snooze"),
  move: () => openMenu("move"),
  tag: () => openMenu("tag"),
  undo: () => click("#toasts [data-undoes] button, #toasts [data-toast=undo], #toasts form button, #deed-line form button"),
  compose: () => click(".rail-compose, .fab"),
  reply: () => click("#thread .replybar .ghost"),
  "reply-all": () => click("#thread .replybar a[href$='/reply-all/']"),
  forward: () => click("#thread .replybar a[href$='/forward/']"),
  search: () => focusOn(".search input[name=q]"),
  commands: () => openBox("all"),
  settings: () => click(".bar a[href='/settings/'], .tabbar a[href='/settings/']"),
  toolbar: () => focusOn(hasTicked() ? ".bulk :is(button, summary)" : "#thread .toolbar :is(button, summary)"),
  regions: goRound,
  help: () => openBox("keys"),
};

/** @param {string} name */
export function run(name) {
  const command = commands[name];
  return command !== undefined && command() !== false;
}

/** @param {1 | -1} by */
function step(by) {
  const rows = [...document.querySelectorAll("#rows .row")];
  const here = focusedRow() ?? document.querySelector("#rows .row[data-current]");
  const at = here ? rows.indexOf(here) + by : 0;
  const link = rows[at]?.querySelector(".subj a");
  if (!(link instanceof HTMLElement)) return false;
  link.focus();
  link.closest(".row")?.scrollIntoView({ block: "nearest" });
  if (threadForm()) link.click();
}

/** @param {1 | -1} by */
function stepLetter(by) {
  const lines = [...document.querySelectorAll("#thread .msg-fold, #thread .msg-slot:not(:has(.msg-fold)) .msg")];
  const here = document.activeElement?.closest(".msg-slot");
  const at = here ? lines.findIndex((line) => here.contains(line)) + by : by > 0 ? 0 : lines.length - 1;
  const line = lines[at];
  if (!(line instanceof HTMLElement)) return false;
  if (line.tabIndex < 0) line.tabIndex = -1;
  line.focus();
  line.scrollIntoView({ block: "nearest" });
}

/** @param {string} role */
function goTo(role) {
  return click(`#rail [data-role="${role}"]`);
}

function selectRange() {
  const pick = focusedRow()?.querySelector(".pick");
  return Boolean(pick?.dispatchEvent(new MouseEvent("click", { shiftKey: true, bubbles: true, cancelable: true })));
}

/** @param {(row: Element) => boolean} wanted */
function selectWhere(wanted) {
  for (const pick of document.querySelectorAll("#rows .pick")) {
    const row = pick.closest(".row");
    if (pick instanceof HTMLInputElement && row && pick.checked !== wanted(row)) pick.click();
  }
}

function toggleStar() {
  const row = focusedRow();
  const isOpen = threadForm() && !hasTicked() && (!row || row.hasAttribute("data-current"));
  const place = isOpen ? document.getElementById("thread") : row;
  return act(place?.querySelector(isOpen ? ".thread-head .is-star" : ".flags .is-star") ? "unstar" : "star");
}

/** @param {string} name */
function openMenu(name) {
  const row = focusedRow();
  if (row && !hasTicked() && !(threadForm() && row.hasAttribute("data-current"))) click(".pick", row);
  const place = hasTicked() ? ".bulk" : "#thread .toolbar";
  const menu = document.querySelector(`${place} [data-menu="${name}"]`);
  if (!(menu instanceof HTMLDetailsElement)) return false;
  menu.open = true;
  const item = menu.querySelector(".menu :is(button, a, input)");
  if (item instanceof HTMLElement) item.focus();
}

function goRound() {
  const places = ["#rows", "#letter", "#dock :is(input, textarea, [contenteditable])"];
  const found = places.map((each) => document.querySelector(each)).filter((each) => each instanceof HTMLElement && each.checkVisibility());
  const at = found.findIndex((each) => each?.contains(document.activeElement));
  const next = found[(at + 1) % found.length];
  if (next instanceof HTMLElement) next.focus();
}

/** @param {"all" | "places" | "keys"} what */
function openBox(what) {
  import("./box.js").then((box) => box.open(what));
}

/**
 * @param {string} selector
 * @param {ParentNode | null} [within]
 */
function click(selector, within = document) {
  const found = within?.querySelector(selector);
  if (!(found instanceof HTMLElement)) return false;
  found.click();
}

/** @param {string} selector */
function focusOn(selector) {
  const found = document.querySelector(selector);
  if (!(found instanceof HTMLElement)) return false;
  found.focus();
}
