/**
 * <new-room-dialog>: choose people; one makes a direct message (the one there is, if there is one), more a group.
 * With `room-id` it invites people to that room instead.
 */
import { html, nothing } from "lit";
import { gettext, interpolate } from "../i18n.js";
import { directRoom, groupRoom, invite } from "../room-acts.js";
import { store } from "../store.js";
import { DialogElement } from "./dialog.js";
import "./person-picker.js";

const NAME = 80;

class NewRoomDialog extends DialogElement {
  static properties = { roomId: { attribute: "room-id" }, count: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.roomId = "";
    this.count = 0;
    this.busy = false;
    /** @type {Set<string>} */
    this.inside = new Set();
  }

  connectedCallback() {
    super.connectedCallback();
    const members = store.room(this.roomId)?.members ?? [];
    this.inside = new Set(members.map((member) => member.userId));
  }

  heading() {
    return this.roomId ? gettext("Invite people") : gettext("New conversation");
  }

  get #chosen() {
    const picker = /** @type {import("./person-picker.js").PersonPicker | null} */ (this.querySelector("person-picker"));
    return [...(picker?.chosen.keys() ?? [])];
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault();
    const ids = this.#chosen;
    if (!ids.length || this.busy) return;
    this.busy = true;
    const done = await this.attempt(() => (this.roomId ? this.#invite(ids) : this.#make(ids, /** @type {HTMLFormElement} */ (event.target))));
    this.busy = false;
    if (done) this.close();
  }

  /** @param {string[]} ids */
  async #invite(ids) {
    await invite(this.roomId, ids);
  }

  /** @param {string[]} ids @param {HTMLFormElement} form */
  async #make(ids, form) {
    const fields = new FormData(form);
    const name = String(fields.get("name") ?? "").trim();
    const room = ids.length === 1 && !name
      ? await directRoom(ids[0])
      : await groupRoom({ name, memberIds: ids, open: fields.has("open") });
    store.openRoom(room);
  }

  #group() {
    if (this.roomId || this.count < 2) return nothing;
    return html`
      <div class="field"><label for="room-name">${gettext("Name of the room")}</label>
        <input id="room-name" name="name" maxlength=${NAME} autocomplete="off" placeholder=${gettext("Without one, the members' names")}></div>
      <label class="check"><input type="checkbox" name="open">${gettext("People invited later can read what was written before")}</label>`;
  }

  #history() {
    const room = store.room(this.roomId);
    if (!room) return nothing;
    const text = room.historyVisibility === "ALL"
      ? gettext("They will be able to read everything that was written here before.")
      : gettext("They will see what is written from now on.");
    return html`<p class="small">${text}</p>`;
  }

  get #act() {
    if (this.roomId) return interpolate(gettext("Invite (%(n)s)"), { n: this.count });
    return this.count > 1 ? interpolate(gettext("Make a room (%(n)s)"), { n: this.count + 1 }) : gettext("Start the conversation");
  }

  content() {
    return html`<form class="dialog-form" @submit=${this.#submit}>
      <div class="dialog-body">
        <person-picker .inside=${this.inside} @change=${() => (this.count = this.#chosen.length)}></person-picker>
        ${this.#group()}${this.#history()}
      </div>
      <footer class="dialog-foot">
        <button type="button" @click=${this.close}>${gettext("Cancel")}</button>
        <button class="primary" ?disabled=${!this.count || this.busy}>${this.#act}</button>
      </footer>
    </form>`;
  }
}
customElements.define("new-room-dialog", NewRoomDialog);
