// Lists what a page does not give its words: room to its sides, or their whole height.
() => {
  const faults = [];
  const root = document.documentElement;
  const options = { visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true };
  const name = (/** @type {Element} */ it) => `${it.tagName.toLowerCase()}.${it.getAttribute("class") ?? ""} “${(it.textContent ?? "").trim().slice(0, 30)}”`;

  if (root.scrollWidth > root.clientWidth) faults.push(`the page is ${root.scrollWidth} wide in a window of ${root.clientWidth}`);

  // A word may be cut with dots, where that is said; never across its letters.
  const controls = "button, summary, .btn, .iconbtn, .rail-link, h1, h2, h3, h4, label, legend, .chip, dt, dd, p, li > a, th, td";
  for (const it of document.querySelectorAll(controls)) {
    if (!it.checkVisibility(options) || it.closest(".vh, [hidden], .scroll-x, pre")) continue;
    const look = getComputedStyle(it);
    const hides = (/** @type {string} */ way) => way === "hidden" || way === "clip";
    const isDotted = look.textOverflow === "ellipsis" || look.webkitLineClamp !== "none";
    if (hides(look.overflowX) && !isDotted && it.scrollWidth > it.clientWidth + 1) faults.push(`${name(it)} is cut at its side`);
    if (hides(look.overflowY) && it.clientHeight && it.scrollHeight > it.clientHeight + 3 && look.webkitLineClamp === "none") faults.push(`${name(it)} is cut below`);
  }

  /** What its ancestors let be seen of a box. @param {DOMRect} whole @param {Element} from */
  const clipped = (whole, from) => {
    let [left, top, right, bottom] = [whole.left, whole.top, whole.right, whole.bottom];
    for (let it = /** @type {Element | null} */ (from); it; it = it.parentElement) {
      if (getComputedStyle(it).overflowX === "visible") continue;
      const room = it.getBoundingClientRect();
      [left, top] = [Math.max(left, room.left), Math.max(top, room.top)];
      [right, bottom] = [Math.min(right, room.right), Math.min(bottom, room.bottom)];
    }
    return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
  };

  /** Whether a piece of text is cut at its side, where no dots say so. @param {DOMRect} whole @param {Element} from */
  const isCut = (whole, from) => {
    for (let it = /** @type {Element | null} */ (from); it; it = it.parentElement) {
      const look = getComputedStyle(it);
      if (look.clipPath !== "none") return false;
      if (look.overflowX === "visible") continue;
      const room = it.getBoundingClientRect();
      const isOutside = whole.right <= room.left || whole.left >= room.right;
      const isBeyond = whole.left < room.left - 2 || whole.right > room.right + 2;
      const isSaid = look.textOverflow === "ellipsis" || look.webkitLineClamp !== "none" || ["auto", "scroll"].includes(look.overflowX);
      if (isSaid || isOutside) return false;
      if (isBeyond) return true;
    }
    return false;
  };

  // Two pieces of text never share a place, and none is cut.
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const holder = node.parentElement;
    if (!node.nodeValue?.trim() || !holder || !holder.checkVisibility(options) || holder.closest(".vh, script, style, svg, dialog, .menu, [popover], .toasts, .fab, .dock, option, select")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const whole of range.getClientRects()) {
      const box = clipped(whole, holder);
      if (whole.width > 2 && isCut(whole, holder)) faults.push(`${name(holder)} is cut at its side`);
      const middle = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      if (box.width > 2 && box.height > 2 && middle && holder.contains(middle)) texts.push({ box, holder });
    }
  }
  for (const [at, one] of texts.entries()) {
    for (const other of texts.slice(at + 1)) {
      if (one.holder.contains(other.holder) || other.holder.contains(one.holder)) continue;
      const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (wide > 2 && high > 4) faults.push(`${name(one.holder)} lies over ${name(other.holder)}`);
    }
  }
  return [...new Set(faults)].slice(0, 12);
};
