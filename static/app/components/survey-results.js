/** <survey-results>: how many have answered, and what, for the author and those it is shared with. */
import { html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { api } from "../api.js";
import { language } from "../boot.js";
import { StoreElement } from "../element.js";
import { formatExact, formatNear } from "../format.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { store } from "../store.js";
import { nested, percent, share } from "../surveys/figures.js";
import { people, standing } from "../surveys/words.js";
import { surveyFigures } from "./survey-figures.js";
import { closeNow, putOff, remind, remove, shareWith } from "./survey-running.js";

/** @typedef {import("../surveys/types").Survey} Survey @typedef {import("../surveys/types").Results} Results @typedef {import("../surveys/types").Progress} Progress */

/** What stands for results that nobody asked for. @type {any} */
const NOT_ASKED = { suppressed: true, questions: [], units: [] };
/** How often the number of answers of an open survey is asked for while somebody looks. */
const EVERY = 30_000;

class SurveyResults extends StoreElement {
  static topics = ["people"];
  static properties = {
    survey: {}, results: { state: true }, progress: { state: true }, unit: { state: true }, tables: { state: true }, failed: { state: true }, whole: { state: true }, early: { state: true },
  };

  constructor() {
    super();
    /** @type {Survey | null} */
    this.survey = null;
    /** @type {Results | null} */
    this.results = null;
    /** @type {Progress | null} */
    this.progress = null;
    /** The department whose answers are shown; empty: everybody. */
    this.unit = "";
    this.tables = false;
    this.failed = false;
    /** Whether I want the figures of an anonymous survey before its end, with all that this costs. */
    this.early = false;
    /** Questions all of whose texts are shown. @type {Set<string>} */
    this.whole = new Set();
    this.timer = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("beforeprint", this.#unfold);
    this.timer = window.setInterval(() => document.visibilityState === "visible" && this.survey?.state === "OPEN" && this.#load(), EVERY);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
    removeEventListener("beforeprint", this.#unfold);
  }

  /** On paper nothing can be unfolded. */
  #unfold = () => {
    this.whole = new Set(this.results?.questions.map(({ questionId }) => questionId));
    this.performUpdate();
  };

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    const before = /** @type {Survey | null | undefined} */ (changed.get("survey"));
    if (changed.has("survey") && before?.surveyId !== this.survey?.surveyId) {
      this.unit = "";
      this.results = this.progress = null;
      this.early = false;
      this.whole = new Set();
    }
    if (this.survey && (changed.has("survey") || changed.has("unit") || changed.get("early") === false)) this.#load();
  }

  async #load() {
    const { surveyId } = /** @type {Survey} */ (this.survey);
    const { unit } = this;
    const path = `/surveys/${surveyId}/results${unit ? `?orgUnitId=${unit}` : ""}`;
    this.failed = false;
    try {
      const [results, progress] = await Promise.all([this.#waits ? NOT_ASKED : api.get(path), api.get(`/surveys/${surveyId}/progress`)]);
      if (surveyId !== this.survey?.surveyId || unit !== this.unit) return;
      this.results = results;
      this.progress = progress;
    } catch {
      this.failed = !this.results;
    }
  }

  /** Looking early has its price (decision 0023), so nobody does it by the way. */
  get #waits() {
    return Boolean(this.survey?.isAnonymous && this.survey.canEdit && this.survey.state !== "CLOSED" && !this.early);
  }

  /** @param {Survey} survey */
  #beforeTheEnd(survey) {
    const n = survey.threshold ?? 0;
    const enough = (this.progress?.responseCount ?? 0) >= n;
    return html`<p>${gettext("The results of an anonymous survey are best seen when it has closed: then everybody counts, by department as well.")}</p>
      ${enough ? html`<p class="small">${interpolate(gettext("If you look now, figures move on only when twice as many have answered. There will be no results by department, and fewer than %(n)s last answers may be left out at the end. So no single answer can be told."), { n })}</p>
        <button type="button" @click=${() => (this.early = true)}>${icon("eye")}${gettext("Show figures so far")}</button>`
        : html`<p class="small">${interpolate(gettext("Figures can be seen from %(n)s answers on."), { n })}</p>`}`;
  }

  /** @param {Survey | null} survey */
  #changed(survey) {
    if (survey) this.dispatchEvent(new CustomEvent("changed", { detail: survey }));
  }

  /** @param {Survey} survey */
  #acts(survey) {
    const left = this.progress ? this.progress.targetCount - this.progress.responseCount : 0;
    const file = `/api/v1/surveys/${survey.surveyId}/results.csv${this.unit ? `?orgUnitId=${this.unit}` : ""}`;
    const open = survey.state === "OPEN";
    return html`<div class="result-acts">
      ${survey.canEdit && open && left > 0 ? html`<button type="button" @click=${async () => this.#changed(await remind(survey, left))}>${icon("bell")}${interpolate(gettext("Remind %(people)s who have not answered"), { people: people(left) })}</button>` : nothing}
      ${survey.canEdit && open && survey.closesAt ? html`<button type="button" @click=${() => putOff(survey, (changed) => this.#changed(changed))}>${icon("clock")}${gettext("Put off the end")}</button>` : nothing}
      ${survey.canEdit && open ? html`<button type="button" @click=${async () => this.#changed(await closeNow(survey))}>${icon("lock")}${gettext("Close now")}</button>` : nothing}
      ${survey.canEdit ? html`<button type="button" @click=${() => shareWith(survey, (changed) => this.#changed(changed))}>${icon("user-plus")}${gettext("Share")}</button>` : nothing}
      ${survey.canEdit && this.progress?.responseCount === 0 ? html`<button type="button" class="danger" @click=${() => remove(survey)}>${icon("trash")}${gettext("Delete")}</button>` : nothing}
      ${this.results && !this.results.suppressed ? html`<a class="button" href=${file} download>${icon("download")}CSV</a>
        <button type="button" @click=${() => print()}>${icon("print")}${gettext("Print")}</button>` : nothing}</div>`;
  }

  /** @param {Survey} survey */
  #summary(survey) {
    const { responseCount, targetCount } = this.progress ?? { responseCount: 0, targetCount: 0 };
    const rate = percent(share(responseCount, targetCount), language);
    const reminded = survey.remindedAt ? interpolate(gettext("Last reminded %(moment)s"), { moment: formatNear(survey.remindedAt) }) : "";
    return html`<section class="survey-card result-summary"><h3 class="survey-title">${survey.title}</h3>
      <p class="small">${[standing(survey), survey.isAnonymous ? gettext("Anonymous") : gettext("With names")].join(" · ")}</p>
      <div class="result-rate"><b>${rate}</b><div><progress value=${responseCount} max=${targetCount || 1} aria-label=${gettext("Response rate")}></progress>
        <span>${interpolate(gettext("%(n)s of %(all)s people answered"), { n: responseCount, all: targetCount })}</span></div></div>
      ${this.#missing()}${reminded ? html`<p class="small" title=${formatExact(survey.remindedAt ?? "")}>${reminded}</p>` : nothing}${this.#acts(survey)}</section>`;
  }

  /** Who has not answered, where answers have names. */
  #missing() {
    const { missing, next } = this.progress ?? { missing: null, next: null };
    if (!missing?.length) return nothing;
    return html`<details class="result-missing"><summary>${gettext("Who has not answered")}</summary>
      <ul class="chips">${missing.map((id) => html`<li class="chip">${store.user(id)?.name ?? "…"}</li>`)}${next ? html`<li class="chip">…</li>` : nothing}</ul></details>`;
  }

  /** Why there is nothing to see, in plain words. @param {Survey} survey */
  #hidden(survey) {
    const n = survey.threshold ?? 0;
    if (survey.state !== "CLOSED") return gettext("The results can be seen when the survey has closed.");
    if (this.unit) return interpolate(gettext("Nothing is shown of this department: fewer than %(n)s people answered here, or its numbers would give away those of a smaller group."), { n });
    return interpolate(gettext("Fewer than %(n)s people answered. So that nobody can be recognised, nothing is shown."), { n });
  }

  #tools() {
    const units = nested(this.results?.units ?? []);
    return html`<div class="result-tools">
      ${units.length ? html`<select aria-label=${gettext("Department")} @change=${(/** @type {Event} */ event) => (this.unit = /** @type {HTMLSelectElement} */ (event.target).value)}>
        <option value="" ?selected=${!this.unit}>${gettext("Everybody")}</option>
        ${units.map(({ unit, level }) => html`<option value=${unit.orgUnitId} ?selected=${unit.orgUnitId === this.unit}>${"\u2003".repeat(level)}${unit.name} (${unit.responseCount}/${unit.targetCount})</option>`)}</select>` : nothing}
      <button type="button" aria-pressed=${this.tables} @click=${() => (this.tables = !this.tables)}>${icon("table")}${gettext("As tables")}</button></div>`;
  }

  /** @param {Survey} survey @param {Results} results */
  #figures(survey, results) {
    if (results.suppressed) return html`<section class="survey-card survey-shut"><span class="survey-shut-icon">${icon("shield")}</span>${this.#waits ? this.#beforeTheEnd(survey) : html`<p>${this.#hidden(survey)}</p>`}</section>`;
    const least = (/** @type {string} */ type) => (type === "TEXT" ? survey.textThreshold : survey.threshold) ?? 0;
    return html`<ol class="survey-questions">${repeat(results.questions, ({ questionId }) => questionId, (question, i) => surveyFigures(question, {
      n: i + 1, tables: this.tables, all: this.whole.has(question.questionId), more: () => (this.whole = new Set([...this.whole, question.questionId])),
      hidden: question.type === "TEXT" && this.unit ? gettext("Free texts are shown of everybody together only.")
        : interpolate(gettext("Fewer than %(n)s people answered this, or its numbers would give away those of a smaller group. So nothing is shown."), { n: least(question.type) }),
    }))}</ol>`;
  }

  render() {
    const { survey, results } = this;
    if (!survey) return nothing;
    if (this.failed) {
      return html`<div class="empty" role="alert"><p>${gettext("The results could not be loaded.")}</p><button @click=${() => this.#load()}>${gettext("Try again")}</button></div>`;
    }
    if (!results) return html`<div class="survey-page" aria-busy="true"><span class="skeleton survey-skeleton"></span><span class="skeleton survey-skeleton"></span></div>`;
    return html`<div class="survey-page results">${this.#summary(survey)}
      ${survey.isAnonymous && survey.state === "CLOSED" ? html`<p class="small result-note">${icon("shield")}${interpolate(gettext("Anonymous: nothing of fewer than %(n)s people is shown, and free texts only from %(m)s answers on."), { n: survey.threshold ?? 0, m: survey.textThreshold ?? 0 })}</p>` : nothing}
      ${results.suppressed && !results.units.length ? nothing : this.#tools()}${this.#figures(survey, results)}</div>`;
  }
}
customElements.define("survey-results", SurveyResults);
