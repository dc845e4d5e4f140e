/** The messages of a room: a window of rows over however many there are. */
import { html, nothing } from "lit";
import { ref } from "lit-html/directives/ref.js";
import { repeat } from "lit-html/directives/repeat.js";
import { StoreElement } from "../element.js";
import { dayOf, formatDay, minuteOf } from "../format.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { openHistory, showAround, showNewer, showNewest, showOlder } from "../history.js";
import { asMessage, outbox } from "../outgoing.js";
import { markBeforeNew, setAtEnd } from "../reading.js";
import { store } from "../store.js";
import { MessageActs } from "./message-acts.js";
import { label, messageRow } from "./message-row.js";
import { Scroller } from "./scroller.js";

/** @typedef {import("../types").Message} Message @typedef {import("../types").Row} Row */

const NEAR = 1500;
const FLASH = 1600;

export class MessageList extends StoreElement {
  static topics = ["timeline", "outbox", "reads", "people", "room", "incoming", "jump", "newest", "own"];
  static properties = { roomId: {}, hot: { state: true }, floating: { state: true }, atEnd: { state: true }, flash: { state: true } };

  constructor() {
    super();
    this.roomId = "";
    this.hot = "";
    this.floating = "";
    this.atEnd = true;
    this.flash = "";
    this.active = "";
    /** The message that is being gone to, and its row. @type {{seq: number, index: number} | null} */
    this.aim = null;
    this.scroller = new Scroller(this);
    this.acts = new MessageActs(this);
    /** @type {import("../types").OutboxItem[]} */
    this.pending = [];
  }

  get timeline() {
    return store.timeline(this.roomId);
  }

  get count() {
    return this.timeline.messages.length + this.pending.length;
  }

  /** @param {number} i @returns {Row | undefined} */
  row(i) {
    const { messages } = this.timeline;
    const message = messages[i];
    if (message) return { key: keyOf(message), message };
    const pending = this.pending[i - messages.length];
    return pending && { key: pending.clientMsgId, message: asMessage(pending), pending };
  }

  /** @param {string} key */
  indexOf(key) {
    for (let i = this.count - 1; i >= 0; i--) if (this.row(i)?.key === key) return i;
    return -1;
  }

  /** @param {string} topic @param {any} detail */
  told(topic, detail) {
    if (topic === "jump" && this.roomId !== store.currentRoomId) return; // of the room that is just opening
    if (topic === "jump") return void (typeof detail === "number" ? this.jump(detail) : this.jump(detail.messageId, detail.still));
    if (topic === "newest") return void this.toNewest();
    if (topic === "incoming") return detail.roomId === this.roomId && markBeforeNew(this.roomId);
    if (["timeline", "outbox", "reads", "room"].includes(topic) && detail !== this.roomId) return undefined;
    return this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    this.addEventListener("sent", () => this.toNewest());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.scroller.stop();
    setAtEnd(false);
  }

  willUpdate() {
    const { messages, hasMoreAfter } = this.timeline;
    const sent = new Set(messages.slice(-200).map((message) => message.clientMsgId));
    this.pending = hasMoreAfter ? [] : outbox.in(this.roomId).filter((item) => !sent.has(item.clientMsgId));
    this.scroller.prepare();
  }

  updated() {
    this.scroller.settle();
    this.#keepAim();
    const { timeline } = this;
    const offset = this.scroller.offset;
    if (!this.scroller.placed) return;
    if (offset < NEAR && timeline.hasMoreBefore && !timeline.failed) showOlder(this.roomId).catch(() => {});
    if (timeline.hasMoreAfter && this.scroller.below < NEAR && !timeline.failed) showNewer(this.roomId).catch(() => {});
    const atEnd = this.scroller.atEnd && !timeline.hasMoreAfter;
    if (atEnd !== this.atEnd) this.atEnd = atEnd;
    setAtEnd(atEnd);
    const top = this.scroller.topIndex;
    this.floating = top === undefined ? "" : formatDay(this.row(top)?.message.createdAt ?? new Date().toISOString());
  }

  /** Where to begin: at the first unread message when there is much of it, else at the end. */
  get start() {
    const { marker, messages, hasMoreAfter } = this.timeline;
    return marker && hasMoreAfter ? Math.max(0, messages.findIndex(({ seq }) => seq > marker)) : -1;
  }

  async toNewest() {
    if (this.timeline.hasMoreAfter) {
      await showNewest(this.roomId).catch(() => {});
      await this.updateComplete;
    }
    this.scroller.toEnd();
  }

  /** Show a message and let it flash. @param {number} messageId @param {boolean} [still] the focus stays where it is */
  async jump(messageId, still = false) {
    const there = await showAround(this.roomId, messageId).catch(() => false);
    if (!there) return store.toast(gettext("This message is not here any more."));
    this.requestUpdate();
    await this.updateComplete;
    const message = /** @type {Message} */ (this.timeline.get(messageId));
    const aim = { seq: message.seq, index: -1 };
    this.aim = aim;
    this.#keepAim();
    this.flash = keyOf(message);
    setTimeout(() => {
      if (this.aim !== aim) return;
      this.flash = "";
      this.aim = null;
    }, FLASH);
    if (!still) await this.focusRow(keyOf(message));
  }

  /** The way to a message takes a few frames; a page that comes in meanwhile must not make it lead to another one. */
  #keepAim() {
    if (!this.aim) return;
    const index = this.timeline.indexOfSeq(this.aim.seq);
    if (index === this.aim.index) return;
    this.aim.index = index;
    this.scroller.to(index);
  }

  /** Put the focus on a row, once it is drawn. @param {string} key */
  async focusRow(key) {
    this.active = key;
    this.requestUpdate();
    await this.updateComplete;
    await new Promise((resolve) => requestAnimationFrame(resolve));
    /** @type {HTMLElement | null} */ (this.querySelector(`[data-key="${key}"]`))?.focus({ preventScroll: true });
  }

  /** How a row stands among its neighbours. @param {number} i @param {Row} row @returns {import("./message-row.js").Look} */
  #look(i, { key, message, pending }) {
    const before = this.row(i - 1)?.message;
    const after = this.row(i + 1)?.message;
    const newDay = !before || dayOf(before.createdAt) !== dayOf(message.createdAt);
    const { marker } = this.timeline;
    const unreadLine = Boolean(marker) && message.seq > marker && !pending && message.senderId !== store.me.userId
      && Boolean(before) && /** @type {Message} */ (before).seq <= marker;
    return {
      message, pending, newDay, unreadLine, hot: this.hot === key, current: this.#isCurrent(i, key),
      head: newDay || unreadLine || !together(before, message),
      tail: !together(message, after),
    };
  }

  /** Whether a row is the list's one tab stop. @param {number} i @param {string} key */
  #isCurrent(i, key) {
    return this.active ? this.active === key : i === this.count - 1;
  }

  /** @param {number} i */
  #row(i) {
    const row = this.row(i);
    if (!row) return nothing;
    const look = this.#look(i, row);
    const mine = row.message.senderId === store.me.userId && row.message.type !== "SYSTEM";
    return html`<article class="row ${mine ? "mine" : ""} ${look.head ? "head" : ""} ${this.flash === row.key ? "flash" : ""}"
      data-index=${i} data-key=${row.key} tabindex=${look.current ? 0 : -1} aria-label=${label(look)}
      aria-posinset=${i + 1} aria-setsize=${this.timeline.hasMoreBefore || this.timeline.hasMoreAfter ? -1 : this.count}
      ${ref(this.scroller.measure)}>${messageRow(look)}</article>`;
  }

  render() {
    const { timeline } = this;
    return html`
      <div class="floating" aria-hidden="true" ?hidden=${!this.floating}>${this.floating}</div>
      ${timeline.loading === "before" ? html`<div class="older-bar" role="progressbar" aria-label=${gettext("Loading older messages")}></div>` : nothing}
      <div class="scroller" tabindex="-1" @keydown=${this.acts.keys} @click=${this.acts.click} @contextmenu=${this.acts.context}
        @pointerover=${this.acts.over} @pointerleave=${this.acts.leave} @pointerdown=${this.acts.press} @focusin=${this.acts.focused}>
        <div class="rows" role="feed" aria-label=${gettext("Messages")} aria-busy=${Boolean(timeline.loading)}>
          ${repeat(this.scroller.items, ({ key }) => key, ({ index }) => this.#row(index))}</div>
      </div>
      ${this.count ? nothing : this.#noRows()}
      ${this.atEnd || !this.count ? nothing : this.#toNewestButton()}`;
  }

  #toNewestButton() {
    const n = store.room(this.roomId)?.me.unreadCount ?? 0;
    return html`<button class="to-newest" @click=${() => this.toNewest()}>${icon("arrow-down")}
      ${n ? interpolate(gettext("%(n)s new"), { n }) : gettext("To the newest")}</button>`;
  }

  #noRows() {
    const { loaded, failed } = this.timeline;
    if (failed && !loaded) {
      return html`<div class="empty rows-empty"><p>${gettext("The messages could not be loaded.")}</p>
        <button @click=${() => openHistory(this.roomId).catch(() => {})}>${gettext("Try again")}</button></div>`;
    }
    if (loaded) return html`<p class="empty rows-empty">${gettext("No messages yet. Say hello.")}</p>`;
    return html`<div class="rows-empty skeletons" aria-busy="true">${[46, 30, 58, 38].map((_, i) => html`<div class="skeleton s${i}"></div>`)}</div>`;
  }
}
customElements.define("message-list", MessageList);

/** My own keep their key from the outbox to the room, so that the bubble stays the same element. @param {Message} message */
const keyOf = (message) =>
  message.senderId === store.me.userId && message.clientMsgId ? message.clientMsgId : `m${message.messageId}`;

/** Same sender, same minute: one block. @param {Message | undefined} a @param {Message | undefined} b */
const together = (a, b) => Boolean(a && b) && a?.senderId === b?.senderId && a?.type !== "SYSTEM" && b?.type !== "SYSTEM"
  && minuteOf(a?.createdAt ?? "") === minuteOf(b?.createdAt ?? "");
