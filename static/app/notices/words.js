/** Must-read notices in words: boxes, states, deadlines, numbers. */
import { formatNear } from "../format.js";
import { gettext, interpolate, ngettext } from "../i18n.js";

/** @typedef {import("./types").Notice} Notice @typedef {import("./types").HungNotice} HungNotice @typedef {import("./types").BoxName} BoxName */

const DAY = 24 * 3600_000;

/** @type {Record<BoxName, () => string>} */
export const BOX = { toConfirm: () => gettext("To confirm"), mine: () => gettext("Sent"), done: () => gettext("Past") };

/** Until when it should be confirmed. @param {HungNotice} notice @param {number} [now] */
export function deadline({ deadline: iso, closedAt }, now = Date.now()) {
  if (closedAt) return interpolate(gettext("Closed %(moment)s"), { moment: formatNear(closedAt, now) });
  if (!iso) return gettext("No deadline");
  if (Date.parse(iso) < now) return interpolate(gettext("Deadline passed (%(moment)s)"), { moment: formatNear(iso, now) });
  return interpolate(gettext("Until %(moment)s"), { moment: formatNear(iso, now) });
}

/** Whether little or no time is left. @param {HungNotice} notice @param {number} [now] */
export const pressing = ({ deadline: iso, closedAt }, now = Date.now()) => !closedAt && iso !== null && Date.parse(iso) - now < DAY;

/** 34 / 60명 확인 @param {{confirmedCount: number, targetCount: number}} count */
export const confirmedOf = ({ confirmedCount, targetCount }) =>
  interpolate(gettext("%(n)s of %(all)s confirmed"), { n: confirmedCount.toLocaleString(), all: targetCount.toLocaleString() });

/** @param {{confirmedCount: number, targetCount: number}} count */
export const percent = ({ confirmedCount, targetCount }) => (targetCount ? Math.floor((confirmedCount * 100) / targetCount) : 0);

/** What it is in for me: its words and the kind of chip. @param {Notice} notice @returns {[string, string]} */
export function stateOf({ me, closedAt, withdrawnAt }) {
  if (withdrawnAt) return [gettext("Withdrawn"), "muted"];
  if (me?.confirmedAt) return [me.late ? gettext("Confirmed late") : gettext("Confirmed"), "outline"];
  if (closedAt) return [gettext("Closed"), "muted"];
  return me ? [gettext("To confirm"), "pressing-chip"] : [gettext("Still running"), ""];
}

/** When I confirmed. @param {{confirmedAt: string | null, late: boolean}} me */
export function confirmedAt({ confirmedAt: iso, late }) {
  if (!iso) return "";
  const words = late ? gettext("You confirmed this %(moment)s, after the deadline") : gettext("You confirmed this %(moment)s");
  return interpolate(words, { moment: formatNear(iso) });
}

/** @param {number} n */
export const waitingFor = (n) => interpolate(ngettext("%(n)s notice to confirm", "%(n)s notices to confirm", n), { n });

/** What a reminder came to. @param {{remindedCount: number}} answer */
export function reminded({ remindedCount: n }) {
  if (!n) return gettext("Nobody is left to be reminded.");
  return interpolate(ngettext("%(n)s person was reminded.", "%(n)s people were reminded.", n), { n });
}

/** The text of a notice's message without the title, which its card shows apart. @param {string} text @param {string} title */
export const without = (text, title) => (text.startsWith(`${title}\n\n`) ? text.slice(title.length + 2) : text);

