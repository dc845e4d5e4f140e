/** What is still missing before a survey can be published, by the field that it is said at. */
import { gettext } from "../i18n.js";
import { chooses, momentOf } from "./building.js";

/** @typedef {import("./types").Made} Made @typedef {import("./types").MadeQuestion} MadeQuestion @typedef {import("./types").Faults} Faults */

/** @param {MadeQuestion} one @param {Faults} faults */
function checkChoices(one, faults) {
  const texts = one.choices.map(({ text }) => text.trim().normalize("NFC"));
  if (texts.filter(Boolean).length < 2) {
    const empty = one.choices.find(({ text }) => !text.trim());
    faults.set(empty?.key ?? one.key, gettext("Please give at least two choices."));
    return;
  }
  one.choices.forEach(({ key }, i) => {
    if (texts[i] && texts.indexOf(texts[i]) < i) faults.set(key, gettext("This choice stands there already."));
  });
}

/** @param {MadeQuestion} one @param {Faults} faults */
function checkQuestion(one, faults) {
  if (!one.prompt.trim()) faults.set(one.key, gettext("Please write the question."));
  else if (chooses(one.type)) checkChoices(one, faults);
  else if (one.type === "SCALE" && one.scaleMin >= one.scaleMax) faults.set(one.key, gettext("The scale has to end above its beginning."));
}

/** @param {Made} made @param {number} now @param {Faults} faults */
function checkPeriod(made, now, faults) {
  const opens = Date.parse(momentOf(made.opensAt) ?? "");
  const closes = Date.parse(momentOf(made.closesAt) ?? "");
  if (closes <= now) faults.set("closesAt", gettext("The end lies in the past."));
  else if (opens >= closes) faults.set("closesAt", gettext("The end has to come after the beginning."));
}

/** In the order of the page. @param {Made} made @param {number} [now] @returns {Faults} */
export function faultsOf(made, now = Date.now()) {
  /** @type {Faults} */
  const faults = new Map();
  if (!made.title.trim()) faults.set("title", gettext("Please give the survey a title."));
  if (!made.questions.length) faults.set("questions", gettext("Please add at least one question."));
  for (const one of made.questions) checkQuestion(one, faults);
  checkPeriod(made, now, faults);
  return faults;
}

/** The faults of one question, its choices' among them. @param {Faults} faults @param {MadeQuestion} one */
export const faultOf = (faults, one) => faults.get(one.key) ?? one.choices.map(({ key }) => faults.get(key)).find(Boolean) ?? "";
