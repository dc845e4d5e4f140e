/** <file-box>: the photos, files and links of a room or of all my rooms, by months, to be leafed through by keys. */
import { html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { Album } from "../album.js";
import { download } from "../downloads.js";
import { StoreElement } from "../element.js";
import { FileList, byMonth, isLink, keyOf } from "../file-list.js";
import { formatMonth } from "../format.js";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";
import { since } from "../periods.js";
import { store } from "../store.js";
import { fileFilters } from "./file-filters.js";
import { photo, row } from "./file-rows.js";
import { next } from "./roving.js";

/** @typedef {import("../types").Attachment} Attachment @typedef {import("../file-list.js").Item} Item */
/** @typedef {"image" | "file" | "link"} Kind */

/** @type {Kind[]} */
const KINDS = ["image", "file", "link"];
const NAMES = { image: () => gettext("Photos"), file: () => gettext("Files"), link: () => gettext("Links") };
const EMPTY = {
  image: () => gettext("No photo has been sent yet."), file: () => gettext("No file has been sent yet."), link: () => gettext("No link has been sent yet."),
};
/** How far before its end the list asks for more. */
const NEAR = "600px";

class FileBox extends StoreElement {
  static topics = ["people", "file", "incoming", "timeline", "room", "gone"];
  static properties = { roomId: {}, kind: { state: true }, filter: { state: true }, active: { state: true } };

  constructor() {
    super();
    /** Empty: all my rooms. */
    this.roomId = "";
    /** @type {Kind} */
    this.kind = "image";
    this.filter = { senderId: "", period: "", from: "", to: "" };
    /** The item with the tab stop. */
    this.active = "";
    this.list = new FileList(() => this.requestUpdate());
    this.end = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && this.list.more(), { rootMargin: NEAR });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.end.disconnect();
  }

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    if (!["roomId", "kind", "filter"].some((name) => changed.has(name))) return;
    const { senderId, period, from, to } = this.filter;
    const dates = period === "own" ? { from, to } : { from: since(period), to: "" };
    this.active = "";
    this.list.ask({ roomId: this.roomId, kind: this.kind, senderId, ...dates });
  }

  /** What had the focus gave way to this box: its tabs have it now. */
  firstUpdated() {
    if (!this.roomId && document.activeElement === document.body) this.#chosenTab()?.focus();
  }

  updated() {
    this.end.disconnect();
    const more = this.querySelector(".file-more");
    if (more) this.end.observe(more);
  }

  /** @param {string} topic @param {any} detail */
  told(topic, detail) {
    if (topic === "file") this.list.patch(detail.attachmentId, detail);
    else if (topic === "incoming") this.#came(detail);
    else if (topic === "gone") this.list.keep((item) => item.roomId !== detail);
    else if (topic === "timeline") this.list.keep((item) => !store.timeline(item.roomId).get(item.messageId ?? 0)?.deletedAt);
    this.requestUpdate();
  }

  /** @param {import("../types").Message} message */
  #came(message) {
    const here = !this.roomId || message.roomId === this.roomId;
    if (here && (message.attachments?.length || message.links?.length)) this.list.refresh();
  }

  get #items() {
    return this.list.items;
  }

  /** @param {Item} item */
  #open(item) {
    if (isLink(item)) return;
    const files = () => /** @type {Attachment[]} */ (this.#items.filter((one) => !isLink(one)));
    const album = new Album(files(), item, async () => {
      await this.list.more();
      if (this.list.done) album.end();
      return files();
    });
    if (this.list.done) album.end();
    const detail = { attachment: item, album };
    this.dispatchEvent(new CustomEvent("open-attachment", { detail, bubbles: true }));
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const all = /** @type {HTMLElement[]} */ ([...this.querySelectorAll("[data-key]")]);
    const target = next(all, /** @type {HTMLElement} */ (event.target).closest("li")?.querySelector("[data-key]") ?? null, event.code);
    if (!target) return;
    event.preventDefault();
    this.active = target.dataset.key ?? "";
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  #tabKeys(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.code];
    if (!by) return;
    this.kind = KINDS[(KINDS.indexOf(this.kind) + by + KINDS.length) % KINDS.length];
    this.updateComplete.then(() => this.#chosenTab()?.focus());
  }

  #chosenTab() {
    return /** @type {HTMLElement | null} */ (this.querySelector("[role=tab][aria-selected=true]"));
  }

  #head() {
    if (this.roomId) {
      return html`<header class="panel-head file-head">
        <button class="quiet icon-only" aria-label=${gettext("Room information")} title=${gettext("Room information")} @click=${() => store.openPanel("room-info")}>${icon("back")}</button>
        <h2>${gettext("Files and photos")}</h2>
        <button class="quiet icon-only" aria-label=${gettext("Close")} @click=${() => store.openPanel(null)}>${icon("close")}</button></header>`;
    }
    return html`<header class="bar">
      <button class="quiet icon-only bar-back" aria-label=${gettext("Back to the list")} @click=${() => store.openRoom(null)}>${icon("back")}</button>
      <div class="bar-text"><h2>${gettext("Files and photos")}</h2><p>${gettext("Of all your conversations")}</p></div></header>`;
  }

  #tabs() {
    return html`<div class="tabs" role="tablist" aria-label=${gettext("What to show")} @keydown=${this.#tabKeys}>${KINDS.map((kind) => html`
      <button role="tab" id="files-${kind}" aria-selected=${kind === this.kind} aria-controls="files-found" tabindex=${kind === this.kind ? 0 : -1}
        @click=${() => (this.kind = kind)}>${NAMES[kind]()}</button>`)}</div>`;
  }

  /** @param {Item} item */
  #item(item) {
    const first = this.#items[0];
    const key = keyOf(item);
    const act = {
      active: this.active ? key === this.active : item === first, everywhere: !this.roomId,
      open: () => this.#open(item), take: () => !isLink(item) && download(item),
    };
    return this.kind === "image" ? photo(item, act) : row(item, act);
  }

  /** @param {[string, Item[]]} month */
  #month([name, items]) {
    return html`<section class="month"><h3>${name}</h3>
      <ul class=${this.kind === "image" ? "photos" : "file-rows"}>${repeat(items, keyOf, (item) => this.#item(item))}</ul></section>`;
  }

  #found() {
    const { busy, failed, done } = this.list;
    const filtered = Object.values(this.filter).some(Boolean);
    if (!this.#items.length && done) {
      return html`<div class="empty"><p>${filtered ? gettext("Nothing matches.") : EMPTY[this.kind]()}</p>
        ${filtered ? html`<button @click=${() => (this.filter = { senderId: "", period: "", from: "", to: "" })}>${gettext("Show everything")}</button>` : nothing}</div>`;
    }
    return html`${repeat(byMonth(this.#items, formatMonth), ([name]) => name, (month) => this.#month(month))}
      ${failed ? html`<div class="empty" role="alert"><p>${gettext("The files could not be loaded.")}</p>
        <button @click=${() => this.list.more()}>${gettext("Try again")}</button></div>` : nothing}
      ${busy && !this.#items.length ? this.#skeleton() : nothing}
      ${!done && !failed ? html`<p class="file-more" aria-hidden="true"></p>` : nothing}`;
  }

  #skeleton() {
    return html`<div class=${this.kind === "image" ? "photos" : "file-rows"} aria-busy="true">${Array.from({ length: 6 }, () => html`<span class="skeleton"></span>`)}</div>`;
  }

  render() {
    return html`${this.#head()}
      <div class="file-tools">${this.#tabs()}${fileFilters(this.roomId, this.filter, (change) => (this.filter = { ...this.filter, ...change }))}</div>
      <div id="files-found" class="file-found" role="tabpanel" aria-labelledby="files-${this.kind}" @keydown=${this.#keys}>${this.#found()}</div>`;
  }
}
customElements.define("file-box", FileBox);
