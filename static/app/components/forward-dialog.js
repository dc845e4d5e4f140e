/** <forward-dialog message-id room-id>: pass a message on to rooms and people, with a word of one's own if one likes. */
import { html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { api } from "../api.js";
import { limits } from "../boot.js";
import { Finder } from "../finder.js";
import { matches } from "../hangul.js";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { icon } from "../icon.js";
import { uuid } from "../ids.js";
import { meantHangul } from "../layout.js";
import { summary } from "../notify.js";
import { postLine } from "../org.js";
import { directRoom } from "../room-acts.js";
import { store } from "../store.js";
import { avatar, initials } from "./avatar.js";
import { DialogElement } from "./dialog.js";

/** @typedef {{id: string, name: string, person: boolean}} Target a room, or somebody with whom there is none yet */

const SHOWN = 30;

class ForwardDialog extends DialogElement {
  static properties = { messageId: { attribute: "message-id", type: Number }, roomId: { attribute: "room-id" }, query: { state: true }, busy: { state: true } };

  #finder = new Finder(() => this.requestUpdate());
  /** The same request however often it is tried. */
  #request = uuid();

  constructor() {
    super();
    this.messageId = 0;
    this.roomId = "";
    this.query = "";
    this.busy = false;
    /** @type {Map<string, Target>} */
    this.chosen = new Map();
  }

  heading() {
    return gettext("Forward");
  }

  get #message() {
    return store.timeline(this.roomId).messages.find(({ messageId }) => messageId === this.messageId);
  }

  /** @param {Target} target @param {boolean} wanted */
  #choose(target, wanted) {
    if (wanted) this.chosen.set(target.id, target);
    else this.chosen.delete(target.id);
    this.#request = uuid();
    this.requestUpdate();
  }

  /** @param {Event} event */
  #search(event) {
    this.query = /** @type {HTMLInputElement} */ (event.target).value.trim();
    this.#finder.ask(this.query);
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    if (event.isComposing || event.key !== "Enter") return;
    event.preventDefault();
    /** @type {HTMLInputElement | null} */ (this.querySelector(".picks input:not(:checked):not(:disabled)"))?.click();
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    if (!this.chosen.size || this.busy) return;
    const comment = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("comment") ?? "").trim();
    this.busy = true;
    const done = await this.attempt(() => this.#send(comment));
    this.busy = false;
    if (!done) return;
    const [first] = this.chosen.values();
    const n = this.chosen.size;
    this.close();
    store.toast(n === 1 ? interpolate(gettext("Forwarded to “%(name)s”."), { name: first.name })
      : interpolate(ngettext("Forwarded to %(n)s conversation.", "Forwarded to %(n)s conversations.", n), { n }));
  }

  /** @param {string} comment */
  async #send(comment) {
    /** @type {string[]} */
    const roomIds = [];
    for (const { id, person } of this.chosen.values()) roomIds.push(person ? await directRoom(id) : id);
    await api.post(`/messages/${this.messageId}/forward`, { clientMsgId: this.#request, roomIds, comment });
  }

  #rooms() {
    const { query } = this;
    const meant = query && meantHangul(query);
    const fits = (/** @type {string} */ title) => !query || matches(query, title) || Boolean(meant && matches(meant, title));
    return store.rooms().filter((room) => fits(store.directory.title(room))).slice(0, SHOWN);
  }

  /** People with whom I have no conversation yet. */
  #people() {
    if (!this.query) return [];
    const known = new Set(store.rooms().map((room) => store.directory.peer(room)));
    return (this.#finder.found ?? []).filter(({ userId }) => userId !== store.me.userId && !known.has(userId)).slice(0, SHOWN);
  }

  /** @param {Target} target @param {unknown} face @param {string} line */
  #target(target, face, line) {
    const full = this.chosen.size >= limits.forwardRooms && !this.chosen.has(target.id);
    return html`<li><label class="pick">
      <input type="checkbox" .checked=${this.chosen.has(target.id)} ?disabled=${full}
        @change=${(/** @type {Event} */ event) => this.#choose(target, /** @type {HTMLInputElement} */ (event.target).checked)}>
      ${face}<span class="pick-text"><b>${target.name}</b><small>${line}</small></span></label></li>`;
  }

  #targets() {
    const rooms = this.#rooms();
    const people = this.#people();
    if (!rooms.length && !people.length) return html`<p class="empty">${interpolate(gettext("Nothing found for “%(query)s”."), { query: this.query })}</p>`;
    return html`<ul>
      ${repeat(rooms, ({ roomId }) => roomId, (room) => {
        const name = store.directory.title(room);
        const peer = store.directory.peer(room);
        const line = peer ? postLine(store.user(peer))
          : room.type === "DM" ? gettext("Only you see this.") : interpolate(ngettext("%(n)s person", "%(n)s people", room.memberCount), { n: room.memberCount });
        const face = avatar(peer ?? room.roomId, room.type === "DM" ? initials(name) : [...name][0] ?? "", { size: "small" });
        return this.#target({ id: room.roomId, name, person: false }, face, line);
      })}
      ${repeat(people, ({ userId }) => userId, (user) => this.#target({ id: user.userId, name: user.name, person: true },
        avatar(user.userId, initials(user.name), { size: "small", photo: user.photoUrl }), postLine(user)))}</ul>`;
  }

  #preview() {
    const message = this.#message;
    if (!message) return nothing;
    return html`<blockquote class="forward-preview"><b>${store.user(message.senderId)?.name ?? ""}</b><span>${summary(message)}</span></blockquote>`;
  }

  #chips() {
    if (!this.chosen.size) return nothing;
    return html`<ul class="chips" aria-label=${gettext("Forward to")}>${repeat([...this.chosen.values()], ({ id }) => id,
      (one) => html`<li class="chip">${one.name}<button type="button" class="quiet chip-remove" aria-label=${interpolate(gettext("Remove %(name)s"), { name: one.name })}
        @click=${() => this.#choose(one, false)}>${icon("close")}</button></li>`)}</ul>`;
  }

  content() {
    const n = this.chosen.size;
    return html`<form class="dialog-form" @submit=${this.#submit}>
      <div class="dialog-body forward-body">
        ${this.#preview()}${this.#chips()}
        <input type="search" data-first autocomplete="off" spellcheck="false" aria-label=${gettext("Find conversations and people")}
          placeholder=${gettext("Name, or initials like ㅂㅅㅈ")} @input=${this.#search} @keydown=${this.#keys}>
        <div class="picks" tabindex="-1">${this.#targets()}</div>
        <div class="field"><label for="forward-comment">${gettext("Add a message (optional)")}</label>
          <textarea id="forward-comment" name="comment" rows="2" maxlength=${limits.text}></textarea></div>
      </div>
      <footer class="dialog-foot">
        <p class="sr" role="status">${n ? interpolate(ngettext("%(n)s chosen", "%(n)s chosen", n), { n }) : nothing}</p>
        <button type="button" @click=${this.close}>${gettext("Cancel")}</button>
        <button class="primary" ?disabled=${!n || this.busy}>${n > 1 ? interpolate(gettext("Forward (%(n)s)"), { n }) : gettext("Forward")}</button>
      </footer>
    </form>`;
  }
}
customElements.define("forward-dialog", ForwardDialog);
