/** <noti-list>: the notification centre in the left pane, by days; each leads to what it is about. */
import { html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { attempt } from "../actions.js";
import { StoreElement } from "../element.js";
import { capped, dayOf, formatDay, formatExact, formatTime } from "../format.js";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";
import { box } from "../noti-box.js";
import { store } from "../store.js";
import { excerpt, follow, place, sentence, sign } from "./noti-words.js";
import { next } from "./roving.js";

/** @typedef {import("../types").Noti} Noti */

class NotiList extends StoreElement {
  static topics = ["notifications", "people", "rooms"];
  static properties = { unread: { state: true } };

  constructor() {
    super();
    /** Only what I have not read. */
    this.unread = false;
    this.end = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && box.more(), { rootMargin: "400px" });
  }

  connectedCallback() {
    super.connectedCallback();
    box.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.end.disconnect();
  }

  updated() {
    this.end.disconnect();
    const more = this.querySelector(".noti-more");
    if (more) this.end.observe(more);
  }

  /** @param {Noti} notice */
  #open(notice) {
    attempt(() => box.read([notice.notificationId]));
    if (!follow(notice) && notice.gone) store.toast(gettext("This message cannot be seen any more."));
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const all = /** @type {HTMLElement[]} */ ([...this.querySelectorAll("button.noti")]);
    const target = next(all, /** @type {HTMLElement} */ (event.target).closest("button.noti"), event.code);
    if (!target) return;
    event.preventDefault();
    target.focus();
  }

  get #shown() {
    return this.unread ? box.items.filter((one) => !one.readAt) : box.items;
  }

  /** By the day on which it came. @returns {[number, Noti[]][]} */
  get #days() {
    /** @type {Map<number, Noti[]>} */
    const days = new Map();
    for (const one of this.#shown) days.set(dayOf(one.createdAt), [...(days.get(dayOf(one.createdAt)) ?? []), one]);
    return [...days];
  }

  /** @param {Noti} notice */
  #row(notice) {
    const text = excerpt(notice);
    const where = place(notice);
    return html`<li><button class="noti${notice.readAt ? "" : " fresh"}${notice.gone ? " gone" : ""}" @click=${() => this.#open(notice)}>
      <span class="noti-sign ${notice.type.toLowerCase()}">${icon(sign(notice))}</span>
      <span class="noti-body">
        <b>${notice.readAt ? nothing : html`<span class="sr">${gettext("Not read yet")}: </span>`}${sentence(notice)}</b>
        ${text ? html`<span class="noti-text">${text}</span>` : nothing}
        <small>${where ? html`<span>${where}</span>` : nothing}<time datetime=${notice.createdAt} title=${formatExact(notice.createdAt)}>${formatTime(notice.createdAt)}</time></small>
      </span></button></li>`;
  }

  /** @param {[number, Noti[]]} day */
  #day([day, notices]) {
    const today = dayOf(new Date().toISOString());
    const name = day === today ? gettext("Today") : day === today - 1 ? gettext("Yesterday") : formatDay(notices[0].createdAt);
    return html`<section><h2>${name}</h2><ul>${repeat(notices, (one) => one.notificationId, (one) => this.#row(one))}</ul></section>`;
  }

  #found() {
    if (box.failed && !box.items.length) {
      return html`<div class="empty" role="alert"><p>${gettext("The notifications could not be loaded.")}</p>
        <button @click=${() => box.load()}>${gettext("Try again")}</button></div>`;
    }
    if (!box.loaded) return html`<div class="noti-skeletons" aria-busy="true">${[1, 2, 3, 4].map(() => html`<span class="skeleton"></span>`)}</div>`;
    if (!this.#shown.length) return this.#empty();
    return html`${repeat(this.#days, ([day]) => day, (day) => this.#day(day))}
      ${box.next ? html`<p class="noti-more" aria-hidden="true"></p>` : nothing}`;
  }

  #empty() {
    return html`<div class="empty"><span class="noti-none">${icon("bell")}</span>
      <p>${this.unread ? gettext("You have read everything.") : gettext("Nothing yet. Mentions, replies, notices and surveys for you are listed here.")}</p>
      ${this.unread ? html`<button @click=${() => (this.unread = false)}>${gettext("Show everything")}</button>` : nothing}</div>`;
  }

  /** @param {boolean} unread @param {string} name @param {number} [count] */
  #filter(unread, name, count = 0) {
    return html`<button class="filter" aria-pressed=${unread === this.unread} @click=${() => (this.unread = unread)}>${name}${count ? html` <em class="noti-count">${capped(count)}</em>` : nothing}</button>`;
  }

  render() {
    return html`
      <header class="list-head"><h1>${gettext("Notifications")}</h1>
        <a class="button quiet icon-only" href="/settings#notifications" aria-label=${gettext("Notification settings")} title=${gettext("Notification settings")}>${icon("gear")}</a></header>
      <div class="list-filters" role="group" aria-label=${gettext("Show")}>
        ${this.#filter(false, gettext("All"))}${this.#filter(true, gettext("Unread"), store.unreadNotifications)}
        <button class="quiet small noti-all" ?disabled=${!store.unreadNotifications} @click=${() => attempt(() => box.readAll())}>${icon("checks")}${gettext("Mark all as read")}</button></div>
      <div class="notis" @keydown=${this.#keys}>${this.#found()}</div>`;
  }
}
customElements.define("noti-list", NotiList);
