/** <notice-list>: must-read notices in the left pane: to confirm, sent, past. */
import { html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { formatExact } from "../format.js";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";
import { box, BOXES } from "../notices/box.js";
import { BOX, confirmedOf, deadline, pressing, stateOf } from "../notices/words.js";
import { store } from "../store.js";
import { BoxList } from "./box-list.js";

/** @typedef {import("../notices/types").Notice} Notice @typedef {import("../notices/types").BoxName} BoxName */

/** @type {Record<BoxName, () => string>} */
const EMPTY = {
  toConfirm: () => gettext("Nothing waits to be confirmed."),
  mine: () => gettext("You have not published a must-read notice yet."),
  done: () => gettext("What you have confirmed is kept here."),
};

class NoticeList extends BoxList {
  static topics = ["notices", "route", "people"];

  constructor() {
    super(box, BOXES, BOX);
  }

  /** @param {Notice} notice */
  #row(notice) {
    const [state, kind] = stateOf(notice);
    const mine = notice.authorId === store.me.userId;
    const author = mine ? "" : store.user(notice.authorId)?.name ?? "";
    const urgent = pressing(notice) && !notice.me?.confirmedAt;
    return html`<li><a class="notice-row" href="/notices/${notice.mustReadId}" aria-current=${notice.mustReadId === store.route.place.notice ? "page" : "false"}
        @click=${(/** @type {MouseEvent} */ event) => this.opens(event, () => store.openNotice(notice.mustReadId))}>
      <b class="notice-name">${notice.title}</b>
      <span class="notice-about">${author ? html`<span>${author}</span>` : nothing}
        <span class=${urgent ? "pressing" : ""} title=${notice.deadline ? formatExact(notice.deadline) : ""}>${deadline(notice)}</span></span>
      <span class="notice-chips"><span class="chip ${kind}">${notice.me?.confirmedAt ? icon("check") : nothing}${state}</span>
        ${notice.manages ? html`<span class="notice-rate"><progress value=${notice.confirmedCount} max=${Math.max(1, notice.targetCount)} aria-hidden="true"></progress>${confirmedOf(notice)}</span>` : nothing}</span>
    </a></li>`;
  }

  #found() {
    const shelf = box.shelf(/** @type {BoxName} */ (this.name));
    const shown = this.name === "toConfirm" ? box.waiting : shelf.items;
    const rows = () => repeat(shown, (notice) => notice.mustReadId, (notice) => this.#row(notice));
    return this.found("notice", shelf, rows, () => this.#empty(), gettext("The notices could not be loaded."));
  }

  #empty() {
    return html`<div class="empty">${this.name === "toConfirm" ? html`<span class="notice-clear">${icon("check")}</span>` : nothing}<p>${EMPTY[/** @type {BoxName} */ (this.name)]()}</p>
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
      ${this.filters("notice", store.toConfirm)}
      <div class="notices" @keydown=${this.walk}>${this.#found()}</div>`;
  }
}
customElements.define("notice-list", NoticeList);
