/** The notices at the top of a conversation: the latest one, the others on demand. */
import { html, nothing } from "lit";
import { StoreElement } from "../element.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { summary } from "../notify.js";
import { store } from "../store.js";

export class PinsBar extends StoreElement {
  static topics = ["pins", "people"];
  static properties = { roomId: {}, open: { state: true } };

  constructor() {
    super();
    this.roomId = "";
    this.open = false;
  }

  /** @param {import("../types").Pin} pin */
  #pin({ message }) {
    const sender = store.user(message.senderId)?.name ?? "";
    return html`<button class="pin" @click=${() => store.jumpTo(message.messageId)}>
      ${icon("pin")}<b>${gettext("Notice")}</b><span class="pin-text">${summary(message)}</span><small>${sender}</small></button>`;
  }

  render() {
    const pins = store.pins(this.roomId);
    if (!pins.length) return nothing;
    const label = interpolate(gettext("All notices (%(n)s)"), { n: pins.length });
    return html`<section class="pins" aria-label=${gettext("Notices")}>
      <div class="pins-list">${(this.open ? pins : pins.slice(0, 1)).map((pin) => this.#pin(pin))}</div>
      ${pins.length > 1 ? html`<button class="quiet icon-only pins-more" aria-expanded=${this.open} aria-label=${label} title=${label}
        @click=${() => { this.open = !this.open; }}>${icon(this.open ? "up" : "down")}</button>` : nothing}
    </section>`;
  }
}
customElements.define("pins-bar", PinsBar);
