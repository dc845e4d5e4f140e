/** The notices at the top of a conversation: the latest in one line, opened its whole text and the others. */
import { html, nothing } from "lit";
import { togglePin } from "../actions.js";
import { StoreElement } from "../element.js";
import { formatExact, formatRecent } from "../format.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { summary } from "../notify.js";
import { store } from "../store.js";

/** @typedef {import("../types").Pin} Pin */

export class PinsBar extends StoreElement {
  static topics = ["pins", "people"];
  static properties = { roomId: {}, open: { state: true } };

  constructor() {
    super();
    this.roomId = "";
    this.open = false;
  }

  /** @param {KeyboardEvent} event */
  #escape(event) {
    if (event.code !== "Escape" || event.isComposing || !this.open) return;
    event.preventDefault();
    event.stopPropagation();
    this.open = false;
    /** @type {HTMLElement | null} */ (this.querySelector(".pins-more"))?.focus();
  }

  /** @param {Pin} pin */
  #line({ message }) {
    const sender = store.user(message.senderId)?.name ?? "";
    return html`<button class="pin" @click=${() => store.jumpTo(message.messageId)}>
      ${icon("notice")}<b>${gettext("Notice")}</b><span class="pin-text">${summary(message)}</span><small>${sender}</small></button>`;
  }

  /** @param {Pin} pin */
  #whole({ message, pinnedBy }) {
    const name = (/** @type {string | null} */ id) => store.user(id)?.name ?? "";
    const by = pinnedBy === message.senderId ? "" : interpolate(gettext("put up by %(name)s"), { name: name(pinnedBy) });
    return html`<li class="pin-whole">
      <button class="pin-body" @click=${() => store.jumpTo(message.messageId)}><span class="pin-words">${message.text || summary(message)}</span>
        <small title=${formatExact(message.createdAt)}>${[name(message.senderId), formatRecent(message.createdAt), by].filter(Boolean).join(" · ")}</small></button>
      <button class="quiet icon-only" aria-label=${gettext("Take the notice down")} title=${gettext("Take the notice down")} @click=${() => togglePin(message)}>${icon("unpin")}</button></li>`;
  }

  render() {
    const pins = store.pins(this.roomId);
    if (!pins.length) return nothing;
    const label = this.open ? gettext("Fold the notices") : interpolate(gettext("All notices (%(n)s)"), { n: pins.length });
    return html`<section class="pins ${this.open ? "open" : ""}" aria-label=${gettext("Notices")} @keydown=${this.#escape}>
      <div class="pins-list">${this.open ? html`<p class="pins-head">${icon("notice")}<b>${gettext("Notices")}</b> ${pins.length}</p><ul>${pins.map((pin) => this.#whole(pin))}</ul>` : this.#line(pins[0])}</div>
      <button class="quiet pins-more" aria-expanded=${this.open} aria-label=${label} title=${label}
        @click=${() => { this.open = !this.open; }}>${!this.open && pins.length > 1 ? html`<span class="pins-count">+${pins.length - 1}</span>` : nothing}${icon(this.open ? "up" : "down")}</button>
    </section>`;
  }
}
customElements.define("pins-bar", PinsBar);
