/** The figures of one question: a table that is the truth, with bars for the eye. */
import { html, nothing } from "lit";
import { language } from "../boot.js";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { icon } from "../icon.js";
import { average, height, leading, percent, rowsOf } from "../surveys/figures.js";
import { TYPE } from "../surveys/words.js";

/** @typedef {import("../surveys/types").QuestionResult} QuestionResult @typedef {import("../surveys/figures.js").Row} Row */
/** @typedef {{n: number, tables: boolean, all: boolean, hidden: string, more: () => void}} Shown `all`: every text; `hidden`: why nothing is shown */

/** So many texts are shown at first. */
const TEXTS = 10;

/** @param {QuestionResult} question @param {Shown} shown */
export function surveyFigures(question, shown) {
  const { questionId, prompt, type, answered, suppressed, partial } = question;
  const count = answered === null ? "" : interpolate(ngettext("%(n)s answer", "%(n)s answers", answered), { n: answered });
  return html`<li class="survey-card result"><h4 id="result-${questionId}"><span class="survey-n">${shown.n}</span><span class="survey-prompt">${prompt}</span></h4>
    <p class="small">${[TYPE[type](), count].filter(Boolean).join(" · ")}</p>
    ${suppressed ? html`<p class="note result-hidden">${icon("eye-off")}<span>${shown.hidden}</span></p>` : body(question, shown)}
    ${partial ? html`<p class="small">${gettext("A few later answers are left out, because the figures were looked at before they came.")}</p>` : nothing}</li>`;
}

/** @param {QuestionResult} question @param {Shown} shown */
function body(question, shown) {
  if (question.texts) return texts(question.texts, shown);
  const rows = rowsOf(question);
  if (!question.scale) return table(question, rows, shown.tables);
  return html`<p class="result-mean">${gettext("Average")} <b>${average(question.scale.mean, language)}</b> <small>(${question.scale.min}–${question.scale.max})</small></p>
    ${shown.tables ? nothing : histogram(rows)}<div class=${shown.tables ? "" : "sr"}>${table(question, rows, true)}</div>`;
}

/** @param {QuestionResult} question @param {Row[]} rows @param {boolean} plain */
function table(question, rows, plain) {
  const first = leading(rows);
  return html`<table class="result-table ${plain ? "plain" : ""}" aria-labelledby="result-${question.questionId}">
    <thead><tr>${head(question.scale ? gettext("Mark") : gettext("Choice"), "", plain)}${plain ? nothing : html`<td class="bars" aria-hidden="true"></td>`}
      ${head(gettext("Answers"), "number", plain)}${head(gettext("Rate"), "number", plain)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr class=${first.has(row) ? "first" : ""}><th scope="row">${row.name}</th>
      ${plain ? nothing : html`<td class="result-bar" aria-hidden="true"><span .style=${`--share:${row.share}`}></span></td>`}
      <td>${row.count.toLocaleString(language)}</td><td>${percent(row.share, language)}</td></tr>`)}</tbody></table>`;
}

/** Beside bars the head is only read out. @param {string} name @param {string} kind @param {boolean} plain */
const head = (name, kind, plain) => html`<th scope="col" class=${kind}><span class=${plain ? "" : "sr"}>${name}</span></th>`;

/** @param {Row[]} rows */
function histogram(rows) {
  const first = leading(rows);
  return html`<div class="result-columns" aria-hidden="true">${rows.map((row) => html`<div class=${first.has(row) ? "first" : ""}>
    <small>${row.count || nothing}</small><span .style=${`--height:${height(rows, row)}`}></span><b>${row.name}</b></div>`)}</div>`;
}

/** @param {string[]} all @param {Shown} shown */
function texts(all, shown) {
  if (!all.length) return html`<p class="small">${gettext("Nobody has written anything.")}</p>`;
  const rest = shown.all ? 0 : all.length - TEXTS;
  return html`<ul class="result-texts">${all.slice(0, rest > 0 ? TEXTS : all.length).map((text) => html`<li>${text}</li>`)}</ul>
    ${rest > 0 ? html`<button type="button" class="quiet small result-more" @click=${shown.more}>${interpolate(gettext("Show %(n)s more"), { n: rest })}</button>` : nothing}`;
}
