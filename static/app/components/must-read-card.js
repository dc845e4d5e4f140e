/** <must-read-card>: a must-read notice in the conversation: what it is, until when, how many have confirmed, one button. */
import { html, nothing } from "lit";
import { StoreElement } from "../element.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { box } from "../notices/box.js";
import { confirmedOf, deadline, percent, pressing, without } from "../notices/words.js";
import { store } from "../store.js";
import { richText } from "./rich-text.js";

class MustReadCard extends StoreElement {
  static topics = ["notices"];
  static properties = { message: {}, reachable: {}, busy: { state: true }, done: { state: true } };

  constructor() {
    super();
    /** @type {import("../types").Message | null} */
    this.message = null;
    /** Whether the tab key leads into it: into the message it stands in. */
    this.reachable = false;
    this.busy = false;
    /** Confirmed here and now: said until the list is drawn anew. */
    this.done = false;
  }

  connectedCallback() {
    super.connectedCallback();
    box.watch();
  }

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    const before = /** @type {import("../types").Message | null | undefined} */ (changed.get("message"));
    if (before && before.messageId !== this.message?.messageId) this.done = this.busy = false;
  }

  get notice() {
    return this.message?.mustRead ?? null;
  }

  async #confirm() {
    if (!this.notice || this.busy) return;
    this.busy = true;
    this.done = await box.confirm(this.notice.mustReadId);
    this.busy = false;
    if (!this.done) return;
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.closest("article") ?? this.querySelector("a"))?.focus();
  }

  /** @param {MouseEvent} event @param {string} id */
  #open(event, id) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    store.openNotice(id);
  }

  render() {
    const { notice, message } = this;
    if (!notice || !message) return nothing;
    const { mustReadId, title, confirmedCount, targetCount, closedAt } = notice;
    const stop = this.reachable ? 0 : -1;
    const asked = box.asks(mustReadId) && !closedAt;
    return html`<div class="must-read" role="group" aria-label=${interpolate(gettext("Must-read notice: %(title)s"), { title })}>
      <p class="must-read-kind">${icon("notice")}<b>${gettext("Must-read")}</b>
        <span class=${pressing(notice) && asked ? "pressing" : ""}>${deadline(notice)}</span></p>
      <h4>${title}</h4>
      <div class="words">${richText(without(message.text, title), [])}</div>
      <div class="must-read-count"><progress value=${confirmedCount} max=${Math.max(1, targetCount)} aria-hidden="true"></progress>
        <span>${confirmedOf(notice)} · ${percent(notice)}%</span></div>
      <div class="must-read-acts">
        ${asked ? html`<button class="primary" tabindex=${stop} ?disabled=${this.busy} @click=${this.#confirm}>${icon("check")}${gettext("Confirm")}</button>`
          : this.done ? html`<span class="must-read-done" role="status">${icon("check")}${gettext("Confirmed")}</span>` : nothing}
        <a class="button quiet" tabindex=${stop} href="/notices/${mustReadId}" @click=${(/** @type {MouseEvent} */ event) => this.#open(event, mustReadId)}>${gettext("Details")}</a>
      </div></div>`;
  }
}
customElements.define("must-read-card", MustReadCard);
