// @ts-check
/**
 * Starts the modules that a page names in data-module. Pages work without any of
 * this: a module only makes quicker or nearer what a link or a form does anyway.
 */

import { start as frameHeight } from "./parts/frame_height.js";
import { start as menu } from "./parts/menu.js";
import { start as rowActs } from "./parts/row_acts.js";
import { start as selectAll } from "./parts/select_all.js";
import { start as toast } from "./parts/toast.js";
import { start as undoCountdown } from "./parts/undo_countdown.js";

/** @type {Record<string, (root: HTMLElement) => void>} */
const modules = {
  frame_height: frameHeight,
  menu,
  row_acts: rowActs,
  select_all: selectAll,
  toast,
  undo_countdown: undoCountdown,
};

for (const root of document.querySelectorAll("[data-module]")) {
  if (!(root instanceof HTMLElement)) continue;
  for (const name of (root.dataset.module ?? "").split(" ")) modules[name]?.(root);
}
