/** <survey-answer>: a survey as those who answer see it: questions, review, thanks. Its author sees the same as a preview. */
import { html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { api } from "../api.js";
import { StoreElement } from "../element.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { store } from "../store.js";
import { fitting, missing, progressOf, stepsOf, submission } from "../surveys/answering.js";
import { box } from "../surveys/box.js";
import { keptAnswers } from "../surveys/keeping.js";
import { deadline, limitOfPromise, promise, questionCount } from "../surveys/words.js";
import { answerText, surveyQuestion } from "./survey-question.js";

/** @typedef {import("../surveys/types").Survey} Survey @typedef {import("../surveys/types").Answer} Answer @typedef {import("../surveys/types").Answers} Answers */

const PAUSE = 300;

class SurveyAnswer extends StoreElement {
  static topics = ["connection", "people"];
  static properties = {
    survey: {}, preview: { type: Boolean }, answers: { state: true }, step: { state: true }, faults: { state: true }, sending: { state: true },
    refused: { state: true }, sent: { state: true },
  };

  constructor() {
    super();
    /** @type {Survey | null} */
    this.survey = null;
    this.preview = false;
    /** @type {Answers} */
    this.answers = {};
    /** The step shown; the one after the last is the review. */
    this.step = 0;
    /** @type {Map<string, string>} */
    this.faults = new Map();
    this.sending = this.sent = false;
    this.refused = "";
    this.keeping = 0;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    if (this.keeping && this.survey) this.#keep(this.survey.surveyId);
  }

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    const before = /** @type {Survey | null | undefined} */ (changed.get("survey"));
    if (!changed.has("survey") || !this.survey || before?.surveyId === this.survey.surveyId) return;
    if (before && this.keeping) this.#keep(before.surveyId);
    this.answers = {};
    this.faults = new Map();
    this.step = 0;
    this.sent = this.sending = false;
    this.refused = "";
    if (this.preview) return;
    if (this.survey.answered || this.survey.state === "CLOSED") keptAnswers.drop(this.survey.surveyId).catch(() => {});
    else this.#restore(this.survey);
  }

  /** What this device kept of an earlier visit. @param {Survey} survey */
  async #restore({ surveyId, questions }) {
    const kept = await keptAnswers.get(surveyId).catch(() => undefined);
    if (kept && this.survey?.surveyId === surveyId) this.answers = { ...fitting(questions, kept), ...this.answers };
  }

  get #steps() {
    return stepsOf(this.survey?.questions ?? []);
  }

  /** @param {string} questionId @param {Answer} answer */
  #answer(questionId, answer) {
    this.answers = { ...this.answers, [questionId]: answer };
    if (this.faults.has(questionId)) this.faults = new Map([...this.faults].filter(([id]) => id !== questionId));
    if (this.preview) return;
    clearTimeout(this.keeping);
    this.keeping = window.setTimeout(() => this.survey && this.#keep(this.survey.surveyId), PAUSE);
  }

  /** @param {string} surveyId */
  #keep(surveyId) {
    clearTimeout(this.keeping);
    this.keeping = 0;
    if (!this.sent) keptAnswers.put(surveyId, this.answers).catch(() => {});
  }

  /** On to a step, if nothing required is missing before it. @param {number} step */
  #go(step) {
    const asked = step > this.step ? this.#steps.slice(this.step, step).flat() : [];
    this.faults = missing(asked, this.answers);
    if (this.faults.size) return this.#showFault();
    this.step = step;
    this.updateComplete.then(() => {
      /** @type {HTMLElement | null} */ (this.querySelector(".survey-top"))?.focus({ preventScroll: true });
      this.closest(".survey-scroll")?.scrollTo(0, 0);
    });
  }

  async #showFault() {
    await this.updateComplete;
    const [first] = this.faults.keys();
    const card = this.querySelector(`[data-question="${first}"]`);
    /** @type {HTMLElement | null | undefined} */ (card?.querySelector("input, textarea"))?.focus();
    card?.scrollIntoView({ block: "center" });
  }

  async #submit() {
    const survey = /** @type {Survey} */ (this.survey);
    if (this.sending || this.preview) return;
    this.sending = true;
    this.refused = "";
    try {
      await api.post(`/surveys/${survey.surveyId}/submit`, submission(survey.questions, this.answers));
      clearTimeout(this.keeping);
      this.keeping = 0;
      this.sent = true;
      await keptAnswers.drop(survey.surveyId).catch(() => {});
      box.refresh();
      this.dispatchEvent(new Event("answered", { bubbles: true }));
    } catch (error) {
      const { status, message } = /** @type {import("../api.js").ApiError} */ (error);
      this.refused = status === 0 ? gettext("The server cannot be reached. Your answers are kept on this device; please submit them later.") : message;
    }
    this.sending = false;
  }

  #head() {
    const { title, description, questions, createdBy } = /** @type {Survey} */ (this.survey);
    const about = [store.user(createdBy)?.name, questionCount(questions.length), deadline(/** @type {Survey} */ (this.survey))].filter(Boolean).join(" · ");
    return html`<header class="survey-card survey-intro"><h3 class="survey-title">${title || gettext("Survey without a title")}</h3><p class="small">${about}</p>
      ${description ? html`<p class="survey-description">${description}</p>` : nothing}
      ${this.#promise()}</header>`;
  }

  #promise() {
    const { isAnonymous } = /** @type {Survey} */ (this.survey);
    return html`<div class="survey-promise">${icon(isAnonymous ? "shield" : "user")}<div><b>${isAnonymous ? gettext("This survey is anonymous.") : gettext("This survey is not anonymous.")}</b>
      <p>${promise(/** @type {Survey} */ (this.survey))}</p>${isAnonymous ? html`<p>${limitOfPromise()}</p>` : nothing}</div></div>`;
  }

  /** @param {number} steps */
  #progress(steps) {
    const { done, total } = progressOf(this.survey?.questions ?? [], this.answers);
    const place = steps > 1 && this.step < steps ? interpolate(gettext("Step %(n)s of %(all)s"), { n: this.step + 1, all: steps }) : "";
    return html`<div class="survey-progress"><progress value=${done} max=${total || 1} aria-label=${gettext("Answered questions")}></progress>
      <span>${interpolate(gettext("%(n)s of %(all)s questions answered"), { n: done, all: total })}</span>${place ? html`<span>${place}</span>` : nothing}</div>`;
  }

  /** @param {import("../surveys/types").Question[]} questions */
  #form(questions) {
    const first = this.survey?.questions.indexOf(questions[0]) ?? 0;
    return html`<ol class="survey-questions">${repeat(questions, (one) => one.questionId, (question, i) => surveyQuestion({
      question, n: first + i + 1, answer: this.answers[question.questionId], fault: this.faults.get(question.questionId) ?? "",
      change: (answer) => this.#answer(question.questionId, answer),
    }))}</ol>`;
  }

  #review() {
    const { questions } = /** @type {Survey} */ (this.survey);
    const steps = this.#steps;
    const stepOf = (/** @type {number} */ i) => steps.findIndex((step) => step.includes(questions[i]));
    return html`<section class="survey-card"><h3>${gettext("Please look once more")}</h3>
      <p class="small">${gettext("Once submitted, answers cannot be changed.")}</p>
      <dl class="survey-review">${questions.map((question, i) => {
        const said = answerText(question, this.answers[question.questionId]);
        return html`<div><dt><span class="survey-n">${i + 1}</span>${question.prompt}</dt>
          <dd class=${said ? "" : "none"}>${said || gettext("Not answered")}</dd>
          <dd class="survey-again"><button type="button" class="quiet small" @click=${() => this.#go(stepOf(i))}
            aria-label=${interpolate(gettext("Change the answer to question %(n)s"), { n: i + 1 })}>${gettext("Change")}</button></dd></div>`;
      })}</dl></section>`;
  }

  #foot() {
    const count = this.#steps.length;
    const reviewing = this.step >= count;
    const offline = store.connection !== "online" && !navigator.onLine;
    return html`
      ${this.refused ? html`<p class="note error" role="alert">${icon("warning")}<span>${this.refused}</span></p>` : nothing}
      ${offline && !this.preview ? html`<p class="note warn" role="status">${icon("offline")}<span>${gettext("There is no network. Your answers are kept on this device; you can submit them once you are back.")}</span></p>` : nothing}
      <footer class="survey-foot">
        <small>${this.preview ? gettext("A preview: nothing is submitted.") : gettext("Kept on this device until you submit.")}</small>
        ${this.step > 0 ? html`<button type="button" @click=${() => this.#go(this.step - 1)}>${gettext("Previous")}</button>` : nothing}
        ${reviewing ? html`<button type="button" class="primary" ?disabled=${this.preview || this.sending || offline} @click=${this.#submit}>${this.sending ? gettext("Submitting…") : gettext("Submit")}</button>`
          : html`<button type="button" class="primary" @click=${() => this.#go(this.step + 1)}>${this.step === count - 1 ? gettext("Review") : gettext("Next")}</button>`}
      </footer>`;
  }

  /** Why nothing can be answered here. @returns {[string, string, string] | null} */
  get #shut() {
    const { state, answered, canAnswer, isAnonymous, isDraft } = /** @type {Survey} */ (this.survey);
    if (this.preview) return null;
    if (this.sent) return ["check", gettext("Thank you. Your answers have arrived."), isAnonymous ? gettext("They cannot be shown to you again either: nobody knows which ones are yours.") : ""];
    if (answered) return ["check", gettext("You have answered this survey."), isAnonymous ? gettext("What you answered cannot be shown: nobody knows which answers are yours.") : ""];
    if (state === "CLOSED") return ["lock", gettext("This survey is closed."), gettext("It takes no answers any more.")];
    if (isDraft || state === "DRAFT") return ["clock", gettext("This survey has not opened yet."), deadline(/** @type {Survey} */ (this.survey))];
    return canAnswer ? null : ["lock", gettext("This survey is for other departments."), ""];
  }

  render() {
    if (!this.survey) return nothing;
    const steps = this.#steps;
    const shut = this.#shut;
    if (shut) {
      return html`<div class="survey-page">${this.sent ? nothing : this.#head()}
        <section class="survey-card survey-shut" role="status"><span class="survey-shut-icon">${icon(shut[0])}</span><h3>${shut[1]}</h3>${shut[2] ? html`<p>${shut[2]}</p>` : nothing}
          <button type="button" @click=${() => store.openSurvey(null)}>${gettext("To the list")}</button></section></div>`;
    }
    return html`<div class="survey-page"><div class="survey-top" tabindex="-1">${this.#progress(steps.length)}</div>
      ${this.step === 0 ? this.#head() : nothing}
      ${this.step < steps.length ? this.#form(steps[this.step]) : this.#review()}${this.#foot()}</div>`;
  }
}
customElements.define("survey-answer", SurveyAnswer);
