/** <light-box>: a file in front of everything else; arrow keys turn to its neighbours. Esc leads back to where it was opened. */
import { html, nothing } from "lit";
import { Album, RoomAlbum } from "../album.js";
import { boot } from "../boot.js";
import { download, reasonFor } from "../downloads.js";
import { StoreElement } from "../element.js";
import { formatSize, isOpenable, kindOf } from "../file-kinds.js";
import { formatDay, formatTime } from "../format.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { store } from "../store.js";
import { viewer, viewerOf } from "./viewers.js";

/** @typedef {import("../types").Attachment} Attachment @typedef {import("../types").Message} Message */

const SWIPE = 60;
/** @type {Record<string, number>} */
const ZOOMS = { Equal: 1, NumpadAdd: 1, Minus: -1, NumpadSubtract: -1, Digit0: 0, Numpad0: 0 };

class LightBox extends StoreElement {
  static topics = ["people", "file", "gone", "connection"];
  static properties = { refused: { state: true } };

  constructor() {
    super();
    /** What was opened, and the message it came with. @type {Attachment | null} */
    this.attachment = null;
    /** @type {Message | null} */
    this.message = null;
    /** Files to leaf through; a picture of a conversation has those of its room. @type {Album | null} */
    this.album = null;
    this.refused = "";
    this.touch = 0;
    /** Why files are looked at, by their ids. @type {Map<string, string>} */
    this.reasons = new Map();
  }

  connectedCallback() {
    super.connectedCallback();
    const { attachment } = this;
    if (!attachment || this.album) return;
    const own = this.message?.attachments?.filter((file) => kindOf(file) === "image") ?? [];
    const inRoom = kindOf(attachment) === "image" && attachment.messageId;
    const album = inRoom ? new RoomAlbum(own.length ? own : [attachment], attachment) : new Album([attachment], attachment);
    this.album = album;
    if (album instanceof RoomAlbum) album.load().catch(() => {}).then(() => this.requestUpdate());
  }

  firstUpdated() {
    this.querySelector("dialog")?.showModal();
    /** @type {HTMLElement | null} */ (this.querySelector(".light-close"))?.focus();
  }

  /** @param {string} topic @param {any} detail */
  told(topic, detail) {
    if (topic === "file") this.album?.patch(detail.attachmentId, detail);
    // What is no longer ours to see does not stay on the screen.
    if (store.connection === "ended" || (topic === "gone" && detail === this.#file?.roomId)) return this.close();
    this.requestUpdate();
  }

  get #file() {
    return /** @type {Attachment} */ (this.album?.current);
  }

  get #stage() {
    return /** @type {import("./image-stage.js").ImageStage | null} */ (this.querySelector("image-stage"));
  }

  close() {
    this.querySelector("dialog")?.close();
  }

  /** @param {-1 | 1} by */
  async #turn(by) {
    if (!(await this.album?.turn(by).catch(() => false))) return;
    this.refused = "";
    this.requestUpdate();
  }

  /** Whether the policy wants a reason before the bytes are shown. @param {Attachment} file */
  #locked(file) {
    return boot.policies.downloadReason === "required" && !this.reasons.has(file.attachmentId);
  }

  #unlock = async () => {
    const file = this.#file;
    const reason = await reasonFor(file);
    if (reason === null) return;
    this.reasons.set(file.attachmentId, reason);
    this.requestUpdate();
  };

  #download = () => download(this.#file, (text) => (this.refused = text));

  #toMessage() {
    const { roomId, messageId } = this.#file;
    this.close();
    if (messageId) store.showMessage(roomId, messageId);
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.target instanceof HTMLMediaElement) return;
    const turn = /** @type {-1 | 0 | 1} */ ({ ArrowLeft: -1, ArrowRight: 1 }[event.code] ?? 0);
    const zoom = ZOOMS[event.code];
    const reading = event.target instanceof Element && event.target.closest(".text-scroll");
    if (turn && !this.#stage?.scale && !reading) this.#turn(turn);
    else if (turn && this.#stage?.scale) this.#stage.querySelector(".stage")?.scrollBy({ left: turn * 80 });
    else if (zoom !== undefined && this.#stage) this.#stage.zoom(zoom);
    else return;
    event.preventDefault();
  }

  /** @param {PointerEvent} event */
  #swiped(event) {
    const far = event.clientX - this.touch;
    const stage = this.#stage;
    if (event.pointerType === "touch" && stage && !stage.scale && Math.abs(far) > SWIPE) this.#turn(far > 0 ? -1 : 1);
  }

  /** @param {Attachment} file */
  #about(file) {
    const sender = store.user(this.message?.attachments?.some((one) => one.attachmentId === file.attachmentId) ? this.message.senderId : file.uploaderId);
    return [sender?.name, `${formatDay(file.createdAt)} ${formatTime(file.createdAt)}`, formatSize(file.size)].filter(Boolean).join(" · ");
  }

  /** @param {string} symbol @param {string} name @param {() => unknown} act @param {string} [more] */
  #button(symbol, name, act, more = "") {
    return html`<button class="quiet icon-only ${more}" aria-label=${name} title=${name} @click=${act}>${icon(symbol)}</button>`;
  }

  /** @param {Attachment} file */
  #tools(file) {
    const stage = this.#stage;
    return html`<div class="light-tools" role="group" aria-label=${gettext("File")}>
      ${viewerOf(file) === "image" ? html`${this.#button("zoom-out", gettext("Smaller (-)"), () => this.#stage?.zoom(-1))}
        <button class="quiet light-percent" title=${gettext("Fit to the window (0)")} @click=${() => this.#stage?.zoom(0)}>${stage?.percent ?? 100}%</button>
        ${this.#button("zoom-in", gettext("Larger (+)"), () => this.#stage?.zoom(1))}` : nothing}
      ${file.messageId ? this.#button("to-message", gettext("Go to the message"), () => this.#toMessage()) : nothing}
      ${isOpenable(file) ? this.#button("download", gettext("Download"), this.#download) : nothing}
      ${this.#button("close", gettext("Close"), () => this.close(), "light-close")}</div>`;
  }

  /** @param {-1 | 1} by @param {string} symbol @param {string} name */
  #arrow(by, symbol, name) {
    if (!this.album?.has(by)) return nothing;
    return html`<button class="icon-only light-arrow ${by < 0 ? "before" : "after"}" aria-label=${name} title=${name} @click=${() => this.#turn(by)}>${icon(symbol)}</button>`;
  }

  #count() {
    const { files = [], at = 0 } = this.album ?? {};
    return files.length > 1 ? html` <small class="light-count">${at + 1} / ${files.length}</small>` : nothing;
  }

  render() {
    const file = this.#file;
    if (!file) return nothing;
    return html`<dialog class="light-box" aria-labelledby="light-title" @close=${() => this.remove()} @keydown=${this.#keys}
      @refused=${(/** @type {CustomEvent} */ event) => (this.refused = event.detail)} @stage=${() => this.requestUpdate()}>
      <header class="light-head">
        <div class="light-text"><h2 id="light-title"><span class="light-name" title=${file.filename}>${file.filename}</span>${this.#count()}</h2><p>${this.#about(file)}</p></div>
        ${this.#tools(file)}
      </header>
      <div class="light-stage" @pointerdown=${(/** @type {PointerEvent} */ event) => (this.touch = event.clientX)} @pointerup=${this.#swiped}>
        ${viewer(file, {
          reason: this.reasons.get(file.attachmentId) ?? "", locked: this.#locked(file), unlock: this.#unlock, take: this.#download,
        })}
        ${this.#arrow(-1, "back", gettext("Previous"))}${this.#arrow(1, "forward", gettext("Next"))}
      </div>
      <p class="sr" role="status">${interpolate(gettext("%(name)s is shown"), { name: file.filename })}</p>
      ${this.refused ? html`<p class="note error light-error" role="alert">${icon("warning")}<span>${this.refused}</span></p>` : nothing}
    </dialog>`;
  }
}
customElements.define("light-box", LightBox);
