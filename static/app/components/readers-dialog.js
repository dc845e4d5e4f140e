/** Who has read a message, and who has not yet. */
import { html, nothing } from "lit";
import { attempt } from "../actions.js";
import { api } from "../api.js";
import { StoreElement } from "../element.js";
import { compareNames } from "../format.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { reminded } from "../notices/words.js";
import { store } from "../store.js";
import { avatar, initials } from "./avatar.js";

export class ReadersDialog extends StoreElement {
  static topics = ["people", "presence"];
  static properties = { messageId: { attribute: "message-id" }, readers: { state: true }, side: { state: true }, busy: { state: true }, said: { state: true } };

  constructor() {
    super();
    this.messageId = "";
    this.side = "unread";
    this.busy = false;
    /** What the reminder came to, or why there was none. */
    this.said = "";
    /** @type {{read: string[], unread: string[]} | null} */
    this.readers = null;
  }

  async firstUpdated() {
    const dialog = /** @type {HTMLDialogElement} */ (this.querySelector("dialog"));
    dialog.showModal();
    const there = await attempt(async () => {
      this.readers = await api.get(`/messages/${this.messageId}/readers`);
    });
    if (!there) dialog.close();
    else if (!this.readers?.unread.length) this.side = "read";
  }

  /** Whether I may remind those who have not read it: my message, or my room. */
  get #mayRemind() {
    const room = store.currentRoom;
    const message = room && store.timeline(room.roomId).get(Number(this.messageId));
    return Boolean(message && !message.deletedAt && message.type !== "SYSTEM" && (message.senderId === store.me.userId || room.me.isAdmin));
  }

  async #remind() {
    this.busy = true;
    try {
      this.said = reminded(await api.post(`/messages/${this.messageId}/remind`));
    } catch (error) {
      const { code, wait, message } = /** @type {import("../api.js").ApiError} */ (error);
      const minutes = Math.max(1, Math.ceil(wait / 60_000));
      this.said = code === "RATE_LIMITED" ? interpolate(gettext("They were reminded just now. The next reminder is possible in %(n)s min."), { n: minutes })
        : message || gettext("The server cannot be reached. Please try again.");
      this.busy = false;
    }
  }

  #reminder() {
    if (this.side !== "unread" || !this.readers?.unread.length || !this.#mayRemind) return nothing;
    return html`<footer class="readers-remind"><p role="status">${this.said || gettext("Only those who have not read it are notified.")}</p>
      <button ?disabled=${this.busy} @click=${this.#remind}>${icon("bell")}${interpolate(gettext("Remind them (%(n)s)"), { n: this.readers.unread.length })}</button></footer>`;
  }

  /** @param {"read" | "unread"} side @param {string} name */
  #tab(side, name) {
    return html`<button role="tab" id="readers-${side}" aria-selected=${side === this.side} aria-controls="readers-list"
      tabindex=${side === this.side ? 0 : -1} @click=${() => { this.side = side; }}>${name}</button>`;
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    this.side = this.side === "read" ? "unread" : "read";
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector("[aria-selected=true]"))?.focus());
  }

  /** @param {string} id */
  #person(id) {
    const user = store.user(id);
    const detail = [user?.title, user?.units?.[0]?.name].filter(Boolean).join(" · ");
    return html`<li class="person-row">${avatar(id, initials(user?.name ?? ""), { size: "small", status: store.presence(id) })}
      <span><b>${user?.name ?? ""}</b> <small>${detail}</small></span></li>`;
  }

  render() {
    const name = (/** @type {string} */ id) => store.user(id)?.name ?? "";
    const ids = this.side === "read" ? this.readers?.read : this.readers?.unread;
    const sorted = [...(ids ?? [])].sort((a, b) => compareNames(name(a), name(b)));
    const count = (/** @type {"read" | "unread"} */ side) => ({ n: this.readers?.[side].length ?? "" });
    return html`<dialog class="readers" aria-labelledby="readers-title" @close=${() => this.remove()}>
      <div class="dialog-head"><h2 id="readers-title">${gettext("Who has read this")}</h2>
        <form method="dialog"><button class="quiet icon-only" aria-label=${gettext("Close")}>${icon("close")}</button></form></div>
      <div class="dialog-body">
        <div class="tabs" role="tablist" @keydown=${this.#keys}>
          ${this.#tab("unread", interpolate(gettext("Not read %(n)s"), count("unread")))}
          ${this.#tab("read", interpolate(gettext("Read %(n)s"), count("read")))}</div>
        <ul id="readers-list" class="person-rows" role="tabpanel" aria-labelledby="readers-${this.side}" tabindex="0">
          ${sorted.map((id) => this.#person(id))}</ul>
        ${this.readers && !sorted.length ? html`<p class="small">${gettext("Nobody.")}</p>` : nothing}
        ${this.#reminder()}
      </div></dialog>`;
  }
}
customElements.define("readers-dialog", ReadersDialog);
