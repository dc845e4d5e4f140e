/** <saved-things tab>: what I keep at hand, what I send later, what I am reminded of. */
import { html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { api } from "../api.js";
import { formatMoment } from "../around/moments.js";
import { own } from "../around/own.js";
import { formatExact, formatRecent } from "../format.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { summary } from "../notify.js";
import { store } from "../store.js";
import { DialogElement } from "./dialog.js";
import { pickMoment } from "./moment-menu.js";

/** @typedef {{messageId: number, note: string, bookmarkedAt: string, message: import("../types").Message}} Bookmark */
/** @typedef {import("../around/own.js").Scheduled} Scheduled @typedef {import("../around/own.js").Reminder} Reminder */

const TABS = /** @type {[string, () => string][]} */ ([
  ["bookmarks", () => gettext("Bookmarks")],
  ["scheduled", () => gettext("Send later")],
  ["reminders", () => gettext("Reminders")],
]);

/** @type {Record<string, () => string>} */
const FAILURES = {
  NOT_A_MEMBER: () => gettext("You are no longer in this conversation."),
  ROOM_DELETED: () => gettext("This conversation was deleted."),
  DISABLED: () => gettext("Your account was disabled at that moment."),
};

class SavedThings extends DialogElement {
  static topics = ["own", "people", "rooms"];
  static properties = { tab: {}, bookmarks: { state: true }, next: { state: true }, editing: { state: true } };

  constructor() {
    super();
    this.tab = "bookmarks";
    /** @type {Bookmark[] | null} */
    this.bookmarks = null;
    /** @type {string | null} */
    this.next = null;
    /** The scheduled message whose text is being changed. */
    this.editing = "";
  }

  connectedCallback() {
    super.connectedCallback();
    own.load();
    this.#more();
  }

  heading() {
    return gettext("Saved");
  }

  /** @param {string} topic @param {any} detail */
  told(topic, detail) {
    if (topic === "own") this.bookmarks = this.bookmarks?.filter(({ messageId }) => own.stars.has(messageId)) ?? null;
    super.told(topic, detail);
  }

  async #more() {
    await this.attempt(async () => {
      const page = await api.get(`/bookmarks?limit=30${this.next ? `&cursor=${encodeURIComponent(this.next)}` : ""}`);
      this.bookmarks = [...(this.bookmarks ?? []), ...page.results];
      this.next = page.next;
    });
  }

  /** @param {string} roomId @param {number} messageId */
  #go(roomId, messageId) {
    this.close();
    store.showMessage(roomId, messageId);
  }

  /** Left and right between the tabs. @param {KeyboardEvent} event */
  #tabKeys(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const at = TABS.findIndex(([name]) => name === this.tab);
    this.tab = TABS[(at + by + TABS.length) % TABS.length][0];
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector("[role=tab][aria-selected=true]"))?.focus());
  }

  #tabs() {
    const counts = /** @type {Record<string, number>} */ ({ scheduled: own.scheduled.length, reminders: own.reminders.length });
    return html`<div class="saved-tabs" role="tablist" @keydown=${this.#tabKeys}>${TABS.map(([name, label]) => html`
      <button role="tab" id="saved-tab-${name}" aria-controls="saved-panel" aria-selected=${name === this.tab} tabindex=${name === this.tab ? 0 : -1}
        @click=${() => { this.tab = name; }}>${label()}${counts[name] ? html` <small>${counts[name]}</small>` : nothing}</button>`)}</div>`;
  }

  /** @param {string} roomId */
  #room(roomId) {
    const room = store.room(roomId);
    return room ? store.directory.title(room) : gettext("A conversation you are no longer in");
  }

  /** @param {import("../types").Message} message */
  #said(message) {
    const text = message.deletedAt ? gettext("This message was deleted.") : summary(message);
    return html`<span class="saved-who"><b>${store.user(message.senderId)?.name ?? ""}</b> <small>${this.#room(message.roomId)}</small></span>
      <span class="saved-text ${message.deletedAt ? "deleted" : ""}">${text}</span>`;
  }

  #bookmarks() {
    if (!this.bookmarks) return html`<p class="skeleton">&nbsp;</p>`;
    if (!this.bookmarks.length) return this.#none("star", gettext("Put a star on a message, and it is kept here."));
    return html`<ul>${repeat(this.bookmarks, ({ messageId }) => messageId, ({ message, messageId }) => html`<li class="saved-item">
        <button class="saved-open" @click=${() => this.#go(message.roomId, messageId)}>${this.#said(message)}
          <time datetime=${message.createdAt} title=${formatExact(message.createdAt)}>${formatRecent(message.createdAt)}</time></button>
        <button class="quiet icon-only starred" aria-label=${gettext("Take the bookmark away")} title=${gettext("Take the bookmark away")}
          @click=${() => this.attempt(() => own.toggleStar(messageId))}>${icon("star")}</button></li>`)}</ul>
      ${this.next ? html`<button class="saved-more" @click=${this.#more}>${gettext("Show more")}</button>` : nothing}`;
  }

  /** @param {SubmitEvent} event @param {Scheduled} one */
  async #rewrite(event, one) {
    event.preventDefault();
    const text = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("text") ?? "");
    if (await this.attempt(() => own.change(one.scheduledId, { text }))) this.editing = "";
  }

  /** @param {Event} event @param {Scheduled} one */
  #move(event, one) {
    const anchor = /** @type {Element} */ (event.currentTarget);
    pickMoment(anchor, { title: gettext("Send at another time"), act: gettext("Move"), within: this.querySelector("dialog"),
      chosen: (at) => this.attempt(() => own.change(one.scheduledId, { at })) });
  }

  /** @param {Scheduled} one */
  #scheduledItem(one) {
    const { scheduledId, roomId, text, at, state, failure } = one;
    const why = FAILURES[failure ?? ""]?.() ?? gettext("It could not be sent.");
    return html`<li class="saved-item saved-later ${state === "FAILED" ? "failed" : ""}">
      <p class="saved-who">${icon("clock")}<b>${formatMoment(at)}</b> <small>${this.#room(roomId)}</small></p>
      ${state === "FAILED" ? html`<p class="note error">${icon("warning")}<span>${interpolate(gettext("Not sent. %(why)s"), { why })}</span></p>` : nothing}
      ${this.editing === scheduledId ? html`<form class="saved-edit" @submit=${(/** @type {SubmitEvent} */ event) => this.#rewrite(event, one)}>
          <label class="sr" for="saved-text">${gettext("Message")}</label><textarea id="saved-text" name="text" rows="3" required .value=${text}></textarea>
          <div class="saved-acts"><button type="button" @click=${() => { this.editing = ""; }}>${gettext("Cancel")}</button><button class="primary">${gettext("Save")}</button></div></form>`
        : html`<p class="saved-words">${text}</p>
          <div class="saved-acts">
            <button @click=${() => this.attempt(() => own.sendNow(one))}>${icon("send")}${gettext("Send now")}</button>
            <button @click=${(/** @type {Event} */ event) => this.#move(event, one)}>${icon("clock")}${gettext("Another time")}</button>
            <button @click=${() => { this.editing = scheduledId; }}>${icon("edit")}${gettext("Edit")}</button>
            <button class="danger-quiet" @click=${() => this.attempt(() => own.cancel(one))}>${icon("trash")}${gettext("Do not send")}</button></div>`}</li>`;
  }

  #scheduled() {
    if (!own.scheduled.length) return this.#none("clock", gettext("What you write now and send later waits here."));
    return html`<ul>${repeat(own.scheduled, ({ scheduledId }) => scheduledId, (one) => this.#scheduledItem(one))}</ul>`;
  }

  #reminders() {
    if (!own.reminders.length) return this.#none("bell", gettext("“Remind me” in a message's menu brings it back when you need it."));
    return html`<ul>${repeat(own.reminders, ({ reminderId }) => reminderId, ({ reminderId, message, messageId, at }) => html`<li class="saved-item">
      <button class="saved-open" ?disabled=${!message} @click=${() => message && this.#go(message.roomId, messageId)}>
        <span class="saved-when">${icon("bell")}${formatMoment(at)}</span>
        ${message ? this.#said(message) : html`<span class="saved-text deleted">${gettext("You cannot see this message any more.")}</span>`}</button>
      <button class="quiet icon-only" aria-label=${gettext("Remove this reminder")} title=${gettext("Remove this reminder")}
        @click=${() => this.attempt(() => own.dropReminder(reminderId))}>${icon("close")}</button></li>`)}</ul>`;
  }

  /** @param {string} symbol @param {string} text */
  #none(symbol, text) {
    return html`<div class="empty saved-none">${icon(symbol)}<p>${text}</p></div>`;
  }

  content() {
    const shown = this.tab === "scheduled" ? this.#scheduled() : this.tab === "reminders" ? this.#reminders() : this.#bookmarks();
    return html`${this.#tabs()}<div id="saved-panel" class="dialog-body saved-panel" role="tabpanel" tabindex="0" aria-labelledby="saved-tab-${this.tab}">${shown}</div>`;
  }
}
customElements.define("saved-things", SavedThings);
