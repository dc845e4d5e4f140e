/** One question while a survey is made: its words, its type, its choices, and where it stands. */
import { html, nothing } from "lit";
import { live } from "lit-html/directives/live.js";
import { ref } from "lit-html/directives/ref.js";
import { repeat } from "lit-html/directives/repeat.js";
import { limits } from "../boot.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { enterToSend } from "../ime.js";
import { TYPES, chooses } from "../surveys/building.js";
import { faultOf } from "../surveys/checking.js";
import { TYPE } from "../surveys/words.js";

/** @typedef {import("../surveys/types").MadeQuestion} MadeQuestion */
/**
 * @typedef {object} Acts
 * @property {(key: string, patch: Partial<MadeQuestion>) => void} change
 * @property {(key: string, type: MadeQuestion["type"]) => void} retype
 * @property {(key: string) => void} duplicate
 * @property {(key: string) => void} remove
 * @property {(key: string, to: number) => void} move
 * @property {(event: PointerEvent, key: string) => void} drag
 * @property {(key: string, choice: string) => void} addChoice
 * @property {(key: string, choice: string) => void} removeChoice
 * @property {(key: string, choice: string, by: number) => void} moveChoice
 * @property {(key: string, choice: string, text: string) => void} write
 * @property {(event: ClipboardEvent, key: string, choice: string) => void} paste
 */

const ENDS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
/** Fields that hear Enter already. @type {WeakSet<Element>} */
const heard = new WeakSet();

/** @param {Event} event */
const value = (event) => /** @type {HTMLInputElement} */ (event.target).value;

/** @param {MadeQuestion} one @param {number} at @param {number} count @param {Map<string, string>} faults @param {Acts} acts */
export function madeQuestion(one, at, count, faults, acts) {
  const n = at + 1;
  const fault = faultOf(faults, one);
  const describes = fault ? `fault-${one.key}` : nothing;
  return html`<li class="survey-card made-question" data-key=${one.key}><div class="made-body" role="group" aria-label=${interpolate(gettext("Question %(n)s"), { n })}>
    <div class="made-head">
      <button type="button" class="quiet icon-only made-grip" title=${gettext("Drag, or press the arrow keys")}
        aria-label=${interpolate(gettext("Move question %(n)s: drag, or press the arrow keys"), { n })}
        @pointerdown=${(/** @type {PointerEvent} */ event) => acts.drag(event, one.key)} @keydown=${(/** @type {KeyboardEvent} */ event) => keys(event, one, at, acts)}>${icon("grip")}</button>
      <span class="survey-n">${n}</span>
      <select class="made-type" aria-label=${gettext("Type of question")} @change=${(/** @type {Event} */ event) => acts.retype(one.key, /** @type {any} */ (value(event)))}>
        ${TYPES.map((type) => html`<option value=${type} ?selected=${type === one.type}>${TYPE[type]()}</option>`)}</select>
      <label class="check made-required"><input type="checkbox" .checked=${one.required}
        @change=${(/** @type {Event} */ event) => acts.change(one.key, { required: /** @type {HTMLInputElement} */ (event.target).checked })}>${gettext("Required")}</label>
      <span class="made-acts">
        ${button("up", gettext("Move up"), () => acts.move(one.key, at - 1), at === 0)}${button("down", gettext("Move down"), () => acts.move(one.key, at + 1), at === count - 1)}
        ${button("copy", gettext("Duplicate"), () => acts.duplicate(one.key))}${button("trash", gettext("Remove"), () => acts.remove(one.key))}</span>
    </div>
    <textarea class="made-prompt" id="prompt-${one.key}" rows="1" maxlength=${limits.survey.prompt} placeholder=${gettext("What do you want to ask?")} aria-label=${interpolate(gettext("Question %(n)s, its words"), { n })}
      aria-invalid=${faults.has(one.key) ? "true" : nothing} aria-describedby=${describes} .value=${live(one.prompt)}
      @input=${(/** @type {Event} */ event) => acts.change(one.key, { prompt: value(event) })}></textarea>
    ${fault ? html`<p class="survey-fault" id="fault-${one.key}">${icon("warning")}${fault}</p>` : nothing}
    ${chooses(one.type) ? choices(one, faults, describes, acts) : one.type === "SCALE" ? scale(one, acts) : html`<p class="made-line">${gettext("A field for a free answer")}</p>`}
  </div></li>`;
}

/** The handle moves its question by the arrow keys. @param {KeyboardEvent} event @param {MadeQuestion} one @param {number} at @param {Acts} acts */
function keys(event, one, at, acts) {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.code];
  if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  acts.move(one.key, at + by);
}

/** @param {string} symbol @param {string} name @param {() => void} run @param {boolean} [off] */
const button = (symbol, name, run, off = false) => html`<button type="button" class="quiet icon-only" aria-label=${name} title=${name} aria-disabled=${off ? "true" : nothing}
  @click=${() => !off && run()}>${icon(symbol)}</button>`;

/** @param {MadeQuestion} one @param {Map<string, string>} faults @param {unknown} describes @param {Acts} acts */
function choices(one, faults, describes, acts) {
  const last = one.choices.length - 1;
  return html`<ol class="made-choices">${repeat(one.choices, ({ key }) => key, ({ key, text }, i) => html`<li class="made-choice">
      <span class="made-mark ${one.type === "MULTI" ? "square" : ""}" aria-hidden="true"></span>
      <input data-choice=${key} data-question=${one.key} maxlength=${limits.survey.choice} autocomplete="off" .value=${live(text)} placeholder=${interpolate(gettext("Choice %(n)s"), { n: i + 1 })} aria-label=${interpolate(gettext("Choice %(n)s"), { n: i + 1 })}
        aria-invalid=${faults.has(key) ? "true" : nothing} aria-describedby=${describes} ${ref((field) => listen(field, acts))}
        @input=${(/** @type {Event} */ event) => acts.write(one.key, key, value(event))} @keydown=${(/** @type {KeyboardEvent} */ event) => choiceKeys(event, one, key, i, acts)}
        @paste=${(/** @type {ClipboardEvent} */ event) => acts.paste(event, one.key, key)}>
      ${button("up", gettext("Move the choice up"), () => acts.moveChoice(one.key, key, i - 1), i === 0)}${button("down", gettext("Move the choice down"), () => acts.moveChoice(one.key, key, i + 1), i === last)}
      ${button("close", gettext("Remove the choice"), () => acts.removeChoice(one.key, key), last < 2)}</li>`)}</ol>
    <button type="button" class="quiet made-add-choice" @click=${() => acts.addChoice(one.key, one.choices[last]?.key ?? "")}>${icon("plus")}${gettext("Add a choice")}</button>`;
}

/** Enter in a choice goes on to a new one, Hangul or not. @param {Element | undefined} field @param {Acts} acts */
function listen(field, acts) {
  if (!field || heard.has(field)) return;
  heard.add(field);
  const { dataset } = /** @type {HTMLInputElement} */ (field);
  enterToSend(/** @type {any} */ (field), { send: () => acts.addChoice(dataset.question ?? "", dataset.choice ?? ""), sends: (event) => !event.ctrlKey && !event.altKey && !event.metaKey });
}

/** @param {KeyboardEvent} event @param {MadeQuestion} one @param {string} key @param {number} at @param {Acts} acts */
function choiceKeys(event, one, key, at, acts) {
  if (event.isComposing) return;
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.code];
  if (event.altKey && by) acts.moveChoice(one.key, key, at + by);
  else if (event.code === "Backspace" && !value(event) && one.choices.length > 2) acts.removeChoice(one.key, key);
  else return;
  event.preventDefault();
  event.stopPropagation(); // Alt and the arrows go from room to room elsewhere
}

/** @param {MadeQuestion} one @param {Acts} acts */
function scale(one, acts) {
  const end = (/** @type {"scaleMin" | "scaleMax"} */ name, /** @type {string} */ label, /** @type {number[]} */ numbers) => html`<label class="made-end"><span>${label}</span>
    <select @change=${(/** @type {Event} */ event) => acts.change(one.key, { [name]: Number(value(event)) })}>${numbers.map((n) => html`<option value=${n} ?selected=${n === one[name]}>${n}</option>`)}</select></label>`;
  return html`<div class="made-scale">${end("scaleMin", gettext("Lowest"), ENDS.filter((n) => n < one.scaleMax))}${end("scaleMax", gettext("Highest"), ENDS.filter((n) => n > one.scaleMin))}</div>`;
}
