/** What its author does with a survey that is out: remind, put off its end, close, share, delete. */
import { html } from "lit";
import { api } from "../api.js";
import { gettext, interpolate } from "../i18n.js";
import { store } from "../store.js";
import { fieldOf, momentOf } from "../surveys/building.js";
import { people } from "../surveys/words.js";
import { confirmed } from "./confirm-dialog.js";
import { DialogElement } from "./dialog.js";
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

/** A later end: an open survey can be put off, not shortened. */
class SurveyLater extends DialogElement {
  /** @type {Survey | null} */
  survey = null;
  /** @type {(survey: Survey) => void} */
  done = () => {};

  heading() {
    return gettext("Put off the end");
  }

  /** @param {SubmitEvent} event */
  async #save(event) {
    event.preventDefault();
    const { value } = /** @type {HTMLInputElement} */ (this.querySelector("input"));
    const save = async () => this.done(await api.patch(`/surveys/${this.survey?.surveyId}`, { closesAt: momentOf(value) }));
    if (value && (await this.attempt(save))) this.close();
  }

  content() {
    const field = fieldOf(this.survey?.closesAt ?? null);
    return html`<form class="dialog-form" @submit=${this.#save}><div class="dialog-body"><div class="field"><label for="survey-later">${gettext("Closes")}</label>
        <input id="survey-later" data-first type="datetime-local" required min=${field} .value=${field}></div></div>
      <footer class="dialog-foot"><button type="button" @click=${this.close}>${gettext("Cancel")}</button><button class="primary">${gettext("Put off")}</button></footer></form>`;
  }
}
customElements.define("survey-later", SurveyLater);

/** @param {Survey} survey that is open and has an end @param {(survey: Survey) => void} done */
export function putOff(survey, done) {
  const opener = /** @type {HTMLElement | null} */ (document.activeElement);
  const dialog = Object.assign(/** @type {SurveyLater} */ (document.createElement("survey-later")), { survey, done });
  dialog.addEventListener("close", () => opener?.focus(), { capture: true, once: true });
  document.body.append(dialog);
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
