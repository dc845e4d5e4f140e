/** <notice-view>: one must-read notice: its text, the button that confirms it, and for who manages it how far it is. */
import { html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { api } from "../api.js";
import { StoreElement } from "../element.js";
import { formatExact, formatNear } from "../format.js";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";
import { box } from "../notices/box.js";
import { confirmedAt, deadline, pressing, stateOf } from "../notices/words.js";
import { postLine } from "../org.js";
import { store } from "../store.js";
import { avatar, initials } from "./avatar.js";
import { richText } from "./rich-text.js";
import "./notice-progress.js";

/** @typedef {import("../notices/types").Notice} Notice */

class NoticeView extends StoreElement {
  static topics = ["notices", "people"];
  static properties = { noticeId: {}, notice: { state: true }, missing: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** Empty: none is open. */
    this.noticeId = "";
    /** @type {Notice | null} */
    this.notice = null;
    /** @type {"" | "gone" | "failed"} */
    this.missing = "";
    this.busy = false;
  }

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    if (!changed.has("noticeId")) return;
    this.notice = null;
    this.load();
  }

  /** @param {string} topic @param {any} detail */
  told(topic, detail) {
    if (topic === "notices" && detail?.mustReadId === this.noticeId) {
      if (detail.news && this.notice) this.notice = { ...this.notice, ...detail.news };
      if (detail.news) this.load();
    }
    this.requestUpdate();
  }

  async load() {
    const { noticeId } = this;
    if (!noticeId) return;
    try {
      const notice = await api.get(`/must-reads/${noticeId}`);
      if (noticeId !== this.noticeId) return;
      const first = !this.notice;
      this.notice = notice;
      this.missing = "";
      if (first) this.#arrive();
    } catch (error) {
      if (noticeId !== this.noticeId) return;
      const { status } = /** @type {import("../api.js").ApiError} */ (error);
      if (status === 404) this.notice = null;
      this.missing = status === 404 ? "gone" : "failed";
    }
  }

  /** Whoever opened it by a key goes on from here. */
  async #arrive() {
    await this.updateComplete;
    if (document.querySelector("dialog[open]")) return;
    if (document.activeElement === document.body || store.route.phone) /** @type {HTMLElement | null} */ (this.querySelector("h1"))?.focus({ preventScroll: true });
  }

  async #confirm() {
    this.busy = true;
    const done = await box.confirm(this.noticeId);
    this.busy = false;
    if (!done) return;
    await this.load();
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector(".notice-confirmed"))?.focus();
  }

  /** @param {Notice} notice */
  #author({ authorId, createdAt }) {
    const user = store.user(authorId);
    return html`<div class="notice-author"><button class="notice-face" aria-hidden="true" tabindex="-1" @click=${() => store.showProfile(authorId)}>${avatar(authorId, initials(user?.name ?? ""))}</button>
      <p><b>${user?.name ?? ""}</b> <small>${postLine(user)}</small><br><small title=${formatExact(createdAt)}>${formatNear(createdAt)}</small></p></div>`;
  }

  /** @param {Notice} notice */
  #places({ places }) {
    if (!places.length) return nothing;
    return html`<ul class="notice-places" aria-label=${gettext("Addressed to")}>${places.map(({ roomId, messageId, name }) => html`<li>${roomId && messageId && store.room(roomId)
      ? html`<button class="chip" @click=${() => store.showMessage(roomId, messageId)}>${icon("chat")}${name || store.directory.title(/** @type {import("../types").Room} */ (store.room(roomId)))}</button>`
      : html`<span class="chip">${icon(roomId ? "chat" : "org")}${name}</span>`}</li>`)}</ul>`;
  }

  /** @param {Notice} notice */
  #answer(notice) {
    const { me, closedAt } = notice;
    if (!me) return nothing;
    if (me.confirmedAt) return html`<p class="notice-confirmed" tabindex="-1" title=${formatExact(me.confirmedAt)}>${icon("check")}${confirmedAt(me)}</p>`;
    if (closedAt) return html`<p class="notice-confirmed missed">${icon("info")}${gettext("It was closed before you confirmed it.")}</p>`;
    return html`<div class="notice-confirm"><p>${gettext("Please confirm that you have read this. The author sees who has confirmed, and when.")}</p>
      <button class="primary" ?disabled=${this.busy} @click=${this.#confirm}>${icon("check")}${gettext("I have read this")}</button></div>`;
  }

  /** @param {Notice} notice */
  #shown(notice) {
    const [state, kind] = stateOf(notice);
    const urgent = pressing(notice) && Boolean(notice.me) && !notice.me?.confirmedAt;
    return html`<article class="notice-sheet" aria-labelledby="notice-title">
      <p class="notice-state"><span class="chip ${kind}">${state}</span>
        <span class="notice-due ${urgent ? "pressing" : ""}" title=${notice.deadline ? formatExact(notice.deadline) : ""}>${icon("clock")}${deadline(notice)}</span></p>
      <h1 id="notice-title" tabindex="-1">${notice.title}</h1>
      ${this.#author(notice)}${this.#places(notice)}
      <div class="notice-text" dir="auto">${richText(notice.text, [])}</div>
      ${this.#answer(notice)}
      ${notice.manages ? repeat([notice.mustReadId], (id) => id, () => html`<notice-progress .notice=${notice} @change=${this.load}></notice-progress>`) : nothing}
    </article>`;
  }

  render() {
    if (!this.noticeId) return this.#none();
    return html`<header class="bar"><button class="quiet icon-only bar-back" aria-label=${gettext("Back to the list")} @click=${() => store.openNotice(null)}>${icon("back")}</button>
        <div class="bar-text"><h2>${gettext("Must-read notice")}</h2></div></header>
      <div class="notice-page">${this.notice ? this.#shown(this.notice) : this.#notYet()}</div>`;
  }

  #notYet() {
    if (this.missing === "gone") return html`<div class="empty"><p>${gettext("This notice is not here. It may have been withdrawn.")}</p></div>`;
    if (this.missing) return html`<div class="empty" role="alert"><p>${gettext("The notice could not be loaded.")}</p><button @click=${this.load}>${gettext("Try again")}</button></div>`;
    return html`<div class="notice-sheet" aria-busy="true"><p class="skeleton">&nbsp;</p><p class="skeleton notice-skeleton">&nbsp;</p></div>`;
  }

  #none() {
    return html`<div class="nothing-open"><p>${gettext("Choose a notice on the left.")}</p>
      <button class="primary" @click=${() => store.openDialog("notice-dialog")}>${gettext("Publish a notice")}</button></div>`;
  }
}
customElements.define("notice-view", NoticeView);
