/** <survey-builder>: a survey while it is made. Kept all the time; published once, with a summary before. */
import { html, nothing } from "lit";
import { live } from "lit-html/directives/live.js";
import { repeat } from "lit-html/directives/repeat.js";
import { api } from "../api.js";
import { limits } from "../boot.js";
import { StoreElement } from "../element.js";
import { formatTime } from "../format.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { loadChart } from "../org.js";
import { store } from "../store.js";
import { box } from "../surveys/box.js";
import * as building from "../surveys/building.js";
import { faultsOf } from "../surveys/checking.js";
import { keptMade } from "../surveys/keeping.js";
import { NEW, Saver } from "../surveys/saving.js";
import { TYPE, TYPE_ICON, standing } from "../surveys/words.js";
import { actsOf } from "./survey-made-acts.js";
import { madeQuestion } from "./survey-made-question.js";
import { deleteDraft, publish } from "./survey-publishing.js";
import { surveyTerms } from "./survey-terms.js";

/** @typedef {import("../surveys/types").Survey} Survey @typedef {import("../surveys/types").Made} Made */

export class SurveyBuilder extends StoreElement {
  static topics = ["connection", "people"];
  static properties = { survey: {}, made: { state: true }, faults: { state: true }, preview: { state: true }, chart: { state: true }, dragged: { state: true } };

  constructor() {
    super();
    /** @type {Survey | null} null: a new one */
    this.survey = null;
    /** @type {Made | null} */
    this.made = null;
    /** @type {Map<string, string>} */
    this.faults = new Map();
    this.preview = false;
    /** @type {import("../org.js").Chart | null} */
    this.chart = null;
    this.dragged = "";
    /** @type {Saver} */
    this.saver = this.#saver(null);
    this.acts = actsOf(this);
  }

  connectedCallback() {
    super.connectedCallback();
    loadChart().then((chart) => (this.chart = chart)).catch(() => {});
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    if (!this.saver.held) this.saver.flush();
  }

  /** @param {string} topic */
  told(topic) {
    if (topic === "connection" && store.connection === "online" && this.saver.waiting && !this.saver.held) this.saver.flush();
    this.requestUpdate();
  }

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    const mine = this.survey && this.survey.surveyId === this.saver.id;
    if (changed.has("survey") && (!this.made || !mine)) this.#begin(this.survey);
  }

  /** Published already, but not open yet: what is changed counts at once, so it is not saved by itself. */
  get scheduled() {
    return this.survey !== null && !this.survey.isDraft;
  }

  updated() {
    for (const one of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll(".made-question"))) one.classList.toggle("dragged", one.dataset.key === this.dragged);
  }

  /** @param {string | null} id */
  #saver(id) {
    const saver = new Saver(id, {
      create: (made) => api.post("/surveys", { ...building.bodyOf(made), isDraft: true }),
      change: (surveyId, made) => api.patch(`/surveys/${surveyId}`, building.bodyOf(made)),
      keep: keptMade.put,
      drop: keptMade.drop,
      created: (survey) => {
        if (this.isConnected && saver === this.saver) this.dispatchEvent(new CustomEvent("kept", { detail: survey })); // else somebody has gone on
        box.refresh();
      },
      told: () => this.requestUpdate(),
    });
    return saver;
  }

  /** Take up a survey, or begin one; what this device kept and the server did not get goes first. @param {Survey | null} survey */
  async #begin(survey) {
    if (!this.saver.held) this.saver.flush();
    this.saver = this.#saver(survey?.surveyId ?? null);
    this.made = survey ? building.madeOf(survey) : building.blank();
    this.faults = new Map();
    this.preview = false;
    const { saver } = this;
    const kept = await keptMade.get(survey?.surveyId ?? NEW).catch(() => undefined);
    if (!kept || saver !== this.saver || saver.waiting) return;
    this.set(kept);
  }

  /** The survey is like this now. @param {Made} made */
  set(made) {
    this.made = made;
    if (this.faults.size) this.faults = faultsOf(made);
    if (this.scheduled) this.saver.hold(made);
    else if (!building.isBlank(made) || this.saver.id) this.saver.save(made);
    this.requestUpdate();
  }

  /** Set the focus to the first field that fits, once it is drawn. @param {string} selector */
  async focusOn(selector) {
    await this.updateComplete;
    const field = /** @type {HTMLElement | null} */ (this.querySelector(selector));
    field?.focus();
    field?.scrollIntoView({ block: "nearest" });
  }

  /** For those who hear the page. @param {string} text */
  say(text) {
    const status = this.querySelector(".made-said");
    if (status) status.textContent = text;
  }

  /** @param {import("../surveys/types").QuestionType} type */
  #add(type) {
    const made = /** @type {Made} */ (this.made);
    if (made.questions.length >= limits.survey.questions) return store.toast(interpolate(gettext("A survey has at most %(n)s questions."), { n: limits.survey.questions }));
    const [question, next] = building.add(made, type);
    this.set(next);
    this.focusOn(`#prompt-${question.key}`);
  }

  async #publish() {
    const made = /** @type {Made} */ (this.made);
    this.faults = faultsOf(made);
    if (this.faults.size) {
      const [first] = this.faults.keys();
      return this.focusOn(`#made-${first}, #prompt-${first}, [data-choice="${first}"], .made-add button`);
    }
    const survey = await publish(made, this.chart, this.saver, this.scheduled);
    if (!survey) return;
    if (survey.state === "DRAFT") this.#goOn(survey, made);
    box.refresh();
    this.dispatchEvent(new CustomEvent("changed", { detail: survey }));
  }

  /** It waits for its time, and can still be changed: what was written meanwhile is a change. @param {Survey} survey @param {Made} published */
  #goOn(survey, published) {
    this.saver = this.#saver(survey.surveyId);
    if (this.made && this.made !== published) this.saver.hold(this.made);
    this.requestUpdate();
  }

  #status() {
    const { state, savedAt, reason, waiting } = this.saver;
    if (this.scheduled && state !== "failed") return waiting ? gettext("Changed, not saved yet") : standing(/** @type {Survey} */ (this.survey));
    if (state === "saving" || (state === "saved" && waiting)) return gettext("Saving…"); // what was written since is on its way
    if (state === "saved") return interpolate(gettext("Saved %(time)s"), { time: formatTime(savedAt) });
    if (state !== "failed") return this.survey ? gettext("Draft") : gettext("Saved as you write");
    return reason || gettext("Kept on this device; saved once the server can be reached");
  }

  #bar() {
    return html`<header class="bar survey-bar">
      <button class="quiet icon-only bar-back" aria-label=${gettext("Back to the list")} @click=${() => store.openSurvey(null)}>${icon("back")}</button>
      <div class="bar-text"><h2 tabindex="-1">${this.made?.title.trim() || gettext("New survey")}</h2><p class=${this.saver.state === "failed" ? "failed" : ""} role="status">${this.#status()}</p></div>
      <button class="quiet icon-only" aria-label=${gettext("Delete the survey")} title=${gettext("Delete the survey")} ?hidden=${!this.survey} @click=${() => deleteDraft(this.saver)}>${icon("trash")}</button>
      <button aria-pressed=${this.preview} @click=${() => (this.preview = !this.preview)}>${icon(this.preview ? "edit" : "eye")}<span class="wide">${this.preview ? gettext("Go on editing") : gettext("Preview")}</span></button>
      <button class="primary" ?disabled=${this.scheduled && !this.saver.waiting} @click=${this.#publish}>${this.scheduled ? gettext("Save changes") : gettext("Publish…")}</button></header>`;
  }

  /** @param {Made} made */
  #form(made) {
    const fault = this.faults.get("title");
    const count = made.questions.length;
    return html`<div class="survey-page">
      <section class="survey-card made-intro">
        <div class="field"><label for="made-title">${gettext("Title")}</label><input id="made-title" maxlength=${limits.survey.title} autocomplete="off" .value=${live(made.title)} aria-invalid=${fault ? "true" : nothing}
          aria-describedby=${fault ? "fault-title" : nothing} placeholder=${gettext("What is the survey about?")} @input=${(/** @type {Event} */ event) => this.set({ ...made, title: /** @type {HTMLInputElement} */ (event.target).value })}>
          ${fault ? html`<span class="error" id="fault-title">${fault}</span>` : nothing}</div>
        <div class="field"><label for="made-description">${gettext("Description")}</label><textarea id="made-description" rows="2" maxlength="4000" .value=${live(made.description)}
          placeholder=${gettext("What it is for, and what happens with the results")} @input=${(/** @type {Event} */ event) => this.set({ ...made, description: /** @type {HTMLTextAreaElement} */ (event.target).value })}></textarea></div>
      </section>
      <ol class="survey-questions ${this.dragged ? "dragging" : ""}">${repeat(made.questions, ({ key }) => key, (one, at) => madeQuestion(one, at, count, this.faults, this.acts))}</ol>
      <div class="made-add" role="group" aria-label=${gettext("Add a question")}><span>${icon("plus")}${gettext("Add a question")}</span>
        ${building.TYPES.map((type) => html`<button type="button" @click=${() => this.#add(type)}>${icon(TYPE_ICON[type])}${TYPE[type]()}</button>`)}
        ${this.faults.has("questions") ? html`<p class="survey-fault">${icon("warning")}${this.faults.get("questions")}</p>` : nothing}</div>
      ${surveyTerms(made, this.faults, this.chart, {
        change: (patch) => this.set({ .../** @type {Made} */ (this.made), ...patch }),
        target: () => store.tell("dialog", { tag: "survey-target", attributes: {}, properties: { chosen: made.targetOrgUnitId, choose: (/** @type {string | null} */ id) => this.set({ .../** @type {Made} */ (this.made), targetOrgUnitId: id }) } }),
        share: () => store.tell("dialog", { tag: "survey-sharing", attributes: {}, properties: { shared: made.sharedWith, share: async (/** @type {string[]} */ ids) => this.set({ .../** @type {Made} */ (this.made), sharedWith: ids }) } }),
      })}
      <p class="sr made-said" role="status"></p></div>`;
  }

  render() {
    if (!this.made) return nothing;
    const shown = { ...this.made, questions: building.previewed(this.made), createdBy: store.me.userId, closesAt: building.momentOf(this.made.closesAt), state: "OPEN", surveyId: "preview" };
    return html`${this.#bar()}<div class="survey-scroll">${this.preview
      ? html`<p class="note survey-preview-note">${icon("eye")}<span>${gettext("This is what those who answer will see.")}</span></p><survey-answer .survey=${shown} preview></survey-answer>`
      : this.#form(this.made)}</div>`;
  }
}
customElements.define("survey-builder", SurveyBuilder);
