/** <room-info>: what the open room is, who is in it, and what I may change. */
import { html, nothing } from "lit";
import { attempt, togglePin } from "../actions.js";
import { StoreElement } from "../element.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { summary } from "../notify.js";
import { change, changeMine, destroy, leave } from "../room-acts.js";
import { store } from "../store.js";
import { avatar, initials } from "./avatar.js";
import { confirmed } from "./confirm-dialog.js";
import { notiLevel } from "./noti-level.js";
import "./room-files.js";
import "./room-members.js";

/** @typedef {import("../types").Room} Room */

const NAME = 80;

class RoomInfo extends StoreElement {
  static topics = ["room", "rooms", "people", "presence", "pins", "route"];
  static properties = { renaming: { state: true } };

  constructor() {
    super();
    this.renaming = false;
  }

  connectedCallback() {
    super.connectedCallback();
    const room = store.currentRoom;
    if (room && !room.members) store.directory.load(room.roomId).catch(() => {});
  }

  /** @param {SubmitEvent} event @param {Room} room */
  async #rename(event, room) {
    event.preventDefault();
    const name = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("name")).trim();
    if (!name || name === room.name) this.renaming = false;
    else if (await attempt(() => change(room.roomId, { name }))) this.renaming = false;
  }

  async #startRenaming() {
    this.renaming = true;
    await this.updateComplete;
    const field = /** @type {HTMLInputElement | null} */ (this.querySelector("[name=name]"));
    field?.focus();
    field?.select();
  }

  /** @param {KeyboardEvent} event */
  #escape(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    this.renaming = false;
  }

  /** @param {Room} room */
  #head(room) {
    const title = store.directory.title(room);
    const peer = store.directory.peer(room);
    const group = room.type === "GROUP";
    const text = group ? ([...title][0] ?? "") : initials(title);
    const name = this.renaming
      ? html`<form class="rename" @submit=${(/** @type {SubmitEvent} */ event) => this.#rename(event, room)} @keydown=${this.#escape}>
          <input name="name" aria-label=${gettext("Name of the room")} maxlength=${NAME} autocomplete="off" .value=${room.name}>
          <button class="primary icon-only" aria-label=${gettext("Save")}>${icon("check")}</button>
          <button type="button" class="icon-only" aria-label=${gettext("Cancel")} @click=${() => (this.renaming = false)}>${icon("close")}</button>
        </form>`
      : html`<p class="info-name"><b>${title}</b>${group && room.me.isAdmin ? html`<button class="quiet icon-only"
          aria-label=${gettext("Rename the room")} @click=${this.#startRenaming}>${icon("edit")}</button>` : nothing}</p>`;
    return html`<div class="info-head">${avatar(peer ?? room.roomId, text, { size: "large", status: peer ? store.presence(peer) : undefined })}${name}</div>`;
  }

  /** @param {string} symbol @param {string} label @param {boolean} on @param {() => Promise<unknown>} toggle */
  #switch(symbol, label, on, toggle) {
    return html`<button class="quiet switch" role="switch" aria-checked=${on} @click=${() => attempt(toggle)}>
      ${icon(symbol)}<span>${label}</span><i class="knob" aria-hidden="true"></i></button>`;
  }

  /** @param {Room} room */
  #mine(room) {
    const { pinned } = room.me;
    return html`<section class="info-section" aria-label=${gettext("My settings for this room")}>
      ${notiLevel(room)}
      ${this.#switch("pin", gettext("Keep at the top of my list"), pinned, () => changeMine(room.roomId, { pinned: !pinned }))}
    </section>`;
  }

  /** @param {Room} room */
  #pins(room) {
    const pins = store.pins(room.roomId);
    if (!pins.length) return nothing;
    return html`<section class="info-section"><h3>${gettext("Notices")} <small>${pins.length}</small></h3>
      <ul class="info-pins">${pins.map(({ message }) => html`<li>
        <button class="quiet info-pin" @click=${() => store.jumpTo(message.messageId)}>${summary(message)}
          <small>${store.user(message.senderId)?.name ?? ""}</small></button>
        <button class="quiet icon-only" aria-label=${gettext("Take the notice down")} @click=${() => togglePin({ ...message, pinned: true })}>${icon("unpin")}</button>
      </li>`)}</ul></section>`;
  }

  /** @param {Room} room */
  #members(room) {
    return html`<section class="info-section"><div class="info-title"><h3>${gettext("Members")} <small>${room.memberCount}</small></h3>
      ${room.type === "GROUP" && room.me.isAdmin ? html`<button class="quiet small"
        @click=${() => store.openDialog("new-room-dialog", { "room-id": room.roomId })}>${icon("user-plus")}${gettext("Invite")}</button>` : nothing}</div>
      <room-members .room=${room}></room-members></section>`;
  }

  /** @param {Room} room */
  #history(room) {
    if (room.type !== "GROUP") return nothing;
    const open = room.historyVisibility === "ALL";
    if (room.me.isAdmin) {
      return html`<section class="info-section"><h3>${gettext("Earlier messages")}</h3>
        ${this.#switch("history", gettext("Newcomers can read what came before"), open, () => change(room.roomId, { historyVisibility: open ? "JOINED" : "ALL" }))}</section>`;
    }
    return html`<p class="info-section small">${open ? gettext("Newcomers can read everything that was written here before.")
      : gettext("Newcomers see what is written from their joining on.")}</p>`;
  }

  /** @param {Room} room */
  async #leave(room) {
    const dm = room.type === "DM";
    const sure = await confirmed({
      title: dm ? gettext("Hide this conversation?") : interpolate(gettext("Leave “%(name)s”?"), { name: store.directory.title(room) }),
      text: dm
        ? gettext("It disappears from your list and comes back with the next message. Nothing is deleted, and the other person is not told.")
        : gettext("Everybody here will read that you have left. You can no longer read what was written here; to come back you need an invitation."),
      act: dm ? gettext("Hide") : gettext("Leave"),
    });
    if (sure) await attempt(() => leave(room.roomId));
  }

  /** @param {Room} room */
  async #destroy(room) {
    const sure = await confirmed({
      title: interpolate(gettext("Delete “%(name)s” for everybody?"), { name: store.directory.title(room) }),
      text: gettext("The room disappears for all members, with everything written in it. This cannot be undone."),
      act: gettext("Delete for everybody"),
    });
    if (sure) await attempt(() => destroy(room.roomId));
  }

  /** @param {Room} room */
  #goodbye(room) {
    const dm = room.type === "DM";
    return html`<section class="info-section info-end" aria-label=${gettext("Leaving")}>
      <button class="quiet" @click=${() => this.#leave(room)}>${icon("leave")}${dm ? gettext("Hide the conversation") : gettext("Leave the room")}</button>
      ${!dm && room.me.isAdmin ? html`<button class="quiet danger" @click=${() => this.#destroy(room)}>${icon("trash")}${gettext("Delete the room")}</button>` : nothing}
    </section>`;
  }

  render() {
    const room = store.currentRoom;
    if (!room) return nothing;
    return html`
      <header class="panel-head"><h2>${gettext("Room information")}</h2>
        <button class="quiet icon-only" aria-label=${gettext("Close")} @click=${() => store.openPanel(null)}>${icon("close")}</button></header>
      <div class="panel-body">
        ${this.#head(room)}${this.#mine(room)}${this.#pins(room)}<room-files .roomId=${room.roomId}></room-files>${this.#members(room)}${this.#history(room)}${this.#goodbye(room)}
      </div>`;
  }
}
customElements.define("room-info", RoomInfo);
