/** Where messages are written: Enter, drafts, replies, edits, mentions, emoji. */
import { html, nothing } from "lit";
import { canEdit, edit } from "../actions.js";
import { limits } from "../boot.js";
import { choose, pasted } from "../choosing.js";
import { draftOf, saveDraft } from "../drafts.js";
import { StoreElement } from "../element.js";
import { gettext, interpolate } from "../i18n.js";
import { enterToSend } from "../ime.js";
import { mentionsIn, unitsIn } from "../mentions.js";
import { quoted, summary } from "../notify.js";
import { outbox } from "../outgoing.js";
import { store } from "../store.js";
import { chosen, sendable } from "../uploading.js";
import { bar, holdBack, sends } from "./composer-bar.js";
import "./composer-files.js";
import { formats, tools } from "./composer-tools.js";
import { lateBar } from "./late-bar.js";
import { MentionList } from "./mention-list.js";

/** @typedef {import("../types").Message} Message */

const TYPING_EVERY = 3000;

export class ChatComposer extends StoreElement {
  static topics = ["compose", "drafts", "draft-adopted", "room", "uploads", "outbox"];
  static properties = { roomId: {}, length: { state: true }, files: { state: true }, reply: { state: true }, editing: { state: true } };

  constructor() {
    super();
    this.roomId = "";
    this.length = 0;
    /** How many chosen files can be sent. */
    this.files = 0;
    /** @type {import("../types").ReplyTo | null} */
    this.reply = null;
    /** @type {Message | null} */
    this.editing = null;
    /** @type {Map<string, string>} */
    this.picked = new Map();
    this.typed = 0;
    /** Departments picked, by "@name". @type {Map<string, string>} */
    this.units = new Map();
    this.mentions = new MentionList(() => this.field, () => this.requestUpdate(), ({ name, id, unit }) => {
      (unit ? this.units : this.picked).set(`@${name}`, id);
      this.changed();
    });
  }

  get field() {
    return /** @type {HTMLTextAreaElement} */ (this.querySelector("textarea"));
  }

  /** @param {string} topic @param {any} detail */
  told(topic, detail) {
    if (topic === "compose") this.#begin(detail);
    else if (topic === "draft-adopted" && detail === this.roomId && !this.editing) this.#adopt();
    else if (topic === "uploads" || topic === "outbox") this.files = this.#sendable().length;
    else if (topic === "drafts" && this.field && !this.field.value) this.#restore();
    else if (topic === "room" && detail === this.roomId) this.requestUpdate();
  }

  firstUpdated() {
    enterToSend(this.field, { send: () => this.send(), sends });
    this.files = this.#sendable().length;
    this.#restore();
    if (!store.route.phone) this.field.focus({ preventScroll: true });
  }

  /** Another device wrote on; what stands here was what it began with. */
  #adopt() {
    this.field.value = "";
    this.reply = null;
    this.#restore();
    this.#measure();
  }

  #restore() {
    const draft = draftOf(this.roomId);
    if (!draft) return;
    this.field.value = draft.text;
    this.reply = draft.replyTo ?? null;
    this.#measure();
  }

  /** @param {{reply?: Message, edit?: Message}} what */
  #begin({ reply, edit: message }) {
    if (message) {
      this.editing = message;
      this.reply = null;
      this.field.value = message.text;
    } else if (reply) {
      if (this.editing) this.#stopEditing();
      const { messageId, senderId, type, text, deletedAt } = reply;
      this.reply = { messageId, senderId: senderId ?? "", type, text: text.slice(0, 100), deletedAt };
      this.#keep();
    }
    this.#measure();
    this.field.focus();
    this.field.setSelectionRange(this.field.value.length, this.field.value.length);
  }

  #stopEditing() {
    this.editing = null;
    this.field.value = "";
    this.#restore();
    this.#measure();
  }

  #sendable() {
    return chosen(this.roomId).filter(sendable);
  }

  #cancelReply() {
    this.reply = null;
    this.#keep();
    this.field.focus();
  }

  send() {
    const text = this.field.value.trim(); // always what stands in the field, never a copy
    if ([...text].length > limits.text) return;
    if (this.editing) return this.#sendEdit(text);
    const files = this.#sendable().map(({ fileId }) => fileId);
    if (!text && !files.length) return;
    if (!files.length && chosen(this.roomId).length) return holdBack();
    const { roomId, mentions, mentionUnits, replyTo } = this.asked();
    outbox.add({ roomId, text, mentions, mentionUnits, replyTo, ...(files.length ? { files } : {}) });
    this.sent();
    store.tell("newest");
  }

  /** Choose when it is sent. @param {Event} event */
  later = async (event) => {
    const anchor = /** @type {Element} */ (event.currentTarget);
    const { sendLater } = await import("../around/later.js");
    sendLater(anchor, this.asked(), () => this.sent());
  };

  /** What would be sent now. */
  asked() {
    const text = this.field.value.trim();
    const mentions = mentionsIn(this.roomId, text, this.picked).slice(0, limits.mentions);
    const mentionUnits = unitsIn(text, this.units);
    return { roomId: this.roomId, text, mentions, mentionUnits, replyTo: this.reply, files: this.files };
  }

  /** It is on its way: the field is free for the next one. */
  sent() {
    this.field.value = "";
    this.reply = null;
    this.picked.clear();
    this.units.clear();
    this.mentions.close();
    this.typed = 0;
    this.#keep();
    this.#measure();
  }

  /** @param {string} text */
  async #sendEdit(text) {
    const message = /** @type {Message} */ (this.editing);
    if (!text || (text !== message.text && !(await edit(message, text)))) return;
    this.#stopEditing();
  }

  changed() {
    this.#measure();
    this.#keep();
    this.mentions.look(this.roomId);
    if (this.field.value.trim() && !this.editing && Date.now() - this.typed > TYPING_EVERY) {
      this.typed = Date.now();
      store.socket?.tell("room.typing", { roomId: this.roomId });
    }
  }

  #keep() {
    if (!this.editing) saveDraft(this.roomId, { text: this.field.value, replyTo: this.reply });
  }

  #measure() {
    const { field } = this;
    this.length = [...field.value.trim()].length;
    if (CSS.supports("field-sizing", "content")) return;
    field.style.setProperty("height", "auto");
    field.style.setProperty("height", `${field.scrollHeight}px`);
  }

  /** @param {ClipboardEvent} event */
  #paste(event) {
    const files = this.editing ? [] : pasted(event);
    if (!files.length) return;
    event.preventDefault();
    choose(this.roomId, files);
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    if (this.mentions.key(event) || formats(this, event) || event.isComposing) return;
    if (event.key === "Escape") this.#escape(event);
    else if (event.key === "ArrowUp" && !event.shiftKey && !event.ctrlKey && !event.altKey && !this.field.value && !this.editing) {
      const mine = store.timeline(this.roomId).messages.findLast((message) =>
        message.senderId === store.me.userId && !message.deletedAt && message.type !== "SYSTEM");
      if (!mine || !canEdit(mine)) return;
      event.preventDefault();
      this.#begin({ edit: mine });
    }
  }

  /** @param {KeyboardEvent} event */
  #escape(event) {
    if (this.editing) this.#stopEditing();
    else if (this.reply) this.#cancelReply();
    else if (store.panel) store.openPanel(null);
    else return;
    event.preventDefault();
  }

  #bar() {
    if (this.editing) return bar("edit", gettext("Editing your message"), summary(this.editing), () => this.#stopEditing());
    if (!this.reply) return nothing;
    const name = store.user(this.reply.senderId)?.name ?? "";
    return bar("reply", interpolate(gettext("Reply to %(name)s"), { name }), summary(quoted(this.reply)), () => this.#cancelReply());
  }

  render() {
    const over = this.length > limits.text;
    const open = this.mentions.found.length > 0;
    return html`
      ${this.mentions.render()}
      <form class="composer" @submit=${(/** @type {Event} */ event) => { event.preventDefault(); this.send(); }}>
        ${this.#bar()}${lateBar(this)}
        <composer-files .roomId=${this.roomId} ?hidden=${Boolean(this.editing)}></composer-files>
        <label class="sr" for="composer-text">${gettext("Message")}</label>
        <textarea id="composer-text" rows="1" enterkeyhint="send" placeholder=${gettext("Write a message")} aria-describedby="composer-hint"
          aria-autocomplete="list" aria-controls=${open ? "mention-list" : nothing}
          aria-activedescendant=${open ? `mention-${this.mentions.chosen}` : nothing} aria-invalid=${over}
          @input=${() => this.changed()} @paste=${this.#paste} @keydown=${this.#keys} @blur=${() => this.mentions.close()}></textarea>
        ${tools(this)}
      </form>`;
  }
}
customElements.define("chat-composer", ChatComposer);
