/** The last look before a survey goes out, and the way a draft goes away. */
import { html } from "lit";
import { api } from "../api.js";
import { formatNear } from "../format.js";
import { gettext } from "../i18n.js";
import { store } from "../store.js";
import { box } from "../surveys/box.js";
import { momentOf } from "../surveys/building.js";
import { questionCount } from "../surveys/words.js";
import { confirmed } from "./confirm-dialog.js";
import { DialogElement } from "./dialog.js";
import { targetText } from "./survey-terms.js";

/** @typedef {import("../surveys/types").Made} Made @typedef {import("../surveys/types").Survey} Survey @typedef {import("../surveys/saving.js").Saver} Saver */

/** What is about to happen, by its name. @param {Made} made @param {import("../org.js").Chart | null} chart @returns {[string, string][]} */
export function summary(made, chart) {
  const opens = momentOf(made.opensAt);
  const closes = momentOf(made.closesAt);
  return [
    [gettext("Asked"), targetText(made.targetOrgUnitId, chart)],
    [gettext("Questions"), questionCount(made.questions.length)],
    [gettext("Opens"), opens ? formatNear(opens) : gettext("At once")],
    [gettext("Closes"), closes ? formatNear(closes) : gettext("When you close it")],
    [gettext("Names"), made.isAnonymous ? gettext("Anonymous") : gettext("With names")],
  ];
}

/** The question before a survey goes out. */
class SurveyPublishing extends DialogElement {
  /** It is published already and waits for its time. */
  again = false;
  answer = false;
  /** @type {[string, string][]} */
  summary = [];

  heading() {
    return this.again ? gettext("Save the changes?") : gettext("Publish the survey?");
  }

  #yes() {
    this.answer = true;
    this.close();
  }

  content() {
    return html`<div class="dialog-body"><dl class="made-summary">${this.summary.map(([name, text]) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>
        <p class="small">${gettext("Once somebody can answer, the questions cannot be changed any more.")}</p></div>
      <footer class="dialog-foot"><button @click=${this.close}>${gettext("Cancel")}</button>
        <button class="primary" data-first @click=${this.#yes}>${this.again ? gettext("Save changes") : gettext("Publish")}</button></footer>`;
  }
}
customElements.define("survey-publishing", SurveyPublishing);

/** @param {[string, string][]} lines @param {boolean} again @returns {Promise<boolean>} */
function agreed(lines, again) {
  const opener = /** @type {HTMLElement | null} */ (document.activeElement);
  const dialog = /** @type {SurveyPublishing} */ (document.createElement("survey-publishing"));
  Object.assign(dialog, { summary: lines, again });
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.answer);
      opener?.focus();
    }, { capture: true, once: true });
    document.body.append(dialog);
  });
}

/**
 * Ask, save what is unsaved, publish.
 * @param {Made} made @param {import("../org.js").Chart | null} chart @param {Saver} saver @param {boolean} again it is published already and waits for its time
 * @returns {Promise<Survey | null>}
 */
export async function publish(made, chart, saver, again) {
  if (!(await agreed(summary(made, chart), again))) return null;
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
