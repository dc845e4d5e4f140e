/** <poll-people>: who chose what in a poll by name, and who has not voted yet. */
import { html, nothing } from "lit";
import { api } from "../api.js";
import { compareNames } from "../format.js";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { isOver } from "../polling.js";
import { store } from "../store.js";
import { avatar, initials } from "./avatar.js";
import { DialogElement } from "./dialog.js";

/** @typedef {import("../types").Poll} Poll */

class PollPeople extends DialogElement {
  static topics = ["people", "timeline"];
  static properties = { pollId: { attribute: "poll-id" }, poll: { state: true }, missing: { state: true }, reminded: { state: true } };

  constructor() {
    super();
    this.pollId = "";
    /** @type {Poll | null} */
    this.poll = null;
    /** @type {string[]} */
    this.missing = [];
    this.reminded = false;
  }

  firstUpdated() {
    super.firstUpdated();
    this.attempt(() => this.#look());
  }

  /** @param {string} topic @param {any} detail */
  told(topic, detail) {
    if (topic === "people") this.requestUpdate();
    else if (this.poll && detail === this.poll.roomId) this.#look().catch(() => {});
  }

  async #look() {
    const [poll, { userIds }] = await Promise.all([api.get(`/polls/${this.pollId}`), api.get(`/polls/${this.pollId}/non-voters`)]);
    this.poll = poll;
    this.missing = userIds;
  }

  heading() {
    return gettext("Who voted");
  }

  get #mayRemind() {
    const poll = /** @type {Poll} */ (this.poll);
    const message = store.timeline(poll.roomId).get(poll.messageId);
    const owned = message?.senderId === store.me.userId || Boolean(store.room(poll.roomId)?.me.isAdmin);
    return owned && !isOver(poll, Date.now()) && this.missing.some((id) => id !== store.me.userId);
  }

  #remind() {
    return this.attempt(async () => {
      await api.post(`/polls/${this.pollId}/remind`);
      this.reminded = true;
    });
  }

  /** @param {string} title @param {string[]} ids */
  #group(title, ids) {
    const name = (/** @type {string} */ id) => store.user(id)?.name ?? "";
    const sorted = [...ids].sort((a, b) => compareNames(name(a), name(b)));
    return html`<section class="poll-group"><h3>${title} <span class="poll-group-count">${ids.length.toLocaleString()}</span></h3>
      ${sorted.length ? html`<ul>${sorted.map((id) => html`<li class="person-row">${avatar(id, initials(name(id)), { size: "small" })}
        <span><b>${name(id)}</b> <small>${[store.user(id)?.title, store.user(id)?.units?.[0]?.name].filter(Boolean).join(" · ")}</small></span></li>`)}</ul>`
        : html`<p class="small">${gettext("Nobody.")}</p>`}</section>`;
  }

  #remindRow() {
    if (this.reminded) {
      return html`<p class="note done" role="status">${gettext("They were notified. Until tomorrow nobody is notified twice.")}</p>`;
    }
    if (!this.#mayRemind) return nothing;
    const n = this.missing.filter((id) => id !== store.me.userId).length;
    return html`<button @click=${this.#remind}>${interpolate(ngettext("Remind %(n)s person who has not voted", "Remind %(n)s people who have not voted", n), { n })}</button>`;
  }

  content() {
    if (!this.poll) return html`<div class="dialog-body" aria-busy="true"></div>`;
    return html`<div class="dialog-body poll-people" tabindex="0">
      <p class="poll-question">${this.poll.question}</p>
      ${this.poll.options.map(({ text, voterIds }) => this.#group(text, voterIds ?? []))}
      ${this.#group(gettext("Not voted yet"), this.missing)}
      ${this.#remindRow()}</div>`;
  }
}
customElements.define("poll-people", PollPeople);
