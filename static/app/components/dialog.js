/** The base of every dialog: a native <dialog> that takes the focus, closes on Esc and removes itself. */
import { html, nothing } from "lit";
import { StoreElement } from "../element.js";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";

let count = 0;

export class DialogElement extends StoreElement {
  /** What the server refused; said here, because notes of the page lie behind an open dialog. */
  #error = "";
  #title = `dialog-title-${++count}`;

  /** @returns {unknown} */
  heading() {
    return "";
  }

  /** @returns {unknown} */
  content() {
    return "";
  }

  /** Run something that asks the server; says whether it worked. @param {() => Promise<unknown>} work */
  async attempt(work) {
    this.#error = "";
    try {
      await work();
      return true;
    } catch (error) {
      const { status, message } = /** @type {import("../api.js").ApiError} */ (error);
      if (status !== 401) this.#error = message || gettext("The server cannot be reached. Please try again.");
      return false;
    } finally {
      this.requestUpdate();
    }
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
        ${this.#error ? html`<p class="note error dialog-error" role="alert">${icon("warning")}<span>${this.#error}</span></p>` : nothing}
        ${this.content()}
      </div>
    </dialog>`;
  }
}
