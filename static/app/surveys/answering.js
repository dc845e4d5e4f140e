/** Answering a survey: in which steps, how far one is, what is missing, and what is sent. */
import { gettext } from "../i18n.js";

/** @typedef {import("./types").Question} Question @typedef {import("./types").Answer} Answer @typedef {import("./types").Answers} Answers */

/** So many questions stand on one page; more are asked in steps. */
export const ONE_PAGE = 15;
const STEP = 10;

/** The questions of each step, as even as they can be. @param {Question[]} questions @returns {Question[][]} */
export function stepsOf(questions) {
  if (questions.length <= ONE_PAGE) return [questions];
  const count = Math.ceil(questions.length / STEP);
  const size = Math.ceil(questions.length / count);
  return Array.from({ length: count }, (_, i) => questions.slice(i * size, (i + 1) * size)).filter((step) => step.length);
}

/** @param {Question} question @param {Answer | undefined} answer */
export function isAnswered({ type }, answer) {
  if (!answer) return false;
  if (type === "TEXT") return Boolean(answer.text?.trim());
  if (type === "SCALE") return answer.scale !== null && answer.scale !== undefined;
  return Boolean(answer.choiceIds?.length);
}

/** @param {Question[]} questions @param {Answers} answers */
export const progressOf = (questions, answers) => ({
  done: questions.filter((one) => isAnswered(one, answers[one.questionId])).length, total: questions.length,
});

/** Required questions without an answer, in their order, and what is said there. @param {Question[]} questions @param {Answers} answers @returns {Map<string, string>} */
export const missing = (questions, answers) => new Map(
  questions.filter((one) => one.required && !isAnswered(one, answers[one.questionId])).map(({ questionId, type }) => [questionId, asks(type)]),
);

/** @param {Question["type"]} type */
function asks(type) {
  if (type === "TEXT") return gettext("Please write an answer.");
  return type === "MULTI" ? gettext("Please choose at least one.") : gettext("Please choose one.");
}

/** A choice taken or given back. @param {Question} question @param {Answer | undefined} answer @param {string} choiceId @param {boolean} on @returns {Answer} */
export function choose({ type, choices }, answer, choiceId, on) {
  if (type === "SINGLE") return { choiceIds: on ? [choiceId] : [] };
  const taken = new Set(answer?.choiceIds ?? []);
  if (on) taken.add(choiceId);
  else taken.delete(choiceId);
  return { choiceIds: choices.map((one) => one.choiceId).filter((id) => taken.has(id)) };
}

/** What is left of kept answers when the questions have changed meanwhile. @param {Question[]} questions @param {Answers} answers @returns {Answers} */
export function fitting(questions, answers) {
  /** @type {Answers} */
  const left = {};
  for (const { questionId, choices, scaleMin, scaleMax } of questions) {
    const answer = answers[questionId];
    if (!answer) continue;
    const { choiceIds, text, scale } = answer;
    if (choiceIds) left[questionId] = { choiceIds: choiceIds.filter((id) => choices.some(({ choiceId }) => choiceId === id)) };
    else if (typeof text === "string") left[questionId] = { text };
    else if (typeof scale === "number" && scale >= (scaleMin ?? 0) && scale <= (scaleMax ?? 0)) left[questionId] = { scale };
  }
  return left;
}

/** The body of POST `/surveys/{id}/submit`. @param {Question[]} questions @param {Answers} answers */
export const submission = (questions, answers) => ({
  answers: questions.filter((one) => isAnswered(one, answers[one.questionId])).map(({ questionId, type }) => {
    const { choiceIds, text, scale } = answers[questionId];
    if (type === "TEXT") return { questionId, text: (text ?? "").trim() };
    return type === "SCALE" ? { questionId, scale } : { questionId, choiceIds };
  }),
});

/** The numbers of a scale. @param {{scaleMin: number | null, scaleMax: number | null}} question */
export const marks = ({ scaleMin, scaleMax }) => Array.from({ length: Math.max(0, (scaleMax ?? 0) - (scaleMin ?? 0) + 1) }, (_, i) => (scaleMin ?? 0) + i);
