/** Moments people choose for later, in the office's zone: 30분 뒤, 내일 09:00, 다음 월요일, or any other. */
import { language } from "../boot.js";
import { gettext, interpolate } from "../i18n.js";

/** @typedef {{name: string, at: string}} Moment `at` is what the wire says */

const MINUTE = 60_000;
const DAY = 86_400_000;
const SEOUL = 9 * 3600_000; // no summer time
const MONDAY = 1;

const locale = language === "ko" ? "ko-KR" : "en-GB";
const exact = new Intl.DateTimeFormat(locale, {
  timeZone: "Asia/Seoul", month: "long", day: "numeric", weekday: "short", hour: "numeric", minute: "2-digit",
});
const clock = new Intl.DateTimeFormat(locale, { timeZone: "Asia/Seoul", hour: "numeric", minute: "2-digit" });

/** @param {number} moment */
const iso = (moment) => new Date(moment).toISOString();
/** The day in Seoul as a number. @param {number} moment */
const day = (moment) => Math.floor((moment + SEOUL) / DAY);
/** @param {number} dayNumber @param {number} hour */
const onDay = (dayNumber, hour) => dayNumber * DAY + hour * 3600_000 - SEOUL;
/** 0 is Sunday; the first day of 1970 was a Thursday. @param {number} dayNumber */
const weekday = (dayNumber) => (dayNumber + 4) % 7;

/** 11월 23일 (월) 오전 9:00; of today and tomorrow in a word. @param {string} at @param {number} [now] */
export function formatMoment(at, now = Date.now()) {
  const moment = Date.parse(at);
  const time = clock.format(moment);
  if (day(moment) === day(now)) return interpolate(gettext("today %(time)s"), { time });
  if (day(moment) === day(now) + 1) return interpolate(gettext("tomorrow %(time)s"), { time });
  return exact.format(moment);
}

/** What is offered at a click. @param {number} [now] @param {number} [opens] the hour work begins @returns {Moment[]} */
export function quickMoments(now = Date.now(), opens = 9) {
  const today = day(now);
  const toMonday = ((MONDAY - weekday(today) + 7) % 7) || 7;
  const whole = Math.ceil(now / MINUTE) * MINUTE;
  const found = [
    { name: gettext("In 30 minutes"), at: iso(whole + 30 * MINUTE) },
    { name: gettext("In 3 hours"), at: iso(whole + 180 * MINUTE) },
    { name: gettext("Tomorrow morning"), at: iso(onDay(today + 1, opens)) },
    { name: gettext("Next Monday"), at: iso(onDay(today + toMonday, opens)) },
  ];
  return toMonday === 1 ? found.slice(0, 3) : found;
}

/** What a field for date and time shows: 2026-11-23T09:00 in Seoul. @param {string} at */
export const fieldValue = (at) => iso(Date.parse(at) + SEOUL).slice(0, 16);

/** The moment such a field means; null for none. @param {string} value */
export function fromField(value) {
  const moment = Date.parse(`${value}:00+09:00`);
  return Number.isNaN(moment) ? null : iso(moment);
}
