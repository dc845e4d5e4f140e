/** One conversation: header, notices, messages, the state of the line, the composer. */
import { html, nothing } from "lit";
import { deleteBeforeLeaving } from "../actions.js";
import { StoreElement } from "../element.js";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { icon } from "../icon.js";
import { openHistory } from "../history.js";
import { api } from "../api.js";
import { ready } from "../lazy.js";
import { store } from "../store.js";
import { catchUp, loadRoom } from "../sync.js";
import { statusName } from "./avatar.js";
import "./chat-composer.js";
import "./drop-zone.js";
import "./message-list.js";
import "./pins-bar.js";
import "./status-bar.js";

deleteBeforeLeaving();

/** Rooms whose messages stay in memory. */
const KEPT = 12;
const UNITS = 3;
const ASKED = 30;

export class ConversationView extends StoreElement {
  static topics = ["room", "people", "presence", "typing", "route", "find"];
  static properties = { roomId: {}, missing: { state: true }, finding: { state: true } };

  constructor() {
    super();
    this.roomId = "";
    this.missing = false;
    /** Whether the bar is open that searches this room. */
    this.finding = false;
    /** Whether the first messages are there. */
    this.opened = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    forgetOld(this.roomId);
  }

  /** @param {string} topic @param {any} detail */
  told(topic, detail) {
    if (["room", "typing"].includes(topic) && detail !== this.roomId) return;
    if (topic === "route") this.#reach();
    if (topic === "find") this.#find();
    this.requestUpdate();
  }

  async #load() {
    const { roomId } = this;
    const timeline = store.timeline(roomId);
    const known = store.room(roomId);
    timeline.marker = known?.me.unreadCount ? known.me.lastReadSeq : 0;
    const opened = timeline.loaded && !timeline.hasMoreAfter
      ? catchUp(roomId) : openHistory(roomId).catch(() => {});
    opened.then(() => {
      this.opened = true;
      this.#reach();
    });
    const [room] = await Promise.all([loadRoom(roomId).catch(() => store.room(roomId) ?? null), opened]);
    this.missing = !room && store.connection !== "offline";
    if (!room) return;
    const pins = await api.get(`/rooms/${roomId}/pins`).catch(() => null);
    if (pins) store.setPins(roomId, pins.results);
  }

  /** Go to the message for whose sake the room was opened, once the list stands. */
  async #reach() {
    const messageId = this.opened ? store.takeTarget(this.roomId) : null;
    if (messageId === null) return;
    await this.updateComplete;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    store.jumpTo(messageId);
  }

  #find() {
    if (this.finding) return /** @type {HTMLElement | null} */ (this.querySelector("#find-here"))?.focus();
    this.finding = true;
  }

  /** The bar that searches this room. */
  #findBar() {
    if (!this.finding || !ready("find-bar", (loaded) => (loaded ? this.requestUpdate() : (this.finding = false)))) return nothing;
    const close = () => {
      this.finding = false;
      /** @type {HTMLElement | null} */ (this.querySelector("#find-toggle"))?.focus();
    };
    return html`<find-bar .roomId=${this.roomId} @close=${close}></find-bar>`;
  }

  #subtitle() {
    const room = store.room(this.roomId);
    if (!room) return "";
    const typing = store.typing.in(this.roomId);
    if (typing.length) return this.#typing(typing);
    const peer = store.directory.peer(room);
    if (peer) {
      const user = store.user(peer);
      return [user?.title, user?.units?.[0]?.name, statusName(store.presence(peer))].filter(Boolean).join(" · ");
    }
    if (room.type === "DM") return gettext("Only you see this.");
    const people = (room.members ?? []).slice(0, ASKED).map(({ userId }) => store.user(userId));
    const units = [...new Set(people.map((user) => user?.units?.[0]?.name).filter(Boolean))];
    const shown = units.slice(0, UNITS).join(" · ");
    const more = units.length - UNITS;
    return more > 0 ? interpolate(ngettext("%(names)s and %(n)s more team", "%(names)s and %(n)s more teams", more), { names: shown, n: more }) : shown;
  }

  /** @param {string[]} ids */
  #typing(ids) {
    const name = store.user(ids[0])?.name ?? "";
    if (ids.length === 1) return interpolate(gettext("%(name)s is typing…"), { name });
    const n = ids.length - 1;
    return interpolate(ngettext("%(name)s and %(n)s other are typing…", "%(name)s and %(n)s others are typing…", n), { name, n });
  }

  render() {
    if (this.missing) return this.#gone();
    const room = store.room(this.roomId);
    const peer = room && store.directory.peer(room);
    const title = room ? store.directory.title(room) : "";
    const open = store.panel !== null;
    return html`
      <header class="bar">
        <button class="quiet icon-only bar-back" aria-label=${gettext("Back to the list")} @click=${() => store.openRoom(null)}>${icon("back")}</button>
        <div class="bar-text">
          <h2>${peer ? html`<button class="bar-name" @click=${() => store.showProfile(peer)}>${title}</button>` : title}
            ${room?.type === "GROUP" ? html`<small title=${gettext("Members")}>${room.memberCount}</small>` : nothing}
            ${room?.me.muted ? html`<span class="bar-muted" title=${gettext("Muted")}>${icon("mute")}<span class="sr">${gettext("Muted")}</span></span>` : nothing}</h2>
          <p>${this.#subtitle()}</p>
        </div>
        <button id="find-toggle" class="quiet icon-only" aria-label=${gettext("Search in this conversation")} title=${`${gettext("Search in this conversation")} (Ctrl+F)`}
          aria-expanded=${this.finding} @click=${() => (this.finding ? (this.finding = false) : this.#find())}>${icon("search")}</button>
        <button id="info-toggle" class="quiet icon-only" aria-label=${gettext("About this conversation")} title=${`${gettext("About this conversation")} (Alt+I)`}
          aria-expanded=${open} @click=${() => store.openPanel(open ? null : "room-info")}>${icon("info")}</button>
      </header>
      ${this.#findBar()}
      <pins-bar .roomId=${this.roomId}></pins-bar>
      <message-list .roomId=${this.roomId}></message-list>
      <status-bar></status-bar>
      <chat-composer .roomId=${this.roomId}></chat-composer>
      <drop-zone .roomId=${this.roomId}></drop-zone>`;
  }

  #gone() {
    return html`<div class="nothing-open"><h2>${gettext("This conversation is not here.")}</h2>
      <p>${gettext("It may have been deleted, or you are not a member of it.")}</p>
      <button class="primary" @click=${() => store.openRoom(null)}>${gettext("Back to the list")}</button></div>`;
  }
}
customElements.define("conversation-view", ConversationView);

/** @type {string[]} the rooms left last, newest at the end */
const left = [];

/** @param {string} roomId */
function forgetOld(roomId) {
  const at = left.indexOf(roomId);
  if (at >= 0) left.splice(at, 1);
  left.push(roomId);
  while (left.length > KEPT) {
    const old = left.shift();
    if (old && old !== store.currentRoomId) store.timelines().delete(old);
  }
}
