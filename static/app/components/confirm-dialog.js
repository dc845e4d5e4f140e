/** Asks once before something that cannot be taken back, and says what others will see of it. */
import { html } from "lit";
import { gettext } from "../i18n.js";
import { DialogElement } from "./dialog.js";

/** @typedef {{title: string, text: string, act: string, danger?: boolean}} Question */

class ConfirmDialog extends DialogElement {
  /** @type {Question} */
  question = { title: "", text: "", act: "" };
  answer = false;

  heading() {
    return this.question.title;
  }

  #yes() {
    this.answer = true;
    this.close();
  }

  content() {
    const { text, act, danger = true } = this.question;
    return html`
      <div class="dialog-body"><p>${text}</p></div>
      <footer class="dialog-foot">
        <button data-first @click=${this.close}>${gettext("Cancel")}</button>
        <button class=${danger ? "danger" : "primary"} @click=${this.#yes}>${act}</button>
      </footer>`;
  }
}
customElements.define("confirm-dialog", ConfirmDialog);

/** @param {Question} question @returns {Promise<boolean>} */
export function confirmed(question) {
  const opener = /** @type {HTMLElement | null} */ (document.activeElement);
  const dialog = /** @type {ConfirmDialog} */ (document.createElement("confirm-dialog"));
  dialog.question = question;
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.answer);
      opener?.focus();
    }, { capture: true, once: true });
    document.body.append(dialog);
  });
}
