/** <survey-list>: the surveys that concern me, in the left pane: to answer, made by me, shared with me, past ones. */
import { html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { formatExact } from "../format.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { store } from "../store.js";
import { box, BOXES } from "../surveys/box.js";
import { BOX, deadline, pressing, stateOf } from "../surveys/words.js";
import { BoxList } from "./box-list.js";

/** @typedef {import("../surveys/types").Survey} Survey @typedef {import("../surveys/types").BoxName} BoxName */

/** Of an empty box: what is said, and the one thing to do. @type {Record<BoxName, () => [string, string, () => void]>} */
const EMPTY = {
  toAnswer: () => [gettext("No survey waits for your answer."), gettext("Make a survey"), () => store.openSurvey("new")],
  mine: () => [gettext("You have not made a survey yet."), gettext("Make a survey"), () => store.openSurvey("new")],
  shared: () => [gettext("Nobody has shared results with you yet."), "", () => {}],
  closed: () => [gettext("No survey of yours has ended yet."), "", () => {}],
};

class SurveyList extends BoxList {
  static topics = ["surveys", "route", "people"];

  constructor() {
    super(box, BOXES, BOX);
  }

  /** @param {Survey} survey */
  #row(survey) {
    const [state, kind] = stateOf(survey);
    const author = survey.createdBy === store.me.userId ? "" : store.user(survey.createdBy)?.name ?? "";
    const when = survey.isDraft ? "" : deadline(survey);
    return html`<li><a class="survey" href="/surveys/${survey.surveyId}" aria-current=${survey.surveyId === store.route.place.survey ? "page" : "false"}
        @click=${(/** @type {MouseEvent} */ event) => this.opens(event, () => store.openSurvey(survey.surveyId))}>
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
    const shelf = box.shelf(/** @type {BoxName} */ (this.name));
    const rows = () => repeat(shelf.items, (survey) => survey.surveyId, (survey) => this.#row(survey));
    return this.found("survey", shelf, rows, () => this.#empty(), gettext("The surveys could not be loaded."));
  }

  #empty() {
    const [text, act, run] = EMPTY[/** @type {BoxName} */ (this.name)]();
    return html`<div class="empty"><p>${text}</p>${act ? html`<button class=${this.name === "mine" ? "primary" : ""} @click=${run}>${act}</button>`
      : html`<button @click=${() => this.show("toAnswer")}>${gettext("Show what waits for me")}</button>`}</div>`;
  }

  render() {
    return html`
      <header class="list-head"><h1>${gettext("Surveys")}</h1>
        <button class="quiet icon-only" aria-label=${gettext("New survey")} title=${gettext("New survey")}
          @click=${() => store.openSurvey("new")}>${icon("plus")}</button></header>
      ${this.filters("survey", store.toAnswer)}
      <div class="surveys" @keydown=${this.walk}>${this.#found()}</div>`;
  }
}
customElements.define("survey-list", SurveyList);
