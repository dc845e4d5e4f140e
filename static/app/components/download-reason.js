/** <download-reason>: asks why somebody downloads a file, where the company wants to know (a policy). */
import { html, nothing } from "lit";
import { gettext, interpolate } from "../i18n.js";
import { DialogElement } from "./dialog.js";

const LONGEST = 200;

class DownloadReason extends DialogElement {
  filename = "";
  required = false;
  /** @type {string | null} null: the person gave up */
  answer = null;

  heading() {
    return gettext("Why do you download this file?");
  }

  /** @param {SubmitEvent} event */
  #send(event) {
    event.preventDefault();
    this.answer = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("reason")).trim();
    if (this.answer || !this.required) this.close();
    else this.answer = null;
  }

  content() {
    return html`<form class="dialog-form" @submit=${this.#send}>
      <div class="dialog-body">
        <p>${interpolate(gettext("Downloads are recorded. Your reason is kept with the download of “%(name)s”."), { name: this.filename })}</p>
        <div class="field"><label for="download-reason">${gettext("Reason")}${this.required ? nothing : html` <small>${gettext("(may be left empty)")}</small>`}</label>
          <input id="download-reason" name="reason" data-first autocomplete="off" maxlength=${LONGEST} ?required=${this.required} pattern=".*\\S.*"
            title=${gettext("A few words are enough.")}></div>
      </div>
      <footer class="dialog-foot">
        <button type="button" @click=${this.close}>${gettext("Cancel")}</button>
        <button class="primary">${gettext("Download")}</button>
      </footer></form>`;
  }
}
customElements.define("download-reason", DownloadReason);

/** The reason; null if the person gave up. @param {string} filename @param {boolean} required @returns {Promise<string | null>} */
export function askReason(filename, required) {
  const opener = /** @type {HTMLElement | null} */ (document.activeElement);
  const dialog = /** @type {DownloadReason} */ (document.createElement("download-reason"));
  Object.assign(dialog, { filename, required });
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.answer);
      opener?.focus();
    }, { capture: true, once: true });
    document.body.append(dialog);
  });
}
