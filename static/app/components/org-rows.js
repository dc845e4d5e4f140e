/** The org chart as the rows that are visible, because a tree of thousands is too much to draw. */

/** @typedef {import("../org.js").Unit} Unit @typedef {import("../org.js").Post} Post */
/** @typedef {{key: string, level: number, place: number, siblings: number, open: boolean, unit?: Unit, person?: Post}} Row */

/** Every row is this high; the stylesheet says the same. */
export const ROW = 48;
/** Up to so many rows are simply drawn. */
const ALL = 200;
const SPARE = 12;

/** Departments with their people first, then the departments below them. @param {Unit[]} roots @param {Set<string>} open @returns {Row[]} */
export function flatten(roots, open) {
  /** @type {Row[]} */
  const rows = [];
  for (const [i, root] of roots.entries()) unfold(rows, root, open, 1, i + 1, roots.length);
  return rows;
}

/** @param {Row[]} rows @param {Unit} unit @param {Set<string>} open @param {number} level @param {number} place @param {number} siblings */
function unfold(rows, unit, open, level, place, siblings) {
  const isOpen = open.has(unit.orgUnitId);
  rows.push({ key: unit.orgUnitId, level, place, siblings, open: isOpen, unit });
  if (!isOpen) return;
  const size = unit.members.length + unit.children.length;
  for (const [i, person] of unit.members.entries()) {
    rows.push({ key: `${unit.orgUnitId} ${person.userId}`, level: level + 1, place: i + 1, siblings: size, open: false, person });
  }
  for (const [i, child] of unit.children.entries()) {
    unfold(rows, child, open, level + 1, unit.members.length + i + 1, size);
  }
}

/** Which rows to draw, and how much room the others take. @param {number} count @param {number} top @param {number} height */
export function windowOf(count, top, height) {
  if (count <= ALL) return { from: 0, to: count, above: 0, below: 0 };
  const from = Math.max(0, Math.floor(top / ROW) - SPARE);
  const to = Math.min(count, Math.ceil((top + height) / ROW) + SPARE);
  return { from, to, above: from * ROW, below: (count - to) * ROW };
}
