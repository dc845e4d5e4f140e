/** People under the rooms that a search finds: asked of the server, a moment after the last key. */
import { html, nothing } from "lit";
import { attempt } from "../actions.js";
import { api } from "../api.js";
import { meantHangul } from "../hangul.js";
import { gettext, interpolate } from "../i18n.js";
import { store } from "../store.js";
import { avatar, initials } from "./avatar.js";

/** @typedef {import("../types").User} User */

const PAUSE = 250;
const MOST = 20;

/** Open my direct message with somebody, the one there is or a new one. @param {string} userId */
export const talkTo = (userId) => attempt(async () => {
  const room = await api.post("/rooms", { type: "DM", memberIds: [userId] });
  store.directory.put(room);
  store.openRoom(room.roomId);
});

export class PeopleSearch {
  /** @type {User[]} */
  #found = [];
  #query = "";
  #busy = false;
  #timer = 0;
  #changed;

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed;
  }

  /** @param {string} query */
  search(query) {
    clearTimeout(this.#timer);
    this.#query = query;
    this.#found = query ? this.#found : [];
    this.#busy = Boolean(query);
    if (query) this.#timer = window.setTimeout(() => this.#fetch(query), PAUSE);
  }

  /** @param {string} query */
  async #fetch(query) {
    const { results } = await api.get(`/users?query=${encodeURIComponent(query)}&limit=${MOST}`).catch(() => ({ results: [] }));
    if (query !== this.#query) return;
    this.#found = results;
    this.#busy = false;
    store.people.put(results);
    this.#changed();
  }

  /** @param {(query: string) => void} again search for something else @param {number} others what else was found */
  render(again, others) {
    const meant = meantHangul(this.#query);
    const none = !this.#busy && !this.#found.length && !others;
    return html`
      ${this.#found.length ? html`<h2 class="rooms-title">${gettext("People")}</h2>
        <ul>${this.#found.map((user) => this.#person(user))}</ul>` : nothing}
      ${none ? html`<div class="empty"><p>${interpolate(gettext("Nothing found for “%(query)s”."), { query: this.#query })}</p>
        ${meant ? html`<button @click=${() => again(meant)}>${interpolate(gettext("Search for “%(query)s”"), { query: meant })}</button>` : nothing}</div>` : nothing}`;
  }

  /** @param {User} user */
  #person(user) {
    const unit = user.units.find(({ isPrimary }) => isPrimary) ?? user.units[0];
    return html`<li><button class="room person" @click=${() => talkTo(user.userId)}>
      ${avatar(user.userId, initials(user.name), { status: store.presence(user.userId) })}
      <span class="room-text"><span class="room-name"><b>${user.name}</b> <small>${user.title}</small></span>
        <span class="room-last">${unit?.name ?? user.loginId}</span></span></button></li>`;
  }
}
