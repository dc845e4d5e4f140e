/** Texts in which something was found: cut to what can be shown, the places marked. Text stays text. */

/** @typedef {{text: string, hit: boolean}} Piece */
/** @typedef {[number, number]} Place start and end, in code points */

const BEFORE = 24;
const LONGEST = 220;

/** A text with its places; what does not fit it is left out. @param {string} text @param {Place[]} places @returns {Piece[]} */
export function marked(text, places) {
  return cut([...text], places, 0, Infinity);
}

/**
 * One line of a text around the first place: enough before it to see it in a list, and what follows.
 * @param {string} text @param {Place[]} places @param {number} [before] code points @param {number} [longest]
 * @returns {Piece[]}
 */
export function snippet(text, places, before = BEFORE, longest = LONGEST) {
  const letters = [...text];
  const first = places[0]?.[0] ?? 0;
  const start = first > before * 2 ? wordBefore(letters, first - before) : 0;
  const end = Math.min(letters.length, start + longest);
  const pieces = cut(letters, places, start, end).map(({ text: part, hit }) => ({ text: part.replace(/\s+/g, " "), hit }));
  if (start) pieces.unshift({ text: "…", hit: false });
  if (end < letters.length) pieces.push({ text: "…", hit: false });
  return pieces;
}

/** @param {string[]} letters @param {Place[]} places @param {number} start @param {number} end @returns {Piece[]} */
function cut(letters, places, start, end) {
  /** @type {Piece[]} */
  const pieces = [];
  let at = start;
  const add = (/** @type {number} */ to, /** @type {boolean} */ hit) => {
    const until = Math.min(to, end, letters.length);
    if (until > at) pieces.push({ text: letters.slice(at, until).join(""), hit });
    at = Math.max(at, until);
  };
  for (const [from, to] of places) {
    add(from, false);
    add(to, true);
  }
  add(end, false);
  return pieces;
}

/** The beginning of a word near a place, so that no word is cut. @param {string[]} letters @param {number} at */
function wordBefore(letters, at) {
  for (let i = at; i > Math.max(0, at - 12); i--) if (/\s/.test(letters[i - 1])) return i;
  return at;
}
