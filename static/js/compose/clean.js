// @ts-check
/**
 * Cleans HTML before it may stand in an editor: what is pasted, what was kept. The
 * server cleans again what is sent; this keeps the page whole.
 *
 * The policy of our pages forbids style attributes and pictures from elsewhere, even
 * in a document that is only parsed. So both are renamed first (`data-style`,
 * `data-remote`), and turned back by the server.
 */

import DOMPurify from "../../vendor/purify.es.mjs";

const TAGS = (
  "a abbr b blockquote br caption center code col colgroup dd del div dl dt em font h1 h2 h3 h4 h5 h6 hr i img ins " +
  "li mark ol p pre q s small span strike strong sub sup table tbody td tfoot th thead tr tt u ul"
).split(" ");
const ATTRIBUTES = [
  "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "class", "color", "colspan", "data-remote",
  "data-style", "dir", "face", "height", "href", "lang", "rowspan", "size", "span", "src", "start", "type", "valign", "width",
];
const CLASSES = ["signature", "quote-line"];
/** What marks the selection in the steps that can be undone. */
const MARKS = { tags: ["input"], attributes: ["id", "type"] };

const TAG = /<[a-z][^\s/>]*(?:"[^"]*"|'[^']*'|[^'">])*>/gi;
const HELD = /\s(style|src|srcset|background|on[a-z]+)(?=\s*=)/gi;
const OWN = /^(?:https?:\/\/[^/]+)?(\/compose\/\d+\/files\/\d+\/)$/;

/**
 * @param {string} html
 * @param {{ isPasted?: boolean, isUndone?: boolean }} [how] What is pasted loses its looks.
 * @returns {DocumentFragment}
 */
export function toFragment(html, { isPasted = false, isUndone = false } = {}) {
  const cleaned = DOMPurify.sanitize(withoutSheets(html).replace(TAG, rename), {
    ALLOWED_TAGS: isUndone ? [...TAGS, ...MARKS.tags] : TAGS,
    ALLOWED_ATTR: isUndone ? [...ATTRIBUTES, ...MARKS.attributes] : ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    FORBID_CONTENTS: ["script", "style", "title", "template", "svg", "math", "iframe"],
    ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel):/i,
    ADD_URI_SAFE_ATTR: [...ATTRIBUTES, ...MARKS.attributes].filter((name) => name !== "href" && name !== "src"),
    RETURN_DOM_FRAGMENT: true,
    SANITIZE_DOM: !isUndone,
  });
  for (const image of cleaned.querySelectorAll("img")) settle(image, isPasted);
  if (isPasted) plainer(cleaned);
  for (const element of cleaned.querySelectorAll("[class]")) {
    if (!CLASSES.includes(element.className)) element.removeAttribute("class");
  }
  return document.importNode(cleaned, true);
}

/**
 * Leaves out whole style sheets and scripts, which may not even be parsed here.
 * @param {string} html
 */
function withoutSheets(html) {
  let rest = html;
  for (const name of ["style", "script"]) {
    const kept = [];
    const low = rest.toLowerCase();
    let at = 0;
    for (let start = low.indexOf(`<${name}`); start >= 0; start = low.indexOf(`<${name}`, at)) {
      kept.push(rest.slice(at, start));
      const end = low.indexOf(`</${name}`, start);
      at = end < 0 ? rest.length : end;
    }
    rest = kept.join("") + rest.slice(at);
  }
  return rest;
}

/**
 * Renames what must not be parsed here, within one tag; handlers go.
 * @param {string} tag
 */
function rename(tag) {
  return tag.replace(HELD, (_all, name) => {
    const low = name.toLowerCase();
    if (low === "style") return " data-style";
    return low === "src" ? " data-remote" : " data-gone";
  });
}

/**
 * Gives a picture of the letter its address back; one from elsewhere stays held, and
 * a pasted one goes, for it would tell its owner who reads the letter.
 * @param {Element} image
 * @param {boolean} isPasted
 */
function settle(image, isPasted) {
  const source = image.getAttribute("data-remote") ?? "";
  const own = source.match(OWN)?.[1];
  if (own) {
    image.setAttribute("src", own);
    image.removeAttribute("data-remote");
  } else if (isPasted || !/^https?:/i.test(source)) image.replaceWith(image.getAttribute("alt") ?? "");
}

/**
 * Keeps of pasted looks what means something: bold, italic, underlined, struck out.
 * @param {DocumentFragment} fragment
 */
function plainer(fragment) {
  for (const element of [...fragment.querySelectorAll("[data-style]")]) {
    const style = element.getAttribute("data-style") ?? "";
    if (/font-weight\s*:\s*normal/i.test(style) && element.matches("b, strong")) unwrap(element);
    else {
      if (/font-weight\s*:\s*(bold|[6-9]00)/i.test(style)) wrap(element, "b");
      if (/font-style\s*:\s*italic/i.test(style)) wrap(element, "i");
      if (/text-decoration[^;]*underline/i.test(style) && !element.matches("a")) wrap(element, "u");
      if (/text-decoration[^;]*line-through/i.test(style)) wrap(element, "s");
    }
  }
  for (const element of [...fragment.querySelectorAll("font, center, [class], [align]")]) {
    if (element.matches("font, center")) unwrap(element);
  }
  for (const element of fragment.querySelectorAll("*")) {
    for (const name of ["data-style", "class", "align", "bgcolor", "color", "width", "height", "valign", "face", "size"]) {
      if (!element.matches("img") || name === "data-style" || name === "class") element.removeAttribute(name);
    }
  }
}

/** @param {Element} element */
function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

/**
 * @param {Element} element
 * @param {string} tag
 */
function wrap(element, tag) {
  if (element.matches("table, tr, td, th, ul, ol, img")) return;
  const wrapper = (element.ownerDocument ?? document).createElement(tag);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}
