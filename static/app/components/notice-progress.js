/** <notice-progress>: how far a notice is, by department; who has not confirmed; reminding, reports, the end. Fires `change`. */
import { html, nothing } from "lit";
import { attempt } from "../actions.js";
import { api } from "../api.js";
import { StoreElement } from "../element.js";
import { formatExact, formatNear } from "../format.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { confirmedOf, percent, reminded } from "../notices/words.js";
import { store } from "../store.js";
import { avatar, initials } from "./avatar.js";

/** @typedef {import("../notices/types").Notice} Notice @typedef {import("../notices/types").Recipient} Recipient */
/** @typedef {"unconfirmed" | "confirmed"} Side */

class NoticeProgress extends StoreElement {
  static topics = ["people"];
  static properties = { notice: {}, side: { state: true }, people: { state: true }, asking: { state: true }, busy: { state: true }, failed: { state: true } };

  constructor() {
    super();
    /** @type {Notice} */
    this.notice = /** @type {any} */ (null);
    /** @type {Side} */
    this.side = "unconfirmed";
    /** @type {Recipient[] | null} */
    this.people = null;
    /** @type {string | null} */
    this.next = null;
    /** What is about to be done, once more asked. @type {"" | "close" | "withdraw"} */
    this.asking = "";
    this.busy = false;
    this.failed = false;
  }

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    const before = /** @type {Notice | undefined} */ (changed.get("notice"));
    if (changed.has("side") || (changed.has("notice") && before?.confirmedCount !== this.notice.confirmedCount)) this.#load();
  }

  /** @param {string} [cursor] */
  async #load(cursor) {
    const { side } = this;
    this.failed = false;
    try {
      const page = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
      const { results, next } = await api.get(`/must-reads/${this.notice.mustReadId}/recipients?state=${side}&limit=100${page}`);
      if (side !== this.side) return;
      this.next = next;
      this.people = cursor ? [...(this.people ?? []), ...results] : results;
    } catch {
      this.failed = true;
    }
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }

  /** @param {() => Promise<unknown>} work */
  async #do(work) {
    this.busy = true;
    const done = await attempt(work);
    this.busy = false;
    if (done) this.#changed();
    return done;
  }

  #remind() {
    return this.#do(async () => store.toast(reminded(await api.post(`/must-reads/${this.notice.mustReadId}/remind`))));
  }

  async #end() {
    const { asking, notice } = this;
    const path = `/must-reads/${notice.mustReadId}`;
    const done = await this.#do(() => (asking === "withdraw" ? api.del(path) : api.post(`${path}/close`)));
    if (done) this.asking = "";
  }

  /** @param {"close" | "withdraw"} what */
  async #ask(what) {
    this.asking = what;
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector(".notice-asking button"))?.focus();
  }

  async #keep() {
    const { asking } = this;
    this.asking = "";
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector(`[data-end=${asking}]`))?.focus();
  }

  #numbers() {
    const { notice } = this;
    const { departments = [] } = notice;
    return html`<div class="notice-whole"><p><b>${confirmedOf(notice)}</b> <span>${percent(notice)}%</span></p>
        <progress value=${notice.confirmedCount} max=${Math.max(1, notice.targetCount)} aria-hidden="true"></progress></div>
      ${departments.length > 1 ? html`<table class="notice-departments"><caption class="sr">${gettext("By department")}</caption>
        <thead class="sr"><tr><th scope="col">${gettext("Department")}</th><th scope="col">${gettext("Confirmed")}</th></tr></thead>
        <tbody>${departments.map((one) => html`<tr><th scope="row">${one.name || gettext("Without a department")}</th>
          <td><progress value=${one.confirmedCount} max=${one.targetCount} aria-hidden="true"></progress></td>
          <td class="number">${one.confirmedCount} / ${one.targetCount}</td></tr>`)}</tbody></table>` : nothing}`;
  }

  #acts() {
    const { notice, busy } = this;
    const left = notice.targetCount - notice.confirmedCount;
    const soon = notice.remindableAt !== null && Date.parse(notice.remindableAt) > Date.now();
    const report = (/** @type {string} */ form) => `/api/v1/must-reads/${notice.mustReadId}/report.${form}`;
    return html`<div class="notice-acts">
      ${notice.closedAt ? nothing : html`<button class="primary" ?disabled=${busy || !left || soon} @click=${this.#remind}>${icon("bell")}${interpolate(gettext("Remind who has not confirmed (%(n)s)"), { n: left })}</button>`}
      <a class="button" href=${report("csv")} download>${icon("table")}${gettext("CSV report")}</a>
      <a class="button" href=${report("pdf")} download>${icon("download")}${gettext("PDF report")}</a></div>
      ${notice.remindedAt && !notice.closedAt ? html`<p class="small notice-reminded">${interpolate(soon ? gettext("Last reminded %(moment)s. The next reminder is possible %(next)s.") : gettext("Last reminded %(moment)s."),
        { moment: formatNear(notice.remindedAt), next: notice.remindableAt ? formatNear(notice.remindableAt) : "" })}</p>` : nothing}`;
  }

  /** @param {Side} side @param {number} n */
  #tab(side, n) {
    const name = side === "confirmed" ? gettext("Confirmed %(n)s") : gettext("Not confirmed %(n)s");
    return html`<button role="tab" id="notice-${side}" aria-selected=${side === this.side} aria-controls="notice-people" tabindex=${side === this.side ? 0 : -1}
      @click=${() => (this.side = side)}>${interpolate(name, { n: n.toLocaleString() })}</button>`;
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    if (event.code !== "ArrowLeft" && event.code !== "ArrowRight") return;
    this.side = this.side === "confirmed" ? "unconfirmed" : "confirmed";
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector("[role=tab][aria-selected=true]"))?.focus());
  }

  #names() {
    if (this.failed) return html`<div class="empty" role="alert"><p>${gettext("The list could not be loaded.")}</p><button @click=${() => this.#load()}>${gettext("Try again")}</button></div>`;
    if (!this.people) return html`<p class="skeleton">&nbsp;</p>`;
    if (!this.people.length) return html`<p class="small">${this.side === "confirmed" ? gettext("Nobody yet.") : gettext("Everybody has confirmed.")}</p>`;
    /** @type {Map<string, Recipient[]>} */
    const units = new Map();
    for (const one of this.people) units.set(one.unitName, [...(units.get(one.unitName) ?? []), one]);
    return html`${[...units].map(([unit, people]) => html`<section class="notice-unit"><h3>${unit || gettext("Without a department")}</h3>
        <ul>${people.map((one) => this.#person(one))}</ul></section>`)}
      ${this.next ? html`<p class="notice-more"><button class="quiet" @click=${() => this.#load(/** @type {string} */ (this.next))}>${gettext("Show more")}</button></p>` : nothing}`;
  }

  /** @param {Recipient} recipient */
  #person({ userId, confirmedAt, late }) {
    const user = store.user(userId);
    const name = user?.name ?? "";
    return html`<li><button class="quiet notice-person" @click=${() => store.showProfile(userId)}>${avatar(userId, initials(name), { size: "small" })}
      <span><b>${name}</b> <small>${user?.title ?? ""}</small></span>
      ${confirmedAt ? html`<small class=${late ? "pressing" : ""} title=${formatExact(confirmedAt)}>${late ? gettext("late") : ""} ${formatNear(confirmedAt)}</small>` : nothing}</button></li>`;
  }

  #endings() {
    const { notice } = this;
    if (notice.authorId !== store.me.userId || notice.withdrawnAt) return nothing;
    if (this.asking) {
      const text = this.asking === "close" ? gettext("Nobody will be asked or reminded any more. The list stays as it is.")
        : gettext("It disappears for everybody else, and its messages are deleted. This cannot be undone.");
      return html`<div class="notice-asking note warn" role="group"><p>${text}</p>
        <button ?disabled=${this.busy} @click=${this.#keep}>${gettext("Cancel")}</button>
        <button class="danger" ?disabled=${this.busy} @click=${this.#end}>${this.asking === "close" ? gettext("Close it") : gettext("Withdraw it")}</button></div>`;
    }
    return html`<p class="notice-endings">
      ${notice.closedAt ? nothing : html`<button class="quiet" data-end="close" @click=${() => this.#ask("close")}>${icon("check")}${gettext("Close the notice")}</button>`}
      <button class="quiet danger" data-end="withdraw" @click=${() => this.#ask("withdraw")}>${icon("trash")}${gettext("Withdraw the notice")}</button></p>`;
  }

  render() {
    const { confirmedCount, targetCount } = this.notice;
    return html`<section class="notice-progress" aria-label=${gettext("How far it is")}>
      <h2>${gettext("How far it is")}</h2>
      ${this.#numbers()}${this.#acts()}
      <div class="tabs" role="tablist" @keydown=${this.#keys}>${this.#tab("unconfirmed", targetCount - confirmedCount)}${this.#tab("confirmed", confirmedCount)}</div>
      <div id="notice-people" role="tabpanel" aria-labelledby="notice-${this.side}" tabindex="0">${this.#names()}</div>
      ${this.#endings()}</section>`;
  }
}
customElements.define("notice-progress", NoticeProgress);
