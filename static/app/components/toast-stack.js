/** Short notes at the bottom of the window. */
import { html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { StoreElement } from "../element.js";
import { store } from "../store.js";

export class ToastStack extends StoreElement {
  static topics = ["toasts"];

  render() {
    const toasts = store.toasts.list;
    return html`<div class="toasts">
      <div role="status">${repeat(toasts.filter(({ kind }) => kind === "info"), ({ id }) => id, this.#toast)}</div>
      <div role="alert">${repeat(toasts.filter(({ kind }) => kind === "error"), ({ id }) => id, this.#toast)}</div>
    </div>`;
  }

  /** @param {import("../types").Toast} toast */
  #toast({ text, action, kind }) {
    return html`<p class="toast ${kind}"><span>${text}</span>${action
      ? html`<button @click=${action.run}>${action.label}</button>` : nothing}</p>`;
  }
}
customElements.define("toast-stack", ToastStack);
