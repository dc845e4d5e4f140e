/** Periods that people choose: "the last seven days" begins on a day of the office's zone. */

const DAY = 86_400_000;
const SEOUL = 9 * 3600_000;

/** How long ago each period begins, in days. @type {Record<string, number>} */
const PERIODS = { week: 7, month: 30, year: 365 };

/** The day a period begins, as 2026-11-20; empty without one. @param {string} period @param {number} [now] */
export const since = (period, now = Date.now()) =>
  (PERIODS[period] ? new Date(now + SEOUL - PERIODS[period] * DAY).toISOString().slice(0, 10) : "");
