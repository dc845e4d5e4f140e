/** <survey-list>: the surveys that concern me, in the left pane: to answer, made by me, shared with me, past ones. */
import { html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { StoreElement } from "../element.js";
import { capped, formatExact } from "../format.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { store } from "../store.js";
import { box, BOXES } from "../surveys/box.js";
import { BOX, deadline, pressing, stateOf } from "../surveys/words.js";

/** @typedef {import("../surveys/types").Survey} Survey @typedef {import("../surveys/types").BoxName} BoxName */

/** Of an empty box: what is said, and the one thing to do. @type {Record<BoxName, () => [string, string, () => void]>} */
const EMPTY = {
  toAnswer: () => [gettext("No survey waits for your answer."), gettext("Make a survey"), () => store.openSurvey("new")],
  mine: () => [gettext("You have not made a survey yet."), gettext("Make a survey"), () => store.openSurvey("new")],
  shared: () => [gettext("Nobody has shared results with you yet."), "", () => {}],
  closed: () => [gettext("No survey of yours has ended yet."), "", () => {}],
};

class SurveyList extends StoreElement {
  static topics = ["surveys", "route", "people"];
  static properties = { name: { state: true } };

  constructor() {
    super();
    /** @type {BoxName} */
    this.name = "toAnswer";
  }

  connectedCallback() {
    super.connectedCallback();
    box.watch();
    this.#show(this.name);
  }

  /** @param {BoxName} name */
  #show(name) {
    this.name = name;
    box.load(name);
  }

  /** @param {MouseEvent} event @param {Survey} survey */
  #open(event, survey) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    store.openSurvey(survey.surveyId);
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.code];
    if (!by || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = /** @type {HTMLElement[]} */ ([...this.querySelectorAll("a.survey")]);
    const next = all[all.indexOf(/** @type {HTMLElement} */ (event.target)) + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  /** @param {BoxName} name */
  #filter(name) {
    const count = name === "toAnswer" ? store.toAnswer : 0;
    return html`<button class="filter" aria-pressed=${name === this.name} @click=${() => this.#show(name)}>${BOX[name]()}${count ? html` <em class="survey-count">${capped(count)}</em>` : nothing}</button>`;
  }

  /** @param {Survey} survey */
  #row(survey) {
    const [state, kind] = stateOf(survey);
    const author = survey.createdBy === store.me.userId ? "" : store.user(survey.createdBy)?.name ?? "";
    const when = survey.isDraft ? "" : deadline(survey);
    return html`<li><a class="survey" href="/surveys/${survey.surveyId}" aria-current=${survey.surveyId === store.route.place.survey ? "page" : "false"}
        @click=${(/** @type {MouseEvent} */ event) => this.#open(event, survey)}>
      <b class="survey-name">${survey.title || gettext("Survey without a title")}</b>
      <span class="survey-about">${author ? html`<span>${author}</span>` : nothing}
        ${when ? html`<span class=${pressing(survey) ? "pressing" : ""} title=${survey.closesAt ? formatExact(survey.closesAt) : ""}>${when}</span>` : nothing}</span>
      <span class="survey-chips"><span class="chip ${kind}">${state}</span>
        ${survey.answered ? html`<span class="chip outline">${icon("check")}${gettext("Answered")}</span>` : nothing}
        ${survey.isAnonymous ? html`<span class="chip outline">${gettext("Anonymous")}</span>` : nothing}
        ${this.#rate(survey)}</span>
    </a></li>`;
  }

  /** @param {Survey} survey */
  #rate({ surveyId, isDraft }) {
    const { responseCount, targetCount } = box.progress(surveyId) ?? { responseCount: 0, targetCount: 0 };
    if (isDraft || !targetCount) return nothing;
    return html`<span class="survey-rate"><progress value=${responseCount} max=${targetCount} aria-hidden="true"></progress>
      ${interpolate(gettext("%(n)s of %(all)s people answered"), { n: responseCount, all: targetCount })}</span>`;
  }

  #found() {
    const { items, busy, failed, loaded, next } = box.shelf(this.name);
    if (failed && !items.length) {
      return html`<div class="empty" role="alert"><p>${gettext("The surveys could not be loaded.")}</p>
        <button @click=${() => box.load(this.name)}>${gettext("Try again")}</button></div>`;
    }
    if (!loaded && busy) return html`<div class="survey-skeletons" aria-busy="true">${[1, 2, 3].map(() => html`<span class="skeleton"></span>`)}</div>`;
    if (loaded && !items.length) return this.#empty();
    return html`<ul>${repeat(items, (survey) => survey.surveyId, (survey) => this.#row(survey))}</ul>
      ${next ? html`<p class="survey-more"><button class="quiet" ?disabled=${busy} @click=${() => box.more(this.name)}>${gettext("Show more")}</button></p>` : nothing}`;
  }

  #empty() {
    const [text, act, run] = EMPTY[this.name]();
    return html`<div class="empty"><p>${text}</p>${act ? html`<button class=${this.name === "mine" ? "primary" : ""} @click=${run}>${act}</button>`
      : html`<button @click=${() => this.#show("toAnswer")}>${gettext("Show what waits for me")}</button>`}</div>`;
  }

  render() {
    return html`
      <header class="list-head"><h1>${gettext("Surveys")}</h1>
        <button class="quiet icon-only" aria-label=${gettext("New survey")} title=${gettext("New survey")}
          @click=${() => store.openSurvey("new")}>${icon("plus")}</button></header>
      <div class="list-filters" role="group" aria-label=${gettext("Show")}>${BOXES.map((name) => this.#filter(name))}</div>
      <div class="surveys" @keydown=${this.#keys}>${this.#found()}</div>`;
  }
}
customElements.define("survey-list", SurveyList);
