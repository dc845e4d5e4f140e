/** Results as rows: a name, how many, and what share of those who answered the question. */

/** @typedef {import("./types").QuestionResult} QuestionResult @typedef {import("./types").UnitCount} UnitCount */
/** @typedef {{name: string, count: number, share: number}} Row a share from 0 to 1 */

/** @param {number} count @param {number} of */
export const share = (count, of) => (of > 0 ? Math.min(1, count / of) : 0);

/** 62%; small shares with one decimal. @param {number} value @param {string} language */
export const percent = (value, language) =>
  new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: value > 0 && value < 0.1 ? 1 : 0 }).format(value);

/** The table of a question with choices or a scale. @param {QuestionResult} question @returns {Row[]} */
export function rowsOf({ choices, scale, answered }) {
  const row = (/** @type {string} */ name, /** @type {number} */ count) => ({ name, count, share: share(count, answered ?? 0) });
  if (choices) return choices.map(({ text, count }) => row(text, count));
  if (!scale) return [];
  return Array.from({ length: scale.max - scale.min + 1 }, (_, i) => String(scale.min + i)).map((name) => row(name, scale.counts[name] ?? 0));
}

/** The rows that lead, to be told apart from the rest; none when nobody has answered. @param {Row[]} rows */
export function leading(rows) {
  const most = Math.max(0, ...rows.map(({ count }) => count));
  return new Set(most ? rows.filter(({ count }) => count === most) : []);
}

/** How high a column stands beside the highest, from 0 to 1. @param {Row[]} rows @param {Row} row */
export const height = (rows, row) => row.count / Math.max(1, ...rows.map(({ count }) => count));

/** 4.1 @param {number | null} mean @param {string} language */
export const average = (mean, language) => (mean === null ? "–" : new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 2 }).format(mean));

/** Departments as a tree's rows: each below the one it belongs to, as far as that one is there. @param {UnitCount[]} units @param {string | null} [parent] null: those that belong to none of them @param {number} [level] @returns {{unit: UnitCount, level: number}[]} */
export function nested(units, parent = null, level = 0) {
  const ids = new Set(units.map(({ orgUnitId }) => orgUnitId));
  const here = units.filter(({ parentId }) => (parent ? parentId === parent : !parentId || !ids.has(parentId)));
  return here.flatMap((unit) => [{ unit, level }, ...nested(units, unit.orgUnitId, level + 1)]);
}
