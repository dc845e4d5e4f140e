/** <poll-card>: the poll of a message. A click votes at once, and can be taken back as long as it goes on. */
import { html, nothing } from "lit";
import { attempt } from "../actions.js";
import { api } from "../api.js";
import { StoreElement } from "../element.js";
import { formatExact } from "../format.js";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { icon } from "../icon.js";
import { chosenBy, isOver, leaders, left, moment, share, toggled } from "../polling.js";
import { store } from "../store.js";
import { confirmed } from "./confirm-dialog.js";

/** @typedef {import("../types").Poll} Poll @typedef {import("../types").PollOption} PollOption */

const SOON = 120_000; // from then on every second counts
const OFTEN = 1000;
const SELDOM = 30_000;

/** What I chose where the message does not tell; it outlives the row. @type {Map<string, string[]>} */
const mine = new Map();

class PollCard extends StoreElement {
  static topics = ["room"];
  static properties = { message: { attribute: false }, current: { attribute: false }, answer: { state: true }, wanted: { state: true }, now: { state: true } };

  constructor() {
    super();
    this.message = /** @type {import("../types").Message} */ (/** @type {unknown} */ (null));
    this.current = false;
    this.now = Date.now();
    /** What the server said after my last vote, until the room hears more. @type {{poll: Poll, change: number} | null} */
    this.answer = null;
    /** What I have clicked and the server does not know yet. @type {string[] | null} */
    this.wanted = null;
    this.asking = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.clock = undefined;
  }

  /** @returns {Poll} */
  get poll() {
    const told = /** @type {Poll} */ (this.message.poll);
    return this.answer && this.answer.change >= this.message.change ? this.answer.poll : told;
  }

  get chosen() {
    return this.wanted ?? chosenBy(this.poll, store.me.userId) ?? mine.get(this.poll.pollId) ?? [];
  }

  firstUpdated() {
    const told = /** @type {Poll} */ (this.message.poll);
    if (chosenBy(told, store.me.userId) === null && !told.closedAt) this.#look(told.pollId);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.clock);
  }

  updated() {
    clearTimeout(this.clock);
    const { closesAt, closedAt } = this.poll;
    if (!closesAt || closedAt || isOver(this.poll, this.now)) return;
    const rest = Date.parse(closesAt) - Date.now();
    this.clock = setTimeout(() => { this.now = Date.now(); }, rest < SOON ? Math.min(OFTEN, Math.max(rest, 0) + 20) : SELDOM);
  }

  /** @param {string} pollId */
  async #look(pollId) {
    try {
      const poll = await api.get(`/polls/${pollId}`);
      mine.set(pollId, poll.myOptionIds);
      this.requestUpdate();
    } catch { /* it is shown without a mark */ }
  }

  /** Vote; what is clicked meanwhile follows, the last of it. @param {string[]} optionIds */
  async #vote(optionIds) {
    this.wanted = optionIds;
    if (this.asking) return;
    this.asking = true;
    while (this.wanted) {
      const sent = /** @type {string[]} */ (this.wanted);
      const { change } = this.message;
      const worked = await attempt(async () => this.#take(await api.post(`/polls/${this.poll.pollId}/vote`, { optionIds: sent }), change));
      if (!worked || this.wanted === sent) this.wanted = null;
    }
    this.asking = false;
  }

  /** @param {Poll} poll @param {number} change */
  #take(poll, change) {
    mine.set(poll.pollId, poll.myOptionIds ?? []);
    this.answer = { poll, change: Math.max(change, this.message.change) };
  }

  async #close() {
    const sure = await confirmed({
      title: gettext("Close this poll?"), act: gettext("Close the poll"), danger: false,
      text: gettext("Nobody can vote after that, and it cannot be opened again."),
    });
    if (sure) await attempt(async () => this.#take(await api.post(`/polls/${this.poll.pollId}/close`), this.message.change));
  }

  /** Whether it is mine to close. */
  get #owned() {
    return this.message.senderId === store.me.userId || Boolean(store.room(this.message.roomId)?.me.isAdmin);
  }

  get #kind() {
    const { isAnonymous, isMultiple } = this.poll;
    return [isAnonymous ? gettext("Anonymous poll") : gettext("Poll"), isMultiple ? gettext("several choices") : ""].filter(Boolean).join(" · ");
  }

  /** @param {PollOption} option @param {boolean} over @param {string[]} best */
  #option({ optionId, text, count }, over, best) {
    const { poll } = this;
    const chosen = this.chosen.includes(optionId);
    const leads = over && best.includes(optionId);
    const words = interpolate(gettext("%(text)s, %(n)s votes, %(share)s percent"), { text, n: count, share: share(poll, count) });
    const content = html`<progress max="100" value=${share(poll, count)} aria-hidden="true"></progress>
      <span class="poll-mark ${poll.isMultiple ? "square" : ""}">${chosen ? icon("check") : nothing}</span>
      <span class="poll-text">${text}</span>
      <span class="poll-count">${leads ? icon("crown") : nothing}<b>${count.toLocaleString()}</b> <small>${share(poll, count)}%</small></span>`;
    if (!over) {
      return html`<button class="poll-option" aria-pressed=${chosen} aria-label=${words} tabindex=${this.current ? 0 : -1}
        @click=${() => this.#vote(toggled(poll, this.chosen, optionId))}>${content}</button>`;
    }
    return html`<div class="poll-option ${chosen ? "chosen" : ""} ${leads ? "leads" : ""}"><span class="sr">${words}${chosen ? `, ${gettext("my choice")}` : nothing}</span>
      <span class="poll-inner" aria-hidden="true">${content}</span></div>`;
  }

  /** @param {boolean} over @param {string[]} best */
  #state(over, best) {
    const { voterCount, closesAt, closedAt } = this.poll;
    const people = interpolate(ngettext("%(n)s person voted", "%(n)s people voted", voterCount), { n: voterCount.toLocaleString() });
    const end = over ? closedAt ?? closesAt : closesAt;
    const when = end && interpolate(over ? gettext("closed %(when)s") : gettext("until %(when)s"), { when: moment(end, this.now) });
    const rest = !over && closesAt ? left(Date.parse(closesAt) - this.now) : "";
    return html`<p class="poll-state"><span>${people}</span>${over && best.length > 1 ? html`<span>${gettext("a tie")}</span>` : nothing}
      ${when ? html`<span title=${formatExact(/** @type {string} */ (end))}>${when}</span>` : nothing}${rest ? html`<b>${rest}</b>` : nothing}</p>`;
  }

  /** @param {boolean} over */
  #acts(over) {
    const { poll } = this;
    const tab = this.current ? 0 : -1;
    const acts = [
      !over && this.chosen.length ? html`<button class="quiet" tabindex=${tab} @click=${() => this.#vote([])}>${gettext("Withdraw my vote")}</button>` : nothing,
      poll.isAnonymous ? nothing : html`<button class="quiet" tabindex=${tab} aria-haspopup="dialog"
        @click=${() => store.openDialog("poll-people", { "poll-id": poll.pollId })}>${gettext("Who voted")}</button>`,
      !over && this.#owned ? html`<button class="quiet" tabindex=${tab} @click=${this.#close}>${gettext("Close the poll")}</button>` : nothing,
    ].filter((act) => act !== nothing);
    return acts.length ? html`<div class="poll-acts">${acts}</div>` : nothing;
  }

  render() {
    const { poll } = this;
    const over = isOver(poll, this.now);
    const best = leaders(poll);
    return html`<section class="poll ${over ? "over" : ""}" aria-label=${interpolate(gettext("Poll: %(question)s"), { question: poll.question })}>
      <p class="poll-kind">${icon(poll.isAnonymous ? "lock" : "poll")}<span>${this.#kind}</span>${over ? html`<b class="chip">${gettext("Closed")}</b>` : nothing}</p>
      <p class="poll-question">${poll.question}${this.message.editedAt ? html` <small class="edited">${gettext("(edited)")}</small>` : nothing}</p>
      <ul class="poll-options">${poll.options.map((option) => html`<li>${this.#option(option, over, best)}</li>`)}</ul>
      ${this.#state(over, best)}
      ${poll.isAnonymous ? html`<p class="poll-note">${over ? gettext("The votes were destroyed when it closed; only these numbers are left.")
        : gettext("Nobody in this room and no administrator sees who chose what.")}</p>` : nothing}
      ${this.#acts(over)}</section>`;
  }
}
customElements.define("poll-card", PollCard);
