/** One question as those who answer see it: its words, its field, and what is missing. */
import { html, nothing } from "lit";
import { live } from "lit-html/directives/live.js";
import { limits } from "../boot.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { choose, marks } from "../surveys/answering.js";

/** @typedef {import("../surveys/types").Question} Question @typedef {import("../surveys/types").Answer} Answer */
/** @typedef {{question: Question, n: number, answer: Answer | undefined, fault: string, change: (answer: Answer) => void}} Asked */

/** A scale of more numbers than this wraps into rows on a phone. */
const SHORT = 7;

/** @param {Asked} asked */
export function surveyQuestion(asked) {
  const { question: { questionId, required, type }, fault } = asked;
  const group = type !== "TEXT";
  const body = html`${fault ? html`<p class="survey-fault" id="fault-${questionId}">${icon("warning")}${fault}</p>` : nothing}${field(asked)}`;
  return html`<li class="survey-card survey-question" data-question=${questionId} aria-invalid=${fault ? "true" : nothing}>
    ${group ? html`<fieldset role=${type === "MULTI" ? "group" : "radiogroup"} aria-required=${type !== "MULTI" && required ? "true" : nothing}
        aria-describedby=${fault ? `fault-${questionId}` : nothing}><legend>${title(asked)}</legend>${body}</fieldset>`
      : html`<label for="answer-${questionId}">${title(asked)}</label>${body}`}
  </li>`;
}

/** @param {Asked} asked */
function title({ question: { prompt, required, type }, n }) {
  return html`<span class="survey-n">${n}</span><span class="survey-words"><span class="survey-prompt">${prompt || html`<i>${gettext("A question without words")}</i>`}</span>
    ${required ? html`<small class="survey-required">${gettext("Required")}</small>` : nothing}
    ${type === "MULTI" ? html`<small>${gettext("Several answers are possible")}</small>` : nothing}</span>`;
}

/** @param {Asked} asked */
function field(asked) {
  const { type } = asked.question;
  if (type === "TEXT") return text(asked);
  return type === "SCALE" ? scale(asked) : options(asked);
}

/** @param {Asked} asked */
function text({ question: { questionId, required }, answer, fault, change }) {
  const value = answer?.text ?? "";
  return html`<textarea id="answer-${questionId}" rows="3" maxlength=${limits.survey.answer} .value=${live(value)} aria-required=${required ? "true" : nothing}
      aria-invalid=${fault ? "true" : nothing} aria-describedby=${fault ? `fault-${questionId}` : nothing}
      @input=${(/** @type {Event} */ event) => change({ text: /** @type {HTMLTextAreaElement} */ (event.target).value })}></textarea>
    ${value.length > limits.survey.answer * 0.9 ? html`<small class="survey-left">${interpolate(gettext("%(n)s characters left"), { n: limits.survey.answer - value.length })}</small>` : nothing}`;
}

/** @param {Asked} asked */
function options({ question, answer, change }) {
  const single = question.type === "SINGLE";
  return html`<div class="survey-options">${question.choices.map(({ choiceId, text }) => html`
    <label class="survey-option"><input type=${single ? "radio" : "checkbox"} name="answer-${question.questionId}"
      .checked=${answer?.choiceIds?.includes(choiceId) ?? false}
      @change=${(/** @type {Event} */ event) => change(choose(question, answer, choiceId, /** @type {HTMLInputElement} */ (event.target).checked))}>
      <span>${text}</span></label>`)}</div>
    ${single && !question.required && answer?.choiceIds?.length ? clear(() => change({ choiceIds: [] })) : nothing}`;
}

/** @param {Asked} asked */
function scale({ question, answer, change }) {
  const numbers = marks(question);
  return html`<div class="survey-scale ${numbers.length > SHORT ? "long" : ""}">${numbers.map((n) => html`
    <label class="survey-mark"><input type="radio" class="sr" name="answer-${question.questionId}" .checked=${answer?.scale === n}
      @change=${() => change({ scale: n })}><span>${n}</span></label>`)}</div>
    <p class="survey-ends" aria-hidden="true"><span>${gettext("Lowest")}</span><span>${gettext("Highest")}</span></p>
    ${!question.required && typeof answer?.scale === "number" ? clear(() => change({ scale: null })) : nothing}`;
}

/** @param {() => void} run */
const clear = (run) => html`<button type="button" class="quiet small survey-clear" @click=${run}>${gettext("Take my answer back")}</button>`;

/** What somebody answered, in words. @param {Question} question @param {Answer | undefined} answer */
export function answerText(question, answer) {
  if (question.type === "TEXT") return answer?.text?.trim() ?? "";
  if (question.type === "SCALE") return typeof answer?.scale === "number" ? String(answer.scale) : "";
  return question.choices.filter(({ choiceId }) => answer?.choiceIds?.includes(choiceId)).map(({ text }) => text).join(", ");
}
