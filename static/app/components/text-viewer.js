/** <text-viewer>: a text or a program as text, with the numbers of its lines. Nothing in it is parsed. */
import { LitElement, html, nothing } from "lit";
import { api } from "../api.js";
import { copy } from "../actions.js";
import { withReason } from "../file-kinds.js";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";

/** @typedef {import("../types").Attachment} Attachment */

class TextViewer extends LitElement {
  static properties = { file: { attribute: false }, reason: { attribute: false }, text: { state: true } };

  constructor() {
    super();
    /** @type {Attachment | null} */
    this.file = null;
    this.reason = "";
    /** @type {{text: string, truncated: boolean} | null} */
    this.text = null;
  }

  createRenderRoot() {
    return this;
  }

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    if (changed.has("file") && this.file) this.#load(this.file);
  }

  /** @param {Attachment} file */
  async #load(file) {
    this.text = null;
    try {
      const found = await api.get(withReason(`/files/${file.attachmentId}/text`, this.reason));
      if (this.file === file) this.text = found;
    } catch (error) {
      const words = /** @type {Error} */ (error).message || gettext("The server cannot be reached. Please try again.");
      this.dispatchEvent(new CustomEvent("refused", { detail: words, bubbles: true }));
    }
  }

  render() {
    if (!this.file || !this.text) return html`<div class="paper skeleton" aria-busy="true"></div>`;
    const { text, truncated } = this.text;
    const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
    const numbers = Array.from({ length: lines }, (_, i) => i + 1).join("\n");
    return html`<div class="paper text-paper">
      ${truncated ? html`<p class="note">${icon("info")}${gettext("Only the beginning is shown. Download the file to read all of it.")}</p>` : nothing}
      <button class="icon-only text-copy" aria-label=${gettext("Copy the text")} title=${gettext("Copy the text")} @click=${() => copy(text)}>${icon("copy")}</button>
      <div class="text-scroll" tabindex="0" role="region" aria-label=${this.file.filename}>
        <pre class="text-numbers" aria-hidden="true">${numbers}</pre><pre class="text-lines">${text || gettext("(empty)")}</pre>
      </div></div>`;
  }
}
customElements.define("text-viewer", TextViewer);
