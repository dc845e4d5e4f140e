/** <notice-list>: must-read notices in the left pane: to confirm, sent, past. */
import { html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { StoreElement } from "../element.js";
import { capped, formatExact } from "../format.js";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";
import { box, BOXES } from "../notices/box.js";
import { BOX, confirmedOf, deadline, pressing, stateOf } from "../notices/words.js";
import { store } from "../store.js";

/** @typedef {import("../notices/types").Notice} Notice @typedef {import("../notices/types").BoxName} BoxName */

/** @type {Record<BoxName, () => string>} */
const EMPTY = {
  toConfirm: () => gettext("Nothing waits to be confirmed."),
  mine: () => gettext("You have not published a must-read notice yet."),
  done: () => gettext("What you have confirmed is kept here."),
};

class NoticeList extends StoreElement {
  static topics = ["notices", "route", "people"];
  static properties = { name: { state: true } };

  constructor() {
    super();
    /** @type {BoxName} */
    this.name = "toConfirm";
  }

  connectedCallback() {
    super.connectedCallback();
    box.watch();
    this.#show(this.name);
  }

  /** @param {BoxName} name */
  #show(name) {
    this.name = name;
    box.load(name);
  }

  /** @param {MouseEvent} event @param {Notice} notice */
  #open(event, notice) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    store.openNotice(notice.mustReadId);
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.code];
    if (!by || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = /** @type {HTMLElement[]} */ ([...this.querySelectorAll("a.notice-row")]);
    const next = all[all.indexOf(/** @type {HTMLElement} */ (event.target)) + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  /** @param {BoxName} name */
  #filter(name) {
    const count = name === "toConfirm" ? store.toConfirm : 0;
    return html`<button class="filter" aria-pressed=${name === this.name} @click=${() => this.#show(name)}>${BOX[name]()}${
      count ? html` <em class="notice-count">${capped(count)}</em>` : nothing}</button>`;
  }

  /** @param {Notice} notice */
  #row(notice) {
    const [state, kind] = stateOf(notice);
    const mine = notice.authorId === store.me.userId;
    const author = mine ? "" : store.user(notice.authorId)?.name ?? "";
    const urgent = pressing(notice) && !notice.me?.confirmedAt;
    return html`<li><a class="notice-row" href="/notices/${notice.mustReadId}" aria-current=${notice.mustReadId === store.route.place.notice ? "page" : "false"}
        @click=${(/** @type {MouseEvent} */ event) => this.#open(event, notice)}>
      <b class="notice-name">${notice.title}</b>
      <span class="notice-about">${author ? html`<span>${author}</span>` : nothing}
        <span class=${urgent ? "pressing" : ""} title=${notice.deadline ? formatExact(notice.deadline) : ""}>${deadline(notice)}</span></span>
      <span class="notice-chips"><span class="chip ${kind}">${notice.me?.confirmedAt ? icon("check") : nothing}${state}</span>
        ${notice.manages ? html`<span class="notice-rate"><progress value=${notice.confirmedCount} max=${Math.max(1, notice.targetCount)} aria-hidden="true"></progress>${confirmedOf(notice)}</span>` : nothing}</span>
    </a></li>`;
  }

  #found() {
    const { items, busy, failed, loaded, next } = box.shelf(this.name);
    const shown = this.name === "toConfirm" ? box.waiting : items;
    if (failed && !items.length) {
      return html`<div class="empty" role="alert"><p>${gettext("The notices could not be loaded.")}</p>
        <button @click=${() => box.load(this.name)}>${gettext("Try again")}</button></div>`;
    }
    if (!loaded) return html`<div class="notice-skeletons" aria-busy=${busy}>${[1, 2, 3].map(() => html`<span class="skeleton"></span>`)}</div>`;
    if (!items.length) return this.#empty();
    return html`<ul>${repeat(shown, (notice) => notice.mustReadId, (notice) => this.#row(notice))}</ul>
      ${next ? html`<p class="notice-more"><button class="quiet" ?disabled=${busy} @click=${() => box.more(this.name)}>${gettext("Show more")}</button></p>` : nothing}`;
  }

  #empty() {
    return html`<div class="empty">${this.name === "toConfirm" ? html`<span class="notice-clear">${icon("check")}</span>` : nothing}<p>${EMPTY[this.name]()}</p>
      ${this.name === "mine" ? html`<button class="primary" @click=${this.#write}>${gettext("Publish a notice")}</button>` : nothing}</div>`;
  }

  #write() {
    store.openDialog("notice-dialog");
  }

  render() {
    return html`
      <header class="list-head"><h1>${gettext("Notices")}</h1>
        <button class="quiet icon-only" aria-label=${gettext("New must-read notice")} title=${gettext("New must-read notice")}
          @click=${this.#write}>${icon("plus")}</button></header>
      <div class="list-filters" role="group" aria-label=${gettext("Show")}>${BOXES.map((name) => this.#filter(name))}</div>
      <div class="notices" @keydown=${this.#keys}>${this.#found()}</div>`;
  }
}
customElements.define("notice-list", NoticeList);
