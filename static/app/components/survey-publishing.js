/** The last look before a survey goes out, and the way a draft goes away. */
import { api } from "../api.js";
import { gettext, interpolate } from "../i18n.js";
import { store } from "../store.js";
import { box } from "../surveys/box.js";
import { momentOf } from "../surveys/building.js";
import { moment, questionCount } from "../surveys/words.js";
import { confirmed } from "./confirm-dialog.js";
import { targetText } from "./survey-terms.js";

/** @typedef {import("../surveys/types").Made} Made @typedef {import("../surveys/types").Survey} Survey @typedef {import("../surveys/saving.js").Saver} Saver */

/** What is about to happen, in lines. @param {Made} made @param {import("../org.js").Chart | null} chart */
export function summary(made, chart) {
  const opens = momentOf(made.opensAt);
  const closes = momentOf(made.closesAt);
  return [
    questionCount(made.questions.length),
    targetText(made.targetOrgUnitId, chart),
    opens ? interpolate(gettext("Opens %(moment)s"), { moment: moment(opens) }) : gettext("Opens at once"),
    closes ? interpolate(gettext("Until %(moment)s"), { moment: moment(closes) }) : gettext("Until you close it"),
    made.isAnonymous ? gettext("Anonymous") : gettext("With names"),
  ].join(" · ");
}

/**
 * Ask, save what is unsaved, publish.
 * @param {Made} made @param {import("../org.js").Chart | null} chart @param {Saver} saver @param {boolean} again it is published already and waits for its time
 * @returns {Promise<Survey | null>}
 */
export async function publish(made, chart, saver, again) {
  const text = `${summary(made, chart)}. ${gettext("Once somebody can answer, the questions cannot be changed any more.")}`;
  const question = again ? { title: gettext("Save the changes?"), act: gettext("Save changes") } : { title: gettext("Publish the survey?"), act: gettext("Publish") };
  if (!(await confirmed({ ...question, text, danger: false }))) return null;
  saver.hold(made);
  if (!(await saver.flush())) {
    store.toast(saver.reason || gettext("The server cannot be reached. The survey is kept on this device."), undefined, { kind: "error" });
    return null;
  }
  try {
    const survey = await api.post(`/surveys/${saver.id}/publish`);
    await saver.stop();
    store.toast(survey.state === "OPEN" ? gettext("The survey is out.") : gettext("The survey opens at its time."));
    return survey;
  } catch (error) {
    refuse(error);
    return null;
  }
}

/** @param {Saver} saver */
export async function deleteDraft(saver) {
  if (!(await confirmed({ title: gettext("Delete the survey?"), text: gettext("It goes away on all devices."), act: gettext("Delete") }))) return;
  await saver.stop();
  if (saver.id) await deleteSurvey(saver.id);
}

/** A survey that nobody has answered goes away. @param {string} surveyId */
export async function deleteSurvey(surveyId) {
  try {
    await api.del(`/surveys/${surveyId}`);
    if (store.route.place.survey === surveyId) store.openSurvey(null);
  } catch (error) {
    refuse(error);
  }
  box.refresh();
}

/** @param {unknown} error */
export function refuse(error) {
  const { status, message } = /** @type {import("../api.js").ApiError} */ (error);
  if (status !== 401) store.toast(message || gettext("The server cannot be reached. Please try again."), undefined, { kind: "error" });
}
