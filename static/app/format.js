/** Dates, times and numbers as people read them, in the office's zone. */
import { language } from "./boot.js";
import { gettext, interpolate } from "./i18n.js";

const locale = language === "ko" ? "ko-KR" : "en-GB";
const zone = { timeZone: "Asia/Seoul" };
const SEOUL = 9 * 3600_000; // no summer time
const DAY = 86_400_000;

const fullDay = new Intl.DateTimeFormat(locale, { ...zone, dateStyle: "full" });
const clock = new Intl.DateTimeFormat(locale, { ...zone, hour: "numeric", minute: "2-digit" });
const monthDay = new Intl.DateTimeFormat(locale, { ...zone, month: "long", day: "numeric" });
const yearMonth = new Intl.DateTimeFormat(locale, { ...zone, year: "numeric", month: "long" });
const numeric = new Intl.DateTimeFormat(locale, { ...zone, year: "numeric", month: "numeric", day: "numeric" });
const exact = new Intl.DateTimeFormat(locale, { ...zone, dateStyle: "full", timeStyle: "medium" });

/** The day a moment belongs to, as a number. @param {string} iso */
export const dayOf = (iso) => Math.floor((Date.parse(iso) + SEOUL) / DAY);
/** The minute a moment belongs to, as a number. @param {string} iso */
export const minuteOf = (iso) => Math.floor(Date.parse(iso) / 60_000);
/** 2026년 11월 20일 금요일 @param {string} iso */
export const formatDay = (iso) => fullDay.format(Date.parse(iso));
/** 2026년 11월 @param {string} iso */
export const formatMonth = (iso) => yearMonth.format(Date.parse(iso));
/** 오전 9:12 @param {string} iso */
export const formatTime = (iso) => clock.format(Date.parse(iso));
/** Everything, for a title. @param {string} iso */
export const formatExact = (iso) => exact.format(Date.parse(iso));

/** In a list: today the time, then 어제, 11월 18일, 2025. 12. 3. @param {string} iso @param {number} [now] */
export function formatRecent(iso, now = Date.now()) {
  const today = Math.floor((now + SEOUL) / DAY);
  const day = dayOf(iso);
  if (day === today) return formatTime(iso);
  if (day === today - 1) return gettext("Yesterday");
  const year = (/** @type {number} */ moment) => new Date(moment + SEOUL).getUTCFullYear();
  return (year(Date.parse(iso)) === year(now) ? monthDay : numeric).format(Date.parse(iso));
}

/** In a sentence: 오늘 오후 6:00, 내일 …, 11월 25일 오후 6:00 @param {string} iso @param {number} [now] */
export function formatNear(iso, now = Date.now()) {
  const time = formatTime(iso);
  const days = dayOf(iso) - dayOf(new Date(now).toISOString());
  if (days === 0) return interpolate(gettext("today %(time)s"), { time });
  if (days === 1) return interpolate(gettext("tomorrow %(time)s"), { time });
  if (days === -1) return interpolate(gettext("yesterday %(time)s"), { time });
  return `${formatRecent(iso, now)} ${time}`;
}

/** 99+ @param {number} n */
export const capped = (n) => (n > 99 ? "99+" : String(n));

/** Names in the order of the language, Hangul before Latin. */
export const compareNames = new Intl.Collator(language, { numeric: true }).compare;
