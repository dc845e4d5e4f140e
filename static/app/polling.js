/** Polls without a screen: who leads, how long it goes on, when it could end. */
import { dayOf, formatRecent, formatTime } from "./format.js";
import { gettext, interpolate, ngettext } from "./i18n.js";

/** @typedef {import("./types").Poll} Poll */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SEOUL = 9 * HOUR;
const EVENING = 18;

/** Whether nobody can vote any more. @param {Poll} poll @param {number} now */
export const isOver = (poll, now) => Boolean(poll.closedAt) || (poll.closesAt !== null && Date.parse(poll.closesAt) <= now);

/** The ids of the options that most people chose; none while nobody has. @param {Poll} poll */
export function leaders(poll) {
  const most = Math.max(...poll.options.map(({ count }) => count));
  return most ? poll.options.filter(({ count }) => count === most).map(({ optionId }) => optionId) : [];
}

/** How many of those who voted chose this, in percent. @param {Poll} poll @param {number} count */
export const share = (poll, count) => (poll.voterCount ? Math.round((count / poll.voterCount) * 100) : 0);

/** What I chose, as far as the names in the message tell; null where they do not. @param {Poll} poll @param {string} me */
export function chosenBy(poll, me) {
  if (poll.myOptionIds) return poll.myOptionIds;
  if (poll.isAnonymous || poll.options.some(({ voterIds }) => !voterIds)) return null;
  return poll.options.filter(({ voterIds }) => voterIds?.includes(me)).map(({ optionId }) => optionId);
}

/** What is chosen after a click on an option. @param {Poll} poll @param {string[]} chosen @param {string} optionId */
export function toggled(poll, chosen, optionId) {
  if (chosen.includes(optionId)) return chosen.filter((id) => id !== optionId);
  return poll.isMultiple ? [...chosen, optionId] : [optionId];
}

/** The time today, the day and the time otherwise. @param {string} iso @param {number} now */
export function moment(iso, now) {
  const time = formatTime(iso);
  if (dayOf(iso) === dayOf(new Date(now).toISOString())) return time;
  return interpolate(gettext("%(day)s, %(time)s"), { day: formatRecent(iso, now), time });
}

/** "2 hours left" @param {number} milliseconds */
export function left(milliseconds) {
  const units = (/** @type {number} */ unit) => Math.floor(milliseconds / unit);
  const say = (/** @type {string} */ text, /** @type {number} */ n) => interpolate(text, { n });
  if (milliseconds < MINUTE) {
    const n = Math.max(1, Math.ceil(milliseconds / 1000));
    return say(ngettext("%(n)s second left", "%(n)s seconds left", n), n);
  }
  if (milliseconds < 2 * HOUR) return say(ngettext("%(n)s minute left", "%(n)s minutes left", units(MINUTE)), units(MINUTE));
  if (milliseconds < 2 * DAY) return say(ngettext("%(n)s hour left", "%(n)s hours left", units(HOUR)), units(HOUR));
  return say(ngettext("%(n)s day left", "%(n)s days left", units(DAY)), units(DAY));
}

/** Ends that are often wanted: `{value, label, at}`, those to come. @param {number} now */
export function usualEnds(now) {
  const evening = (/** @type {number} */ days) => (Math.floor((now + SEOUL) / DAY) + days) * DAY + EVENING * HOUR - SEOUL;
  return [
    { value: "hour", label: gettext("In an hour"), at: now + HOUR },
    { value: "today", label: gettext("Today at 18:00"), at: evening(0) },
    { value: "tomorrow", label: gettext("Tomorrow at 18:00"), at: evening(1) },
    { value: "week", label: gettext("In a week, at 18:00"), at: evening(7) },
  ].filter(({ at }) => at > now + 5 * MINUTE);
}

/** What an <input type="datetime-local"> holds, in the office's zone. @param {number} at */
export const toLocal = (at) => new Date(at + SEOUL).toISOString().slice(0, 16);
/** @param {string} text @returns {number} NaN for none */
export const fromLocal = (text) => (text ? Date.parse(`${text}Z`) - SEOUL : NaN);
