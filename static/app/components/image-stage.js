/** <image-stage>: a picture to look at closely. First the small one, then the original; zoom by wheel, keys and a double click. */
import { LitElement, html, nothing } from "lit";
import { refusalOf } from "../downloads.js";
import { inlineUrl, isDrawn } from "../file-kinds.js";

/** @typedef {import("../types").Attachment} Attachment */

const STEP = 1.25;
const CLOSEST = 8;
const SMALLEST = 0.05;

export class ImageStage extends LitElement {
  static properties = { file: { attribute: false }, reason: { attribute: false }, locked: { attribute: false }, scale: { state: true }, source: { state: true } };

  constructor() {
    super();
    /** @type {Attachment | null} */
    this.file = null;
    this.reason = "";
    /** Only the small picture, until a reason was given. */
    this.locked = false;
    /** 0: as much as fits */
    this.scale = 0;
    this.source = "";
    this.width = 0;
    this.height = 0;
  }

  createRenderRoot() {
    return this;
  }

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    if (!this.file || !(changed.has("file") || changed.has("locked"))) return;
    const before = changed.has("file") ? changed.get("file") : this.file;
    if (before?.attachmentId === this.file.attachmentId && this.source && !changed.has("locked")) return;
    this.scale = 0;
    this.width = this.file.width ?? 0;
    this.height = this.file.height ?? 0;
    this.source = this.file.thumbnailUrl ?? "";
    if (isDrawn(this.file) && !this.locked) this.#fetch(this.file);
  }

  /** The original takes the small one's place once it is here whole. @param {Attachment} file */
  async #fetch(file) {
    const url = inlineUrl(file.attachmentId, this.reason);
    const image = new Image();
    image.src = url;
    const there = await image.decode().then(() => true, () => false);
    if (this.file?.attachmentId !== file.attachmentId) return;
    if (!there) return this.#refused(url);
    this.width = image.naturalWidth;
    this.height = image.naturalHeight;
    this.source = image.src;
    this.dispatchEvent(new CustomEvent("stage", { bubbles: true }));
  }

  /** @param {string} url */
  async #refused(url) {
    this.dispatchEvent(new CustomEvent("refused", { detail: await refusalOf(url), bubbles: true }));
  }

  /** How large the picture would be drawn if it just fits; never larger than it is. @returns {number} */
  get #fitting() {
    const { clientWidth, clientHeight } = /** @type {HTMLElement} */ (this.querySelector(".stage") ?? this);
    return Math.min(1, clientWidth / (this.width || 1), clientHeight / (this.height || 1));
  }

  /** In percent of the original. @returns {number} */
  get percent() {
    return Math.round((this.scale || this.#fitting) * 100);
  }

  /** @param {number} by 1 closer, -1 away, 0 as much as fits */
  async zoom(by) {
    const stage = /** @type {HTMLElement} */ (this.querySelector(".stage"));
    const centre = [(stage.scrollLeft + stage.clientWidth / 2) / stage.scrollWidth, (stage.scrollTop + stage.clientHeight / 2) / stage.scrollHeight];
    const next = (this.scale || this.#fitting) * STEP ** by;
    this.scale = by ? Math.min(CLOSEST, Math.max(SMALLEST, next)) : 0;
    await this.updateComplete;
    stage.scrollLeft = centre[0] * stage.scrollWidth - stage.clientWidth / 2;
    stage.scrollTop = centre[1] * stage.scrollHeight - stage.clientHeight / 2;
    this.dispatchEvent(new CustomEvent("stage", { bubbles: true }));
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? 1 : -1);
  }

  /** Between all of it and its own size. */
  #toggle() {
    if (this.scale) return this.zoom(0);
    this.scale = this.#fitting;
    return this.zoom(Math.max(1, Math.log(1 / this.#fitting) / Math.log(STEP)));
  }

  render() {
    if (!this.file) return nothing;
    const { scale, width, height } = this;
    // Until the size of the original is known the small picture shows in its own.
    const size = scale ? `width:${width * scale}px;height:${height * scale}px` : width ? `--w:${width}px;--h:${height}px` : "";
    return html`<div class="stage ${scale ? "zoomed" : ""}" @wheel=${this.#wheel} @dblclick=${this.#toggle}>
      ${this.source ? html`<img src=${this.source} alt=${this.file.filename} draggable="false" .style=${size}>` : nothing}</div>`;
  }
}
customElements.define("image-stage", ImageStage);
