/** In place of everything once the server no longer knows this session. */
import { html } from "lit";
import { boot } from "../boot.js";
import { StoreElement } from "../element.js";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";

export class SessionEnded extends StoreElement {
  /** @param {import("lit").PropertyValues} _changed */
  firstUpdated(_changed) {
    /** @type {HTMLElement | null} */ (this.querySelector("h1"))?.focus();
  }

  render() {
    const next = encodeURIComponent(location.pathname);
    return html`<main class="session-ended">
      <p class="session-logo">${icon("logo")}<b>${boot.product}</b></p>
      <h1 tabindex="-1">${gettext("You are signed out.")}</h1>
      <p>${gettext("This session was ended here, on another device, or because its time was over. Sign in to go on.")}</p>
      <p><a class="button primary" href="/login?next=${next}">${gettext("Sign in")}</a></p>
    </main>`;
  }
}
customElements.define("session-ended", SessionEnded);
