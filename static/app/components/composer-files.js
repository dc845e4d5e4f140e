/** <composer-files>: what was chosen and not sent yet, and the ways to choose. */
import { html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { choose } from "../choosing.js";
import { StoreElement } from "../element.js";
import { gettext } from "../i18n.js";
import { chosen } from "../uploading.js";
import "./upload-row.js";

class ComposerFiles extends StoreElement {
  static topics = ["uploads", "outbox", "pick-files"];
  static properties = { roomId: {} };

  #shown = "";

  constructor() {
    super();
    this.roomId = "";
  }

  get #ids() {
    return chosen(this.roomId).map(({ fileId }) => fileId);
  }

  /** @param {string} topic */
  told(topic) {
    if (topic === "pick-files") this.pick();
    else if (this.#ids.join() !== this.#shown) this.requestUpdate(); // each row looks after itself
  }

  pick() {
    this.querySelector("input")?.click();
  }

  /** @param {Event} event */
  #picked({ target }) {
    const field = /** @type {HTMLInputElement} */ (target);
    choose(this.roomId, field.files ?? []);
    field.value = "";
    document.getElementById("composer-text")?.focus();
  }

  render() {
    const ids = this.#ids;
    this.#shown = ids.join();
    return html`<input type="file" multiple hidden aria-label=${gettext("Attach files")} @change=${this.#picked}>
      ${ids.length ? html`<ul class="uploads" aria-label=${gettext("Files to be sent")}>
        ${repeat(ids, (id) => id, (id) => html`<li><upload-row .fileId=${id}></upload-row></li>`)}</ul>` : nothing}`;
  }
}
customElements.define("composer-files", ComposerFiles);
