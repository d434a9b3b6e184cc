// @ts-check
/**
 * Starts what a page names in data-module, and follows links within the mail without
 * a reload. Pages work without any of this: a module only makes quicker or nearer
 * what a link or a form does anyway. Heavy modules are offered on use.
 */

import { openInDock } from "./compose/opening.js";
import { offer, offerOnUse, startModules } from "./kit/modules.js";
import { actAtOnce } from "./parts/acting.js";
import { start as deedLine } from "./parts/deed_line.js";
import { start as device } from "./parts/device.js";
import { start as folds } from "./parts/folds.js";
import { start as frame } from "./parts/frame.js";
import { offerRowMenus } from "./parts/context_menu.js";
import { dragRows } from "./parts/dragging.js";
import { hearKeys } from "./parts/keys.js";
import { followLinks } from "./parts/links.js";
import { stayInStep } from "./parts/live.js";
import { install } from "./parts/install.js";
import { start as menu } from "./parts/menu.js";
import { start as more } from "./parts/more.js";
import { watchOpening } from "./parts/opening.js";
import { keepPlaces } from "./parts/places.js";
import { printInPlace } from "./parts/printing.js";
import { tendRail } from "./parts/rail.js";
import { start as rowActs } from "./parts/row_acts.js";
import { start as searchField } from "./parts/search_field.js";
import { start as selectAll } from "./parts/select_all.js";
import { swipeRows } from "./parts/swiping.js";
import { start as toast } from "./parts/toast.js";
import { start as undoCountdown } from "./parts/undo_countdown.js";
import { undoAtOnce } from "./parts/undoing.js";

offer({
  deed_line: deedLine,
  device,
  folds,
  frame,
  menu,
  more,
  row_acts: rowActs,
  search_field: searchField,
  select_all: selectAll,
  toast,
  undo_countdown: undoCountdown,
});
offerOnUse({
  preview: () => import("./parts/preview.js"),
  settings: () => import("./parts/settings.js"),
  settings_search: () => import("./parts/settings_search.js"),
  search_facets: () => import("./parts/search_facets.js"),
  search_hits: () => import("./parts/search_hits.js"),
  own_text: () => import("./compose/own_text.js"),
  composer: () => import("./compose/composer.js"),
});

startModules();
if (document.getElementById("sheet")) {
  printInPlace();
  followLinks();
  keepPlaces();
  hearKeys();
  dragRows();
  swipeRows();
  offerRowMenus();
  tendRail();
  if (document.querySelector("#news > i")) {
    stayInStep();
    install();
  }
  openInDock();
  watchOpening();
  actAtOnce();
  undoAtOnce();
}
