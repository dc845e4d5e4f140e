/** <room-files>: the latest photos and files of a room, in its panel. */
import { html, nothing } from "lit";
import { StoreElement } from "../element.js";
import { FileList } from "../file-list.js";
import { formatSize, iconOf, scanText } from "../file-kinds.js";
import { formatRecent } from "../format.js";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";
import { store } from "../store.js";

/** @typedef {import("../types").Attachment} Attachment */

const PHOTOS = 6;
const FILES = 3;

class RoomFiles extends StoreElement {
  static topics = ["people", "file", "incoming", "timeline"];
  static properties = { roomId: {} };

  constructor() {
    super();
    this.roomId = "";
    this.photos = new FileList(() => this.requestUpdate(), PHOTOS);
    this.files = new FileList(() => this.requestUpdate(), FILES);
  }

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    if (!changed.has("roomId")) return;
    const all = { roomId: this.roomId, senderId: "", from: "", to: "" };
    this.photos.ask({ ...all, kind: "image" });
    this.files.ask({ ...all, kind: "file" });
  }

  /** @param {string} topic @param {any} detail */
  told(topic, detail) {
    for (const list of [this.photos, this.files]) {
      if (topic === "file") list.patch(detail.attachmentId, detail);
      if (topic === "incoming" && detail.roomId === this.roomId && detail.attachments?.length) list.refresh();
      if (topic === "timeline") list.keep((item) => !store.timeline(item.roomId).get(item.messageId ?? 0)?.deletedAt);
    }
    this.requestUpdate();
  }

  /** @param {Attachment} attachment */
  #open(attachment) {
    this.dispatchEvent(new CustomEvent("open-attachment", { detail: { attachment }, bubbles: true }));
  }

  /** @param {Attachment} file */
  #photo(file) {
    return html`<li><button class="photo" aria-label=${file.filename} title=${file.filename} @click=${() => this.#open(file)}>
      ${file.thumbnailUrl ? html`<img src=${file.thumbnailUrl} alt="" loading="lazy">` : html`<span class="photo-icon">${icon("file-image")}</span>`}</button></li>`;
  }

  /** @param {Attachment} file */
  #file(file) {
    const about = [formatSize(file.size), formatRecent(file.createdAt), store.user(file.uploaderId)?.name].filter(Boolean).join(" · ");
    return html`<li><button class="quiet info-file" @click=${() => this.#open(file)}>${icon(iconOf(file))}
      <span><b>${file.filename}</b><small>${scanText(file) || about}</small></span></button></li>`;
  }

  render() {
    const photos = /** @type {Attachment[]} */ (this.photos.items.slice(0, PHOTOS));
    const files = /** @type {Attachment[]} */ (this.files.items.slice(0, FILES));
    return html`<section class="info-section"><div class="info-title"><h3>${gettext("Files and photos")}</h3>
        <button class="quiet small" @click=${() => store.openPanel("room-files")}>${gettext("Show all")}</button></div>
      ${photos.length ? html`<ul class="photos info-photos">${photos.map((file) => this.#photo(file))}</ul>` : nothing}
      ${files.length ? html`<ul class="info-files">${files.map((file) => this.#file(file))}</ul>` : nothing}
      ${!photos.length && !files.length && this.photos.done && this.files.done ? html`<p class="small">${gettext("Nothing has been sent yet.")}</p>` : nothing}
    </section>`;
  }
}
customElements.define("room-files", RoomFiles);
