/** My conversations: search, filters, what is unread, who is writing. */
import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { draftOf } from "../drafts.js";
import { StoreElement } from "../element.js";
import { capped, formatExact, formatRecent } from "../format.js";
import { matches } from "../hangul.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { ready } from "../lazy.js";
import { summary } from "../notify.js";
import { store } from "../store.js";
import { avatar, initials, statusName } from "./avatar.js";

/** @typedef {import("../types").Room} Room */

const PAGE = 60;

/** @type {[string, () => string, (room: Room) => boolean][]} */
const FILTERS = [
  ["all", () => gettext("All"), () => true],
  ["unread", () => gettext("Unread"), (room) => room.me.unreadCount > 0],
  ["dm", () => gettext("Direct"), (room) => room.type === "DM"],
  ["group", () => gettext("Groups"), (room) => room.type === "GROUP"],
];

export class RoomList extends StoreElement {
  static topics = ["rooms", "route", "people", "presence", "typing", "drafts"];
  static properties = { query: { state: true }, filter: { state: true }, shown: { state: true } };

  constructor() {
    super();
    this.query = "";
    this.filter = "all";
    this.shown = PAGE;
  }

  /** @param {Event} event */
  #search(event) {
    this.query = /** @type {HTMLInputElement} */ (event.target).value.trim();
    this.shown = PAGE;
  }

  /** @param {string} query */
  #searchFor(query) {
    const field = /** @type {HTMLInputElement} */ (this.querySelector("#room-search"));
    field.value = query;
    field.dispatchEvent(new Event("input"));
    field.focus();
  }

  #clear() {
    if (this.query) this.#searchFor("");
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    if (event.isComposing || !["ArrowDown", "ArrowUp", "Enter", "Escape"].includes(event.key)) return;
    const stops = /** @type {HTMLElement[]} */ ([...this.querySelectorAll("#room-search, .rooms a, .rooms button")]);
    const at = stops.indexOf(/** @type {HTMLElement} */ (event.target));
    const inField = at === 0;
    if (event.key === "Escape") this.#clear();
    else if (event.key === "Enter") {
      if (!inField || !this.query) return;
      stops[1]?.click();
    } else stops[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    event.preventDefault();
  }

  /** @param {MouseEvent} event @param {Room} room */
  #open(event, room) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    this.#clear();
    store.openRoom(room.roomId);
  }

  /** @param {Event} event */
  #scrolled({ target }) {
    const list = /** @type {HTMLElement} */ (target);
    if (list.scrollTop + list.clientHeight > list.scrollHeight - 400) this.shown += PAGE;
  }

  #found() {
    const fits = FILTERS.find(([name]) => name === this.filter)?.[2] ?? (() => true);
    return store.rooms().filter((room) => fits(room) && matches(this.query, store.directory.title(room)));
  }

  render() {
    const found = this.#found();
    return html`
      <header class="list-head"><h1>${gettext("Chats")}</h1>
        <button class="quiet icon-only" aria-label=${gettext("Search everything")} title=${`${gettext("Search everything")} (Ctrl+Shift+F)`}
          @click=${() => store.search()}>${icon("search-all")}</button>
        <button class="quiet icon-only" aria-label=${gettext("New conversation")} title=${gettext("New conversation")}
          @click=${() => store.openDialog("new-room-dialog")}>${icon("plus")}</button></header>
      <div class="list-search">${icon("search")}
        <label class="sr" for="room-search">${gettext("Find conversations and people")}</label>
        <input id="room-search" type="search" autocomplete="off" spellcheck="false" placeholder=${gettext("Name, or initials like ㅂㅅㅈ")}
          @input=${this.#search} @keydown=${this.#keys}></div>
      <div class="list-filters" role="group" aria-label=${gettext("Show")}>
        ${FILTERS.map(([name, label]) => html`<button class="filter" aria-pressed=${name === this.filter}
          @click=${() => { this.filter = name; }}>${label()}</button>`)}</div>
      <div class="rooms" @keydown=${this.#keys} @scroll=${this.#scrolled}>
        <ul>${repeat(found.slice(0, this.shown), (room) => room.roomId, (room) => this.#room(room))}</ul>
        ${this.query ? html`${this.#people(found.length)}${this.#everywhere()}` : found.length ? nothing : this.#empty()}
      </div>`;
  }

  /** @param {number} others */
  #people(others) {
    if (!ready("people-results", () => this.requestUpdate())) return nothing;
    return html`<people-results .query=${this.query} .others=${others} @chosen=${this.#clear}
      @again=${(/** @type {CustomEvent<string>} */ event) => this.#searchFor(event.detail)}></people-results>`;
  }

  /** What is typed may stand in messages and files. */
  #everywhere() {
    const search = () => {
      const { query } = this;
      this.#clear();
      store.search(query);
    };
    return html`<button class="room person search-everywhere" @click=${search}><span class="avatar">${icon("search")}</span>
      <span class="room-text"><b>${interpolate(gettext("Search for “%(query)s”"), { query: this.query })}</b>
        <span class="room-last">${gettext("In messages and files")}</span></span></button>`;
  }

  #empty() {
    const text = this.filter === "all" ? gettext("Find a colleague in the org chart and start talking.")
      : gettext("Nothing here.");
    return html`<div class="empty"><p>${text}</p>${this.filter === "all" ? html`<button class="primary"
      @click=${() => store.openPanel("org-chart")}>${gettext("Open the org chart")}</button>` : nothing}</div>`;
  }

  /** @param {Room} room */
  #room(room) {
    const { directory } = store;
    const title = directory.title(room);
    const peer = directory.peer(room);
    const status = peer ? store.presence(peer) : undefined;
    const { lastMessage, me } = room;
    const moved = lastMessage?.createdAt ?? room.createdAt;
    return html`<li><a class="room" href="/rooms/${room.roomId}" aria-current=${room.roomId === store.currentRoomId ? "page" : "false"}
        @click=${(/** @type {MouseEvent} */ event) => this.#open(event, room)}>
      ${avatar(peer ?? room.roomId, room.type === "DM" ? initials(title) : [...title][0] ?? "", { status })}
      <span class="room-text"><span class="room-name"><b>${title}</b>${room.type === "GROUP" ? html`<small>${room.memberCount}</small>` : nothing}</span>
        ${status && status !== "offline" ? html`<span class="sr">${statusName(status)}</span>` : nothing}
        <span class="room-last">${this.#line(room)}</span></span>
      <span class="room-side"><time datetime=${moved} title=${formatExact(moved)}>${formatRecent(moved)}</time>
        <span class="room-flags">
          ${me.pinned ? html`<span title=${gettext("Pinned")}>${icon("pin")}<span class="sr">${gettext("Pinned")}</span></span>` : nothing}
          ${me.muted ? html`<span title=${gettext("Muted")}>${icon("mute")}<span class="sr">${gettext("Muted")}</span></span>` : nothing}
          ${me.unreadCount ? html`<em class="badge ${me.muted ? "muted" : ""}"><span class="sr">${gettext("Unread messages")} </span>${capped(me.unreadCount)}</em>` : nothing}
        </span></span></a></li>`;
  }

  /** @param {Room} room */
  #line(room) {
    const typing = store.typing.in(room.roomId);
    if (typing.length) return html`<span class="room-typing">${interpolate(gettext("%(name)s is typing…"), { name: store.user(typing[0])?.name ?? "" })}</span>`;
    const draft = room.roomId === store.currentRoomId ? undefined : draftOf(room.roomId);
    if (draft?.text.trim()) return html`<span class="room-draft">${gettext("[Draft]")}</span> ${draft.text}`;
    const last = room.lastMessage;
    if (!last) return gettext("No messages yet.");
    const named = room.type === "GROUP" && last.type !== "SYSTEM" && last.senderId !== store.me.userId;
    const text = summary(last);
    return named ? `${store.user(last.senderId)?.name ?? ""}: ${text}` : text;
  }
}
customElements.define("room-list", RoomList);
