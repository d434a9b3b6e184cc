// @ts-check
/**
 * Turns what is in an editor into plain text, and plain text into blocks: for the
 * switch between the two. Quotes keep their `>`, lists their marks, links their
 * address. What is sent is made by the server from what it keeps.
 */

const SIGNATURE_MARK = "-- ";
const BLOCKS = /^(?:ADDRESS|BLOCKQUOTE|DD|DIV|DL|DT|H[1-6]|HR|LI|OL|P|PRE|TABLE|TR|UL)$/;

/**
 * @param {Node} root
 * @returns {string}
 */
export function asText(root) {
  return linesOf(root).join("\n").replace(/\u00a0/g, " ").replace(/\s+$/, "");
}

/**
 * @param {string} text
 * @returns {string}
 */
export function asHtml(text) {
  const box = document.createElement("div");
  const lines = text.split("\n");
  const { start, end } = signatureIn(lines);
  let place = box;
  for (const [index, line] of lines.entries()) {
    if (index === start) {
      place = document.createElement("div");
      place.className = "signature";
      box.append(place);
      continue;
    }
    if (index === end) place = box;
    const block = document.createElement("div");
    if (line) block.textContent = line.replace(/^ | (?= )/g, "\u00a0");
    else block.append(document.createElement("br"));
    place.append(block);
  }
  return box.innerHTML;
}

/**
 * Finds the signature among lines: to the end, or to the empty line above a quote.
 * @param {string[]} lines
 */
function signatureIn(lines) {
  const start = lines.indexOf(SIGNATURE_MARK);
  if (start < 0 || start === lines.length - 1) return { start: -1, end: -1 };
  const isQuoted = lines.slice(start).some((line) => line.startsWith(">"));
  const gap = isQuoted ? lines.findIndex((line, index) => index > start && !line.trim()) : -1;
  return { start, end: gap < 0 ? lines.length : gap };
}

/**
 * @param {Node} node
 * @returns {string[]}
 */
function linesOf(node) {
  /** @type {string[]} */
  const lines = [];
  let line = "";
  let number = 0;
  const end = () => {
    if (line) lines.push(line.trimEnd());
    line = "";
  };
  for (const child of node.childNodes) {
    if (child instanceof Element && BLOCKS.test(child.nodeName)) {
      end();
      if (child.nodeName === "LI") number += 1;
      lines.push(...blockLines(child, number));
    } else if (child.nodeName === "BR") {
      lines.push(line.trimEnd());
      line = "";
    } else line += wordsOf(child);
  }
  end();
  return lines;
}

/**
 * @param {Element} block
 * @param {number} number Its place in its list.
 */
function blockLines(block, number) {
  if (block.nodeName === "HR") return ["-".repeat(20)];
  if (block.nodeName === "PRE") return (block.textContent ?? "").split("\n");
  if (block.nodeName === "TR") return [[...block.children].map((cell) => linesOf(cell).join(" ")).join("\t")];
  const inner = linesOf(block);
  if (block.className === "signature") return [SIGNATURE_MARK, ...inner];
  if (block.nodeName === "BLOCKQUOTE") return inner.map((line) => `> ${line}`);
  if (block.nodeName !== "LI") return inner;
  const mark = block.parentElement?.nodeName === "OL" ? `${number}. ` : "- ";
  return inner.map((line, index) => (index ? " ".repeat(mark.length) : mark) + line);
}

/** @param {Node} node @returns {string} */
function wordsOf(node) {
  if (node instanceof Text) return node.data.replace(/[\n\u200b]/g, "");
  if (node instanceof HTMLImageElement) return node.alt ? `[${node.alt}]` : "";
  const inside = linesOf(node).join("\n");
  const href = node instanceof HTMLAnchorElement ? node.getAttribute("href") ?? "" : "";
  const bare = href.replace(/^(?:mailto|tel):/, "");
  return bare && !inside.includes(bare.replace(/^https?:\/\/|\/$/g, "")) ? `${inside} <${bare}>` : inside;
}
