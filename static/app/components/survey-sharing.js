/** <survey-sharing>: who besides the author may see the results of a survey. */
import { html } from "lit";
import { gettext } from "../i18n.js";
import { store } from "../store.js";
import { DialogElement } from "./dialog.js";
import { PersonPicker } from "./person-picker.js";

class SurveySharing extends DialogElement {
  constructor() {
    super();
    /** @type {string[]} */
    this.shared = [];
    /** @type {(ids: string[]) => Promise<unknown>} */
    this.share = async () => {};
  }

  heading() {
    return gettext("Share the results");
  }

  firstUpdated() {
    const picker = this.#picker;
    for (const userId of this.shared) picker.chosen.set(userId, { userId, name: store.user(userId)?.name ?? "…" });
    picker.requestUpdate();
    super.firstUpdated();
  }

  get #picker() {
    return /** @type {PersonPicker} */ (this.querySelector("person-picker"));
  }

  async #done() {
    if (await this.attempt(() => this.share([...this.#picker.chosen.keys()]))) this.close();
  }

  content() {
    return html`<div class="dialog-body"><p class="small">${gettext("They see the results as you do, and nothing more.")}</p><person-picker></person-picker></div>
      <footer class="dialog-foot"><button type="button" @click=${this.close}>${gettext("Cancel")}</button>
        <button type="button" class="primary" @click=${this.#done}>${gettext("Share")}</button></footer>`;
  }
}
customElements.define("survey-sharing", SurveySharing);
