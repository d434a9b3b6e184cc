// @ts-check
/** Says whether a letter is saved, and that another window wrote into it. */

/** @typedef {import("./letter.js").Letter} Letter */

/** @param {Letter} letter */
export function showSaved(letter) {
  const { form } = letter;
  const place = form.querySelector("[data-saved]");
  let failed = false;
  letter.hear("saved", (answer) => {
    failed = false;
    if (place) say(place, answer.words, "");
    if (answer.other) tellOther(letter, answer.other);
  });
  letter.hear("note", (words) => tellNote(letter, words));
  letter.hear("unsaved", ({ status, words }) => {
    const text = words || letter.word(status === 401 ? "signed-out" : status ? "failed" : "offline");
    if (place && !failed) say(place, text, "bad");
    failed = true;
    if (status === 410 || status === 404) form.dataset.over = "";
  });
}

/**
 * @param {Element} place
 * @param {string} text
 * @param {"" | "bad"} state
 */
function say(place, text, state) {
  const box = document.createElement("span");
  box.textContent = text;
  place.toggleAttribute("data-bad", state === "bad");
  if (place.textContent?.trim() !== text) place.replaceChildren(box);
}

/**
 * @param {Letter} letter
 * @param {{ url: string, words: string }} other
 */
function tellOther({ form }, other) {
  const template = form.querySelector("template[data-other-template]");
  const notes = form.querySelector("[data-notes]");
  if (!(template instanceof HTMLTemplateElement) || !notes) return;
  const note = /** @type {Element} */ (template.content.firstElementChild).cloneNode(true);
  if (!(note instanceof Element)) return;
  note.setAttribute("role", "alert");
  note.querySelector("a")?.setAttribute("href", other.url);
  note.querySelector("p")?.replaceChildren(other.words);
  notes.replaceChildren(note);
}

/**
 * Says something above the letter, until the next time.
 * @param {Letter} letter
 * @param {string} words
 */
function tellNote({ form }, words) {
  const box = document.createElement("div");
  box.className = "banner banner--warn";
  box.dataset.fault = "";
  box.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = words;
  box.append(text);
  form.querySelector("[data-notes] [data-fault]")?.remove();
  form.querySelector("[data-notes]")?.append(box);
}
