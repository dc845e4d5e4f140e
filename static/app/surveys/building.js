/** A survey while it is being made: every change gives a new one, so that the screen, undo and saving need no more. */
import { uuid } from "../ids.js";

/** @typedef {import("./types").Made} Made @typedef {import("./types").MadeQuestion} MadeQuestion @typedef {import("./types").MadeChoice} MadeChoice */
/** @typedef {import("./types").QuestionType} QuestionType @typedef {import("./types").Survey} Survey */

/** @type {QuestionType[]} */
export const TYPES = ["SINGLE", "MULTI", "TEXT", "SCALE"];
export const SCALE = { min: 1, max: 5 };

/** What the device kept bears the keys of another visit: those of this one begin differently. */
const visit = uuid().slice(0, 8);
let keys = 0;
const key = () => `${visit}-${++keys}`;

/** Whether a type of question offers choices. @param {QuestionType} type */
export const chooses = (type) => type === "SINGLE" || type === "MULTI";

/** @param {string} [text] @returns {MadeChoice} */
export const choice = (text = "") => ({ key: key(), text });

/** @param {QuestionType} type @returns {MadeQuestion} */
export const question = (type) => ({
  key: key(), type, prompt: "", required: false, choices: chooses(type) ? [choice(), choice()] : [], scaleMin: SCALE.min, scaleMax: SCALE.max,
});

/** @returns {Made} */
export const blank = () => ({
  title: "", description: "", isAnonymous: true, targetOrgUnitId: null, opensAt: "", closesAt: "", sharedWith: [], questions: [question("SINGLE")],
});

/** Whether nobody has written anything into it. @param {Made} made */
export const isBlank = (made) => !made.title.trim() && !made.description.trim() && made.questions.length <= 1
  && made.questions.every(({ prompt, choices }) => !prompt.trim() && choices.every(({ text }) => !text.trim()));

/** @param {Made} made @param {MadeQuestion[]} questions @returns {Made} */
const withQuestions = (made, questions) => ({ ...made, questions });

/** @template T @param {T[]} list @param {number} at @param {T[]} items */
const inserted = (list, at, items) => [...list.slice(0, at), ...items, ...list.slice(at)];

/** @template {{key: string}} T @param {T[]} list @param {string} wanted @param {number} to a place in the list as it is then */
function moved(list, wanted, to) {
  const item = list.find((one) => one.key === wanted);
  if (!item) return list;
  return inserted(list.filter((one) => one !== item), Math.max(0, Math.min(list.length - 1, to)), [item]);
}

/** A new question, below another or at the end; it comes first in the answer. @param {Made} made @param {QuestionType} type @param {string} [after] @returns {[MadeQuestion, Made]} */
export function add(made, type, after) {
  const made_ = question(type);
  const at = made.questions.findIndex((one) => one.key === after);
  return [made_, withQuestions(made, inserted(made.questions, at < 0 ? made.questions.length : at + 1, [made_]))];
}

/** The same question once more, below it. @param {Made} made @param {string} wanted @returns {[MadeQuestion | null, Made]} */
export function duplicate(made, wanted) {
  const at = made.questions.findIndex((one) => one.key === wanted);
  if (at < 0) return [null, made];
  const from = made.questions[at];
  const copy = { ...from, key: key(), choices: from.choices.map(({ text }) => choice(text)) };
  return [copy, withQuestions(made, inserted(made.questions, at + 1, [copy]))];
}

/** @param {Made} made @param {string} wanted */
export const remove = (made, wanted) => withQuestions(made, made.questions.filter((one) => one.key !== wanted));

/** @param {Made} made @param {string} wanted @param {number} to */
export const move = (made, wanted, to) => withQuestions(made, moved(made.questions, wanted, to));

/** @param {Made} made @param {string} wanted @param {Partial<MadeQuestion>} patch */
export const change = (made, wanted, patch) => withQuestions(made, made.questions.map((one) => (one.key === wanted ? { ...one, ...patch } : one)));

/** Another type; choices are kept when it offers some, and made when there are none. @param {Made} made @param {string} wanted @param {QuestionType} type */
export function retype(made, wanted, type) {
  const found = made.questions.find((one) => one.key === wanted);
  if (!found) return made;
  return change(made, wanted, { type, choices: chooses(type) && !found.choices.length ? [choice(), choice()] : found.choices });
}

/** @param {MadeQuestion} one @param {string} wanted @param {string} text */
export const write = (one, wanted, text) => one.choices.map((item) => (item.key === wanted ? { ...item, text } : item));

/** An empty choice below another; it comes first in the answer. @param {MadeQuestion} one @param {string} after @returns {[MadeChoice, MadeChoice[]]} */
export function addChoice(one, after) {
  const made = choice();
  const at = one.choices.findIndex((item) => item.key === after);
  return [made, inserted(one.choices, at < 0 ? one.choices.length : at + 1, [made])];
}

/** @param {MadeQuestion} one @param {string} wanted */
export const removeChoice = (one, wanted) => one.choices.filter((item) => item.key !== wanted);

/** @param {MadeQuestion} one @param {string} wanted @param {number} to */
export const moveChoice = (one, wanted, to) => moved(one.choices, wanted, to);

/** Signs that begin a line of a list, as people paste them. */
const MARKS = /^\s*(?:[-*•·▪◦]|\d{1,2}[.)]|[①-⑳])\s*/u;

/** Lines of a pasted text that are choices. @param {string} text */
export const lines = (text) => text.split(/\r\n|\r|\n/).map((line) => line.replace(MARKS, "").trim()).filter(Boolean);

/**
 * Several lines pasted into a choice: the first is put in where the text stood, the rest become choices below it.
 * @param {MadeQuestion} one @param {string} at @param {string} before @param {string} text @param {string} after @param {number} most
 * @returns {[string, MadeChoice[]]} the choice to go on in
 */
export function paste(one, at, before, text, after, most) {
  const [first = "", ...rest] = lines(text);
  const written = write(one, at, `${before}${first}${rest.length ? "" : after}`.trim());
  const place = written.findIndex((item) => item.key === at);
  const room = Math.max(0, most - written.length);
  const more = rest.slice(0, room).map((line) => choice(line));
  if (more.length && after.trim()) more[more.length - 1].text += after;
  const all = inserted(written, place + 1, more);
  const kept = all.filter((item, i) => item.text.trim() || i <= place + more.length); // empty ones below have been filled
  return [more.at(-1)?.key ?? at, kept];
}

// --- The wire ---

const OFFICE = "+09:00";
const SEOUL = 9 * 3600_000;

/** A moment as a field of the page holds it, in the office's zone. @param {string | null} iso */
export const fieldOf = (iso) => (iso ? new Date(Date.parse(iso) + SEOUL).toISOString().slice(0, 16) : "");
/** @param {string} field @returns {string | null} */
export const momentOf = (field) => (field ? new Date(`${field}:00${OFFICE}`).toISOString() : null);

/** What is asked, as the server takes it. @param {MadeQuestion} one */
function asked({ type, prompt, required, choices, scaleMin, scaleMax }) {
  const base = { type, prompt: prompt.trim(), required };
  if (chooses(type)) return { ...base, choices: choices.map(({ text }) => text.trim()).filter(Boolean) };
  return type === "SCALE" ? { ...base, scaleMin, scaleMax } : base;
}

/** The body of POST and PATCH `/surveys`. @param {Made} made */
export const bodyOf = (made) => ({
  title: made.title.trim(),
  description: made.description.trim(),
  isAnonymous: made.isAnonymous,
  targetOrgUnitId: made.targetOrgUnitId,
  opensAt: momentOf(made.opensAt),
  closesAt: momentOf(made.closesAt),
  sharedWith: made.sharedWith,
  questions: made.questions.map(asked),
});

/** At least two fields for choices. @param {MadeChoice[]} choices @param {QuestionType} type */
const padded = (choices, type) => (chooses(type) ? [...choices, ...Array.from({ length: Math.max(0, 2 - choices.length) }, () => choice())] : choices);

/** A survey of the server, to be worked on. @param {Survey} survey @returns {Made} */
export const madeOf = (survey) => ({
  title: survey.title,
  description: survey.description,
  isAnonymous: survey.isAnonymous,
  targetOrgUnitId: survey.targetOrgUnitId,
  opensAt: fieldOf(survey.opensAt),
  closesAt: fieldOf(survey.closesAt),
  sharedWith: survey.sharedWith ?? [],
  questions: survey.questions.map((one) => ({
    key: key(), type: one.type, prompt: one.prompt, required: one.required,
    choices: padded(one.choices.map(({ text }) => choice(text)), one.type), scaleMin: one.scaleMin ?? SCALE.min, scaleMax: one.scaleMax ?? SCALE.max,
  })),
});

/** As those who answer will see it. @param {Made} made @returns {import("./types").Question[]} */
export const previewed = (made) => made.questions.map((one, orderNo) => ({
  questionId: one.key, type: one.type, prompt: one.prompt.trim(), required: one.required, orderNo,
  choices: chooses(one.type) ? one.choices.filter(({ text }) => text.trim()).map(({ key: choiceId, text }, n) => ({ choiceId, text: text.trim(), orderNo: n })) : [],
  scaleMin: one.type === "SCALE" ? one.scaleMin : null, scaleMax: one.type === "SCALE" ? one.scaleMax : null,
}));
