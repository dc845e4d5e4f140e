/** What its author does with a survey that is out: remind, close, share. Each answers the survey as it is then, or null. */
import { api } from "../api.js";
import { gettext, interpolate } from "../i18n.js";
import { store } from "../store.js";
import { people } from "../surveys/words.js";
import { confirmed } from "./confirm-dialog.js";
import { deleteSurvey, refuse } from "./survey-publishing.js";

/** @typedef {import("../surveys/types").Survey} Survey */

/** @param {Survey} survey @param {number} left how many have not answered @returns {Promise<Survey | null>} */
export async function remind(survey, left) {
  const text = survey.isAnonymous ? gettext("Everybody who has not answered gets a notification. You do not learn who that is.")
    : gettext("Everybody who has not answered gets a notification. What others answered is not looked at.");
  if (!(await confirmed({ title: interpolate(gettext("Remind %(people)s?"), { people: people(left) }), text, act: gettext("Remind"), danger: false }))) return null;
  try {
    const { reminded, remindedAt } = await api.post(`/surveys/${survey.surveyId}/remind`);
    store.toast(interpolate(gettext("%(people)s were reminded."), { people: people(reminded) }));
    return { ...survey, remindedAt };
  } catch (error) {
    refuse(error);
    return null;
  }
}

/** @param {Survey} survey @returns {Promise<Survey | null>} */
export async function closeNow(survey) {
  const text = survey.isAnonymous ? gettext("Nobody can answer any more. The results are counted once and stay as they are.") : gettext("Nobody can answer any more.");
  if (!(await confirmed({ title: gettext("Close the survey now?"), text, act: gettext("Close now") }))) return null;
  try {
    return await api.post(`/surveys/${survey.surveyId}/close`);
  } catch (error) {
    refuse(error);
    return null;
  }
}

/** @param {Survey} survey @param {(survey: Survey) => void} done */
export function shareWith(survey, done) {
  const share = async (/** @type {string[]} */ sharedWith) => done(await api.patch(`/surveys/${survey.surveyId}`, { sharedWith }));
  store.tell("dialog", { tag: "survey-sharing", attributes: {}, properties: { shared: survey.sharedWith ?? [], share } });
}

/** @param {Survey} survey which nobody has answered */
export async function remove({ surveyId }) {
  const question = { title: gettext("Delete the survey?"), text: gettext("It goes away on all devices."), act: gettext("Delete") };
  if (await confirmed(question)) await deleteSurvey(surveyId);
}
