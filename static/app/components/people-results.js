/** People under the rooms that a search finds: asked of the server, a moment after the last key. */
import { html, nothing } from "lit";
import { attempt } from "../actions.js";
import { StoreElement } from "../element.js";
import { Finder } from "../finder.js";
import { gettext, interpolate } from "../i18n.js";
import { directRoom } from "../room-acts.js";
import { store } from "../store.js";
import { avatar, initials } from "./avatar.js";

/** @typedef {import("../types").User} User */

export class PeopleResults extends StoreElement {
  static topics = ["presence"];
  static properties = { query: {}, others: { type: Number } };

  constructor() {
    super();
    this.query = "";
    /** What else was found: then finding nobody needs no words. */
    this.others = 0;
    this.finder = new Finder(() => this.requestUpdate());
  }

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    if (changed.has("query")) this.finder.ask(this.query);
  }

  /** @param {string} userId */
  #talkTo(userId) {
    return attempt(async () => {
      const roomId = await directRoom(userId);
      this.dispatchEvent(new CustomEvent("chosen"));
      store.openRoom(roomId);
    });
  }

  render() {
    const { found, meant, failed } = this.finder;
    if (found?.length) {
      return html`<h2 class="rooms-title">${gettext("People")}</h2><ul>${found.map((user) => this.#person(user))}</ul>`;
    }
    if (failed) return html`<p class="empty">${gettext("The server cannot be reached. Please try again.")}</p>`;
    if (!found || this.others) return nothing;
    return html`<div class="empty"><p>${interpolate(gettext("Nothing found for “%(query)s”."), { query: this.query })}</p>
      ${meant ? html`<button @click=${() => this.dispatchEvent(new CustomEvent("again", { detail: meant }))}>
        ${interpolate(gettext("Search for “%(query)s”"), { query: meant })}</button>` : nothing}</div>`;
  }

  /** @param {User} user */
  #person(user) {
    const unit = user.units.find(({ isPrimary }) => isPrimary) ?? user.units[0];
    return html`<li><button class="room person" @click=${() => this.#talkTo(user.userId)}>
      ${avatar(user.userId, initials(user.name), { status: store.presence(user.userId), photo: user.photoUrl })}
      <span class="room-text"><span class="room-name"><b>${user.name}</b> <small>${user.title}</small></span>
        <span class="room-last">${unit?.name ?? user.loginId}</span></span></button></li>`;
  }
}
customElements.define("people-results", PeopleResults);
