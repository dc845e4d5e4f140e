/** Surveys in words: types of questions, states, times, what is promised to those who answer. */
import { limits } from "../boot.js";
import { formatNear } from "../format.js";
import { gettext, interpolate, ngettext } from "../i18n.js";

/** @typedef {import("./types").Survey} Survey @typedef {import("./types").QuestionType} QuestionType @typedef {import("./types").BoxName} BoxName */

/** @type {Record<QuestionType, () => string>} */
export const TYPE = {
  SINGLE: () => gettext("One choice"), MULTI: () => gettext("Several choices"), TEXT: () => gettext("Free text"), SCALE: () => gettext("Scale"),
};
/** @type {Record<QuestionType, string>} */
export const TYPE_ICON = { SINGLE: "radio", MULTI: "checks", TEXT: "text-lines", SCALE: "scale" };

/** @type {Record<BoxName, () => string>} */
export const BOX = {
  toAnswer: () => gettext("To answer"), mine: () => gettext("Made by me"), shared: () => gettext("Shared with me"), closed: () => gettext("Past ones"),
};

/** What a survey is in just now: its words and the kind of chip. @param {Survey} survey @returns {[string, string]} */
export function stateOf({ state, isDraft }) {
  if (isDraft) return [gettext("Draft"), "outline"];
  if (state === "DRAFT") return [gettext("Scheduled"), "outline"];
  return state === "OPEN" ? [gettext("In progress"), ""] : [gettext("Closed"), "muted"];
}

/** Until when, or since when not any more. @param {Survey} survey @param {number} [now] */
export function deadline({ state, isDraft, opensAt, closesAt }, now = Date.now()) {
  if (!isDraft && state === "DRAFT" && opensAt) return interpolate(gettext("Opens %(moment)s"), { moment: formatNear(opensAt, now) });
  if (!closesAt) return gettext("No end");
  const words = state === "CLOSED" ? gettext("Closed %(moment)s") : gettext("Until %(moment)s");
  return interpolate(words, { moment: formatNear(closesAt, now) });
}

/** What it is in and until when, in a line. @param {Survey} survey @param {number} [now] */
export function standing(survey, now = Date.now()) {
  const until = deadline(survey, now);
  return survey.isDraft || survey.state === "OPEN" ? `${stateOf(survey)[0]} · ${until}` : until;
}

/** Whether little time is left to answer. @param {Survey} survey @param {number} [now] */
export const pressing = ({ state, closesAt }, now = Date.now()) => state === "OPEN" && closesAt !== null && Date.parse(closesAt) - now < 24 * 3600_000;

/** @param {number} n */
export const questionCount = (n) => interpolate(ngettext("%(n)s question", "%(n)s questions", n), { n });
/** @param {number} n */
export const people = (n) => interpolate(ngettext("%(n)s person", "%(n)s people", n), { n });

/** What is promised, in plain words (decision 0023). @param {{isAnonymous: boolean, threshold?: number | null}} survey */
export function promise({ isAnonymous, threshold }) {
  if (!isAnonymous) return gettext("Your name is kept with your answers. The author and those the results are shared with see who answered what.");
  const n = threshold ?? limits.survey.threshold;
  return interpolate(gettext("Your answers are kept sealed, counted when the survey closes, and deleted then. Neither colleagues, the author, managers and auditors nor anybody who reads the database or a backup can find out what you answered. Results of fewer than %(n)s people are never shown."), { n });
}

/** What nobody can promise. */
export const limitOfPromise = () => gettext("That you have taken part is known, so that everybody answers once. Not protected are your own words in a free text, what all of a group answered alike, and what somebody who runs the server and has its key would record while you answer.");
