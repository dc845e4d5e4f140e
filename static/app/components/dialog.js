/** The base of every dialog: a native <dialog> that takes the focus, closes on Esc and removes itself. */
import { html } from "lit";
import { StoreElement } from "../element.js";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";

let count = 0;

export class DialogElement extends StoreElement {
  #title = `dialog-title-${++count}`;

  /** @returns {unknown} */
  heading() {
    return "";
  }

  /** @returns {unknown} */
  content() {
    return "";
  }

  close() {
    const dialog = this.querySelector("dialog");
    if (dialog?.open) dialog.close();
    else this.remove();
  }

  firstUpdated() {
    this.querySelector("dialog")?.showModal();
    const first = this.querySelector("[data-first]");
    if (first instanceof HTMLElement) first.focus();
  }

  /** A click on what lies around the dialog closes it. @param {MouseEvent} event */
  #around(event) {
    if (event.target === event.currentTarget) this.close();
  }

  render() {
    return html`<dialog aria-labelledby=${this.#title} @close=${() => this.remove()} @mousedown=${this.#around}>
      <div class="dialog-frame">
        <header class="dialog-head">
          <h2 id=${this.#title}>${this.heading()}</h2>
          <button class="quiet icon-only" aria-label=${gettext("Close")} @click=${this.close}>${icon("close")}</button>
        </header>
        ${this.content()}
      </div>
    </dialog>`;
  }
}
