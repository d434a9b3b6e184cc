// Lists what is wrong with a page: what sticks out, is covered, or ran.
() => {
  const faults = [];
  const root = document.documentElement;
  const options = { visibilityProperty: true, contentVisibilityAuto: true };
  const seen = (/** @type {Element} */ it) => it.checkVisibility(options);
  const name = (/** @type {Element} */ it) => `${it.tagName.toLowerCase()}.${it.className}`;

  if (root.scrollWidth > root.clientWidth) {
    faults.push(`the page is ${root.scrollWidth} wide in a window of ${root.clientWidth}`);
  }
  for (const box of document.querySelectorAll(".pane, .scroll, .thread, .toolbar, .page")) {
    if (seen(box) && box.scrollWidth > box.clientWidth + 1) {
      faults.push(`${name(box)} is ${box.scrollWidth} wide in ${box.clientWidth}`);
    }
  }
  for (const frame of document.querySelectorAll("iframe")) {
    const room = frame.parentElement.getBoundingClientRect();
    const box = frame.getBoundingClientRect();
    const isWithin = box.left >= room.left - 1 && box.right <= room.right + 1;
    if (!isWithin) faults.push("the frame sticks out");
    if (box.height < 20) faults.push(`the frame is ${box.height} high`);
  }
  const tools = ".toolbar :is(a, button), .msg-head :is(a, summary), .replybar a, .row a";
  for (const tool of document.querySelectorAll(tools)) {
    if (!seen(tool)) continue;
    tool.scrollIntoView({ block: "center" });
    const box = tool.getBoundingClientRect();
    const left = box.left + Math.min(box.width / 2, 20); // a long subject's link is cut
    const there = document.elementFromPoint(left, box.top + box.height / 2);
    if (!there) faults.push(`${name(tool)} is nowhere`);
    else if (!tool.contains(there) && !there.contains(tool)) {
      faults.push(`${name(tool)} is covered by ${name(there)}`);
    }
  }
  const frames = [...document.querySelectorAll("iframe")].map((frame) => frame.contentWindow);
  for (const each of [window, ...frames]) {
    try {
      if (each.pwned !== undefined) faults.push("a script ran");
      if (each.document.title === "Ran") faults.push("a script changed a title");
    } catch {
      continue; // The frame was led away and stopped there: it is no page of ours now.
    }
  }
  return faults;
};
