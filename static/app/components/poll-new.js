/** <poll-new room-id="…">: what to ask, what can be chosen, for how long. What was begun is kept until it is sent. */
import { html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { api } from "../api.js";
import { limits } from "../boot.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { uuid } from "../ids.js";
import { enterToSend } from "../ime.js";
import { fromLocal, toLocal, usualEnds } from "../polling.js";
import { take } from "../sync.js";
import { DialogElement } from "./dialog.js";

const HOUR = 3_600_000;

/** @typedef {{id: number, text: string}} Choice */
/** @typedef {{clientMsgId: string, question: string, choices: Choice[], isMultiple: boolean, isAnonymous: boolean, end: string, at: string}} Begun */

let count = 0;
const choice = () => ({ id: ++count, text: "" });
/** @returns {Begun} */
const fresh = () => ({ clientMsgId: uuid(), question: "", choices: [choice(), choice(), choice()], isMultiple: false, isAnonymous: false, end: "", at: "" });

/** By room. @type {Map<string, Begun>} */
const begun = new Map();

class PollNew extends DialogElement {
  static properties = { roomId: { attribute: "room-id" }, busy: { state: true }, missing: { state: true }, said: { state: true } };

  constructor() {
    super();
    this.roomId = "";
    this.busy = false;
    this.said = "";
    /** What has to be filled in: `question`, `choices`, `at`. */
    this.missing = "";
  }

  /** @returns {Begun} */
  get poll() {
    let found = begun.get(this.roomId);
    if (!found) begun.set(this.roomId, (found = fresh()));
    return found;
  }

  heading() {
    return gettext("New poll");
  }

  /** @param {Partial<Begun>} news */
  #set(news) {
    // Another content is another message: the server would refuse it under the old number.
    begun.set(this.roomId, { ...this.poll, ...news, clientMsgId: uuid() });
    this.missing = "";
    this.requestUpdate();
  }

  /** @param {number} id @param {string} text */
  #write(id, text) {
    this.#set({ choices: this.poll.choices.map((one) => (one.id === id ? { id, text } : one)) });
  }

  /** @param {number} [after] the place after which the new one stands */
  async #add(after = this.poll.choices.length - 1) {
    if (this.poll.choices.length >= limits.pollOptions) return;
    const one = choice();
    this.#set({ choices: this.poll.choices.toSpliced(after + 1, 0, one) });
    await this.#focus(one.id);
  }

  /** @param {number} place */
  async #remove(place) {
    const choices = this.poll.choices.toSpliced(place, 1);
    this.#set({ choices });
    this.said = gettext("The option was removed.");
    await this.#focus(choices[Math.min(place, choices.length - 1)].id);
  }

  /** @param {number} place @param {number} by @param {Event} event */
  async #move(place, by, event) {
    const choices = [...this.poll.choices];
    const [one] = choices.splice(place, 1);
    choices.splice(place + by, 0, one);
    this.#set({ choices });
    this.said = interpolate(gettext("Option %(n)s of %(all)s"), { n: place + by + 1, all: choices.length });
    await this.updateComplete;
    const button = /** @type {HTMLButtonElement} */ (event.target instanceof Element ? event.target.closest("button") : null);
    if (button?.disabled) await this.#focus(one.id);
    else button?.focus();
  }

  /** @param {number} id */
  async #focus(id) {
    await this.updateComplete;
    this.querySelector(`#poll-choice-${id}`)?.scrollIntoView({ block: "nearest" });
    /** @type {HTMLElement | null} */ (this.querySelector(`#poll-choice-${id}`))?.focus();
  }

  /** Enter goes on to the next option, and makes one after the last. @param {FocusEvent} event */
  #begin(event) {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (field.dataset.ready) return;
    field.dataset.ready = "1";
    enterToSend(/** @type {any} */ (field), { sends: ({ ctrlKey, metaKey, altKey }) => !ctrlKey && !metaKey && !altKey, send: () => this.#next(field) });
  }

  /** @param {HTMLInputElement} field */
  #next(field) {
    const place = this.poll.choices.findIndex(({ id }) => field.id === `poll-choice-${id}`);
    const next = this.poll.choices[place + 1];
    if (next) this.#focus(next.id);
    else if (field.value.trim()) this.#add();
  }

  /** When it closes: null for never, NaN for a moment that is none. */
  get #closesAt() {
    const { end, at } = this.poll;
    if (!end) return null;
    return end === "at" ? fromLocal(at) : usualEnds(Date.now()).find(({ value }) => value === end)?.at ?? NaN;
  }

  /** What has to be put right before it can be sent. */
  #wrong() {
    const texts = this.poll.choices.map(({ text }) => text.trim().normalize("NFC")).filter(Boolean);
    const closesAt = this.#closesAt;
    if (!this.poll.question.trim()) return "question";
    if (texts.length < 2) return "choices";
    if (new Set(texts).size < texts.length) return "same";
    if (closesAt !== null && !(closesAt > Date.now())) return "at";
    return "";
  }

  /** @param {Event} event */
  async #send(event) {
    event.preventDefault();
    if (this.busy) return;
    this.missing = this.#wrong();
    if (this.missing) {
      await this.updateComplete;
      return /** @type {HTMLElement | null} */ (this.querySelector("[aria-invalid=true]"))?.focus();
    }
    this.busy = true;
    const { clientMsgId, question, choices, isMultiple, isAnonymous } = this.poll;
    const closesAt = this.#closesAt;
    const options = choices.map(({ text }) => text.trim()).filter(Boolean);
    const sent = await this.attempt(async () => take(await api.post(`/rooms/${this.roomId}/polls`, {
      clientMsgId, question, options, isMultiple, isAnonymous, closesAt: closesAt === null ? null : new Date(closesAt).toISOString(),
    }), true));
    this.busy = false;
    if (!sent) return undefined;
    begun.delete(this.roomId);
    return this.close();
  }

  /** @param {string} name @param {string} text */
  #error(name, text) {
    return this.missing === name ? html`<p class="error" id="poll-error-${name}" role="alert">${text}</p>` : nothing;
  }

  /** @param {Choice} one @param {number} place */
  #choice({ id, text }, place) {
    const { choices } = this.poll;
    const n = place + 1;
    const same = this.missing === "same" && choices.some((other) => other.id !== id && other.text.trim() && other.text.trim() === text.trim());
    return html`<li>
      <input id="poll-choice-${id}" maxlength=${limits.pollOption} autocomplete="off" .value=${text} aria-label=${interpolate(gettext("Option %(n)s"), { n })}
        placeholder=${interpolate(gettext("Option %(n)s"), { n })} aria-invalid=${same || (this.missing === "choices" && !text.trim())}
        @focus=${this.#begin} @input=${(/** @type {any} */ event) => this.#write(id, event.target.value)}>
      <button type="button" class="quiet icon-only" ?disabled=${!place} aria-label=${interpolate(gettext("Move option %(n)s up"), { n })}
        @click=${(/** @type {Event} */ event) => this.#move(place, -1, event)}>${icon("up")}</button>
      <button type="button" class="quiet icon-only" ?disabled=${n === choices.length} aria-label=${interpolate(gettext("Move option %(n)s down"), { n })}
        @click=${(/** @type {Event} */ event) => this.#move(place, 1, event)}>${icon("down")}</button>
      <button type="button" class="quiet icon-only" ?disabled=${choices.length <= 2} aria-label=${interpolate(gettext("Remove option %(n)s"), { n })}
        @click=${() => this.#remove(place)}>${icon("close")}</button></li>`;
  }

  #ends() {
    const { end, at } = this.poll;
    const now = Date.now();
    return html`<div class="field"><label for="poll-end">${gettext("Closes")}</label>
      <select id="poll-end" aria-invalid=${this.missing === "at" && end !== "at"}
        @change=${(/** @type {any} */ { target }) => this.#set({ end: target.value, at: at || toLocal(now + 24 * HOUR) })}>
        <option value="" ?selected=${!end}>${gettext("When somebody closes it")}</option>
        ${usualEnds(now).map(({ value, label }) => html`<option value=${value} ?selected=${value === end}>${label}</option>`)}
        <option value="at" ?selected=${end === "at"}>${gettext("At another time…")}</option></select>
      ${end === "at" ? html`<input type="datetime-local" aria-label=${gettext("Day and time")} .value=${at} min=${toLocal(now)} aria-invalid=${this.missing === "at"}
        @change=${(/** @type {any} */ { target }) => this.#set({ at: target.value })}>` : nothing}
      ${this.#error("at", gettext("This moment is over. Choose a later one."))}</div>`;
  }

  content() {
    const { poll } = this;
    const full = poll.choices.length >= limits.pollOptions;
    return html`<form class="dialog-form" novalidate @submit=${this.#send}>
      <div class="dialog-body">
        <div class="field"><label for="poll-question">${gettext("Question")}</label>
          <textarea id="poll-question" data-first rows="2" maxlength=${limits.pollQuestion} .value=${poll.question} aria-invalid=${this.missing === "question"}
            placeholder=${gettext("What do you want to know?")} @input=${(/** @type {any} */ { target }) => this.#set({ question: target.value })}></textarea>
          ${this.#error("question", gettext("Write a question."))}</div>
        <fieldset class="poll-choices"><legend>${gettext("Options")}</legend>
          <ol>${repeat(poll.choices, ({ id }) => id, (one, place) => this.#choice(one, place))}</ol>
          ${this.#error("choices", gettext("At least two options are needed."))}${this.#error("same", gettext("Two options are the same."))}
          <button type="button" class="quiet" ?disabled=${full} @click=${() => this.#add()}>${icon("plus")}${gettext("Add an option")}</button>
          <span class="sr" role="status">${this.said}</span></fieldset>
        <div><label class="check"><input type="checkbox" .checked=${poll.isMultiple} @change=${(/** @type {any} */ { target }) => this.#set({ isMultiple: target.checked })}>${gettext("Several options can be chosen")}</label>
          <label class="check"><input type="checkbox" aria-describedby="poll-anonymous" .checked=${poll.isAnonymous} @change=${(/** @type {any} */ { target }) => this.#set({ isAnonymous: target.checked })}>${gettext("Anonymous")}</label>
          <p class="hint" id="poll-anonymous">${gettext("Nobody sees who chose what, you and administrators included: votes are kept sealed and are destroyed when the poll closes. The numbers change with each vote, though, so in a small room others may guess.")}</p></div>
        ${this.#ends()}
      </div>
      <footer class="dialog-foot">
        <button type="button" @click=${this.close}>${gettext("Cancel")}</button>
        <button class="primary" ?disabled=${this.busy}>${gettext("Start the poll")}</button>
      </footer></form>`;
  }
}
customElements.define("poll-new", PollNew);
