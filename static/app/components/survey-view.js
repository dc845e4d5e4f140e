/** <survey-view>: one survey in the place of the conversation: made, answered, or its results. */
import { html, nothing } from "lit";
import { api } from "../api.js";
import { StoreElement } from "../element.js";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";
import { store } from "../store.js";
import { standing } from "../surveys/words.js";
import "./survey-answer.js";

/** @typedef {import("../surveys/types").Survey} Survey */
/** @typedef {"build" | "answer" | "results"} Mode */

const PARTS = { build: () => import("./survey-builder.js"), results: () => import("./survey-results.js"), answer: () => Promise.resolve() };
const NAMES = { build: () => gettext("Questions"), answer: () => gettext("Answer"), results: () => gettext("Results") };

/** What can be done with a survey, the most fitting first. @param {Survey} survey @returns {Mode[]} */
export function modesOf({ isDraft, canEdit, canAnswer, canSeeResults, answered, state }) {
  if (canEdit && (isDraft || state === "DRAFT")) return ["build"];
  if (!canSeeResults) return ["answer"];
  if (!canAnswer) return ["results"];
  return answered || state === "CLOSED" ? ["results", "answer"] : ["answer", "results"];
}

class SurveyView extends StoreElement {
  static topics = ["survey"];
  static properties = { surveyId: {}, survey: { state: true }, mode: { state: true }, failed: { state: true } };

  constructor() {
    super();
    this.surveyId = "";
    /** @type {Survey | null} */
    this.survey = null;
    /** @type {Mode} */
    this.mode = "answer";
    /** What the server said instead; null: nothing went wrong. @type {{status: number, text: string} | null} */
    this.failed = null;
    /** @type {Set<Mode>} */
    this.there = new Set(["answer"]);
  }

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    if (!changed.has("surveyId") || this.surveyId === this.survey?.surveyId) return;
    this.survey = this.failed = null;
    if (this.surveyId === "new") this.#show("build");
    else if (this.surveyId) this.load();
  }

  /** On a phone the list has gone, and the focus with it. */
  updated() {
    if (this.survey && document.activeElement === document.body) /** @type {HTMLElement | null} */ (this.querySelector(".bar h2"))?.focus({ preventScroll: true });
  }

  /** The server says anew what a survey is. @param {string} _topic @param {{surveyId: string, survey: Survey | null}} detail */
  told(_topic, { surveyId, survey }) {
    if (surveyId !== this.survey?.surveyId) return;
    if (survey) this.take(survey);
    else store.openSurvey(null);
  }

  /** Ask for the survey; what fits it best is shown. */
  async load() {
    const wanted = this.surveyId;
    this.failed = null;
    try {
      const survey = await api.get(`/surveys/${wanted}`);
      if (wanted === this.surveyId) this.take(survey);
    } catch (error) {
      const { status, message } = /** @type {import("../api.js").ApiError} */ (error);
      if (wanted === this.surveyId) this.failed = { status, text: message };
    }
  }

  /** The survey as it is now. @param {Survey} survey */
  take(survey) {
    const [first, ...others] = modesOf(survey);
    const stays = this.survey?.surveyId === survey.surveyId && [first, ...others].includes(this.mode);
    this.survey = survey;
    if (!stays) this.#show(first);
  }

  /** @param {Mode} mode */
  async #show(mode) {
    this.mode = mode;
    if (this.there.has(mode)) return;
    try {
      await PARTS[mode]();
      this.there.add(mode);
    } catch {
      this.failed = { status: 0, text: "" };
    }
    this.requestUpdate();
  }

  /** @param {Event} event */
  #changed(event) {
    this.take(/** @type {CustomEvent<Survey>} */ (event).detail);
  }

  /** A new survey has been kept by the server: it has an address now. @param {Event} event */
  #kept(event) {
    const survey = /** @type {CustomEvent<Survey>} */ (event).detail;
    this.survey = survey;
    this.surveyId = survey.surveyId;
    store.route.nameSurvey(survey.surveyId);
  }

  #nothing() {
    return html`<div class="nothing-open"><p>${gettext("Choose a survey on the left, or make a new one.")}</p>
      <button class="primary" @click=${() => store.openSurvey("new")}>${gettext("New survey")}</button></div>`;
  }

  #failure() {
    const gone = this.failed?.status === 404;
    return html`<div class="nothing-open" role="alert"><p>${gone ? gettext("There is no such survey, or it is not for you.") : this.failed?.text || gettext("The survey could not be loaded.")}</p>
      ${gone ? html`<button @click=${() => store.openSurvey(null)}>${gettext("To the list")}</button>` : html`<button @click=${() => this.load()}>${gettext("Try again")}</button>`}</div>`;
  }

  #bar() {
    const survey = this.survey;
    const modes = survey ? modesOf(survey) : [];
    const title = survey?.title || (this.mode === "build" ? gettext("New survey") : gettext("Survey"));
    return html`<header class="bar survey-bar">
      <button class="quiet icon-only bar-back" aria-label=${gettext("Back to the list")} @click=${() => store.openSurvey(null)}>${icon("back")}</button>
      <div class="bar-text"><h2 tabindex="-1">${title}</h2><p>${survey && !survey.isDraft ? standing(survey) : nothing}</p></div>
      ${modes.length > 1 ? html`<div class="tabs survey-modes" role="tablist" aria-label=${gettext("What to show")} @keydown=${this.#tabKeys}>${[...modes].sort().map((mode) => html`
        <button role="tab" id="survey-${mode}" aria-selected=${mode === this.mode} aria-controls="survey-panel" tabindex=${mode === this.mode ? 0 : -1}
          @click=${() => this.#show(mode)}>${NAMES[mode]()}</button>`)}</div>` : nothing}</header>`;
  }

  /** @param {KeyboardEvent} event */
  #tabKeys(event) {
    if (!this.survey || !["ArrowLeft", "ArrowRight"].includes(event.code)) return;
    const modes = [...modesOf(this.survey)].sort();
    this.#show(modes[(modes.indexOf(this.mode) + 1) % modes.length]);
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector("[role=tab][aria-selected=true]"))?.focus());
  }

  #content() {
    if (this.failed) return this.#failure();
    if (!this.there.has(this.mode) || (!this.survey && this.surveyId !== "new")) {
      return html`<div class="survey-page" aria-busy="true"><span class="skeleton survey-skeleton"></span><span class="skeleton survey-skeleton"></span></div>`;
    }
    if (this.mode === "build") return html`<survey-builder .survey=${this.survey} @kept=${this.#kept} @changed=${this.#changed}></survey-builder>`;
    const part = this.mode === "results" ? html`<survey-results .survey=${this.survey} @changed=${this.#changed}></survey-results>`
      : html`<survey-answer .survey=${this.survey} @answered=${() => this.load()}></survey-answer>`;
    return html`<div id="survey-panel" class="survey-scroll" role=${this.survey && modesOf(this.survey).length > 1 ? "tabpanel" : nothing}
      aria-labelledby=${this.survey && modesOf(this.survey).length > 1 ? `survey-${this.mode}` : nothing}>${part}</div>`;
  }

  render() {
    if (!this.surveyId) return this.#nothing();
    return html`${this.mode === "build" ? nothing : this.#bar()}${this.#content()}`;
  }
}
customElements.define("survey-view", SurveyView);
