/** What may call for attention now: by the hours of quiet and the level of the room (the server says the same of pushes). */

const SEOUL = 9 * 3600_000; // the house's clock; no summer time
const DAY = 86_400_000;

/**
 * Whether nothing shall call for attention. `days` are those on which the quiet begins, Monday is 1: Friday's night
 * ends on Saturday morning. The same `from` and `until` is the whole day.
 * @param {import("./types").Preferences["quietHours"] | undefined} quiet @param {number} [now]
 */
export function isQuiet(quiet, now = Date.now()) {
  if (!quiet?.enabled) return false;
  const moment = new Date(now + SEOUL);
  const clock = moment.toISOString().slice(11, 16);
  const today = isoDay(moment);
  if (quiet.from < quiet.until) return quiet.days.includes(today) && quiet.from <= clock && clock < quiet.until;
  const yesterday = isoDay(new Date(moment.getTime() - DAY));
  return (quiet.days.includes(today) && clock >= quiet.from) || (quiet.days.includes(yesterday) && clock < quiet.until);
}

/** Monday is 1, Sunday 7. @param {Date} moment */
const isoDay = (moment) => moment.getUTCDay() || 7;

/** Whether a message of a room calls me. @param {import("./types").Room} room @param {boolean} calls it names or answers me */
export function wakes({ me: { notifyLevel, muted } }, calls) {
  const level = notifyLevel ?? (muted ? "NOTHING" : "ALL");
  return level === "ALL" || (level === "MENTIONS" && calls);
}
