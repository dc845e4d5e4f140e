/** Above the composer while the line is not there: what happens to what is written. */
import { html, nothing } from "lit";
import { StoreElement } from "../element.js";
import { gettext, interpolate } from "../i18n.js";
import { outbox } from "../outgoing.js";
import { store } from "../store.js";

/** Short breaks are nobody's business. */
const SILENT = 2000;

/** @type {Record<string, () => string>} */
const TEXTS = {
  connecting: () => gettext("Connecting…"),
  reconnecting: () => gettext("Connecting again. What you send goes out as soon as the connection is back."),
  offline: () => gettext("There is no network. What you write is kept on this device."),
};

export class StatusBar extends StoreElement {
  static topics = ["connection", "outbox"];
  static properties = { late: { state: true } };

  constructor() {
    super();
    this.late = false;
    this.timer = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#wait();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  /** @param {string} topic */
  told(topic) {
    if (topic === "connection") this.#wait();
    this.requestUpdate();
  }

  #wait() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (store.connection === "online") this.late = false;
    else if (store.connection === "offline") this.late = true;
    else this.timer = window.setTimeout(() => { this.late = true; }, SILENT);
  }

  render() {
    const text = this.late ? TEXTS[store.connection]?.() : "";
    const n = outbox.size;
    return html`<div role="status">${text
      ? html`<p class="status">${text} ${n ? interpolate(gettext("(%(n)s waiting)"), { n }) : nothing}</p>` : nothing}</div>`;
  }
}
customElements.define("status-bar", StatusBar);
