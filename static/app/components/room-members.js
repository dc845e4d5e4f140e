/** <room-members>: who is in the room; its admins may make others admins and take people out. */
import { html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { attempt } from "../actions.js";
import { StoreElement } from "../element.js";
import { compareNames } from "../format.js";
import { matches } from "../hangul.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { postLine } from "../org.js";
import { remove, setAdmin } from "../room-acts.js";
import { store } from "../store.js";
import { avatar, initials, statusName } from "./avatar.js";
import { confirmed } from "./confirm-dialog.js";

/** @typedef {import("../types").Room} Room @typedef {import("../types").Member} Member */

const FIRST = 50;
const SEARCHABLE = 12;

class RoomMembers extends StoreElement {
  static topics = ["people", "presence"];
  static properties = {
    room: { attribute: false }, query: { state: true }, shown: { state: true }, unfolded: { state: true },
  };

  constructor() {
    super();
    /** @type {Room | null} */
    this.room = null;
    this.query = "";
    this.shown = FIRST;
    this.unfolded = "";
  }

  /** @param {string} id */
  #name(id) {
    return store.user(id)?.name ?? "";
  }

  /** Admins first, then by name. */
  #sorted() {
    const members = this.room?.members ?? [];
    return [...members].filter(({ userId }) => !this.query || matches(this.query, this.#name(userId)))
      .sort((a, b) => Number(b.isAdmin) - Number(a.isAdmin) || compareNames(this.#name(a.userId), this.#name(b.userId)));
  }

  /** @param {Member} member */
  async #remove({ userId }) {
    const room = /** @type {Room} */ (this.room);
    const name = this.#name(userId);
    const sure = await confirmed({
      title: interpolate(gettext("Remove %(name)s from the room?"), { name }),
      text: gettext("They can no longer read this room, and everybody here sees that they were removed. You can invite them again."),
      act: gettext("Remove from the room"),
    });
    if (sure) await attempt(() => remove(room.roomId, userId));
  }

  /** @param {Member} member */
  #admin({ userId, isAdmin }) {
    this.unfolded = "";
    return attempt(() => setAdmin(/** @type {Room} */ (this.room).roomId, userId, !isAdmin));
  }

  /** @param {Member} member */
  #acts(member) {
    return html`<div class="member-acts">
      <button @click=${() => this.#admin(member)}>${icon("crown")}${member.isAdmin ? gettext("Take the admin role back") : gettext("Make admin")}</button>
      <button class="danger" @click=${() => this.#remove(member)}>${icon("user-minus")}${gettext("Remove from the room")}</button>
    </div>`;
  }

  /** @param {Member} member */
  #member(member) {
    const { userId, isAdmin } = member;
    const user = store.user(userId);
    const name = user?.name ?? "…";
    const status = store.presence(userId);
    const manages = this.room?.type === "GROUP" && this.room.me.isAdmin && userId !== store.me.userId;
    const open = this.unfolded === userId;
    return html`<li>
      <div class="member">
        <button class="quiet member-main" @click=${() => store.showProfile(userId)}>
          ${avatar(userId, initials(name), { size: "small", status })}
          <span class="member-text"><span><b>${name}</b>
            ${userId === store.me.userId ? html`<span class="chip">${gettext("Me")}</span>` : nothing}
            ${isAdmin ? html`<span class="chip">${gettext("Admin")}</span>` : nothing}</span>
            <small>${postLine(user)}</small><span class="sr">${statusName(status)}</span></span>
        </button>
        ${manages ? html`<button class="quiet icon-only" aria-expanded=${open} aria-label=${interpolate(gettext("Manage %(name)s"), { name })}
          @click=${() => (this.unfolded = open ? "" : userId)}>${icon("more")}</button>` : nothing}
      </div>
      ${manages && open ? this.#acts(member) : nothing}
    </li>`;
  }

  render() {
    const all = this.room?.members;
    if (!all) return html`<p class="skeleton" aria-busy="true">&nbsp;</p>`;
    const found = this.#sorted();
    return html`
      ${all.length > SEARCHABLE ? html`<input type="search" autocomplete="off" aria-label=${gettext("Find a member")} placeholder=${gettext("Find a member")}
        @input=${(/** @type {Event} */ event) => (this.query = /** @type {HTMLInputElement} */ (event.target).value)}>` : nothing}
      <ul class="members">${repeat(found.slice(0, this.shown), (member) => member.userId, (member) => this.#member(member))}</ul>
      ${found.length > this.shown ? html`<button class="quiet" @click=${() => (this.shown += FIRST * 4)}>
        ${interpolate(gettext("Show more (%(n)s)"), { n: found.length - this.shown })}</button>` : nothing}`;
  }
}
customElements.define("room-members", RoomMembers);
