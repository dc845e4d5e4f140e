/** <upload-row>: a file on its way, how far it is, and what can be done about it. */
import { html, nothing } from "lit";
import { StoreElement } from "../element.js";
import { formatSize, iconOf } from "../file-kinds.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { store } from "../store.js";
import { takeAway, uploads } from "../uploading.js";
import { timeLeft } from "../uploading/left.js";
import { peekOf } from "../uploading/peek.js";

/** @typedef {import("../types").Upload} Upload */

class UploadRow extends StoreElement {
  static topics = ["uploads", "connection"];
  static properties = { fileId: {} };

  constructor() {
    super();
    this.fileId = "";
  }

  /** @param {string} topic @param {any} detail */
  told(topic, detail) {
    if (topic === "connection" || detail === this.fileId) this.requestUpdate();
  }

  /** @param {Upload} upload */
  #state({ size, attachment, reason, paused }) {
    const { sent, speed, checking, waiting } = uploads.progress(this.fileId);
    if (reason) return reason;
    if (attachment) return attachment.virusStatus === "INFECTED" ? gettext("Blocked by the virus scan") : `${formatSize(size)} · ${gettext("Ready to send")}`;
    const part = interpolate(gettext("%(sent)s of %(size)s"), { sent: formatSize(sent), size: formatSize(size) });
    if (paused) return `${part} · ${gettext("Paused")}`;
    if (store.connection === "offline") return `${part} · ${gettext("Goes on when the network is back")}`;
    if (waiting) return waiting;
    if (checking) return `${formatSize(size)} · ${gettext("The server is checking it…")}`;
    if (!sent) return `${formatSize(size)} · ${gettext("Waiting")}`;
    return [part, speed && interpolate(gettext("%(size)s/s"), { size: formatSize(speed) }), timeLeft(size - sent, speed)].filter(Boolean).join(" · ");
  }

  /** @param {string} symbol @param {string} words @param {() => unknown} act */
  #button(symbol, words, act) {
    const name = uploads.get(this.fileId)?.name ?? "";
    return html`<button type="button" class="quiet icon-only" title=${words} aria-label=${interpolate(gettext("%(act)s: %(name)s"), { act: words, name })}
      @click=${act}>${icon(symbol)}</button>`;
  }

  /** @param {Upload} upload */
  #acts({ attachment, reason, paused }) {
    const again = () => uploads.resume(this.fileId);
    if (reason) return this.#button("retry", gettext("Try again"), again);
    if (attachment) return nothing;
    return paused ? this.#button("play", gettext("Go on"), again) : this.#button("pause", gettext("Pause"), () => uploads.pause(this.fileId));
  }

  render() {
    const upload = uploads.get(this.fileId);
    if (!upload) return nothing;
    const { name, size, mime, attachment, reason, paused } = upload;
    const peek = peekOf(this.fileId);
    const bad = reason || attachment?.virusStatus === "INFECTED";
    const { sent } = uploads.progress(this.fileId);
    return html`<div class="upload ${bad ? "failed" : paused && !attachment ? "paused" : ""}">
      <span class="upload-icon">${peek ? html`<img src=${peek.url} alt="" draggable="false">` : icon(bad ? "warning" : iconOf({ mime, filename: name }))}</span>
      <div class="upload-text"><b title=${name}>${name}</b>
        ${bad || attachment ? nothing : html`<progress max=${size || 1} .value=${sent}
          aria-label=${interpolate(gettext("Progress of %(name)s"), { name })}></progress>`}
        <small role=${bad ? "alert" : nothing}>${this.#state(upload)}</small></div>
      ${this.#acts(upload)}${this.#button("close", gettext("Remove"), () => takeAway(this.fileId))}</div>`;
  }
}
customElements.define("upload-row", UploadRow);
