/** <notice-dialog>: publish a must-read notice: to rooms and departments, with a deadline. `room-id` proposes a room. */
import { html, nothing } from "lit";
import { api } from "../api.js";
import { limits } from "../boot.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { box } from "../notices/box.js";
import { loadChart } from "../org.js";
import { store } from "../store.js";
import { DialogElement } from "./dialog.js";

/** @typedef {import("../org.js").Unit} Unit */

const TITLE = 100;
const HOUR = 3600_000;

/** A moment as `datetime-local` wants it. @param {Date} date */
const local = (date) => new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** Six o'clock in so many days. @param {number} days @param {Date} [now] */
function evening(days, now = new Date()) {
  const date = new Date(now);
  date.setDate(date.getDate() + days);
  date.setHours(18, 0, 0, 0);
  return date;
}

class NoticeDialog extends DialogElement {
  static properties = { roomId: { attribute: "room-id" }, places: { state: true }, chart: { state: true }, failed: { state: true }, chosen: { state: true }, until: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.roomId = "";
    /** @type {{rooms: Set<string>, units: Set<string>} | null} */
    this.places = null;
    /** @type {import("../org.js").Chart | null} */
    this.chart = null;
    this.failed = false;
    /** @type {Set<string>} */
    this.chosen = new Set();
    /** @type {Set<string>} */
    this.unfolded = new Set();
    this.until = local(evening(1));
    this.busy = false;
    this.clientMsgId = crypto.randomUUID();
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    this.failed = false;
    try {
      const [places, chart] = await Promise.all([api.get("/must-reads/places"), loadChart()]);
      this.places = { rooms: new Set(places.roomIds), units: new Set(places.orgUnitIds) };
      if (this.places.rooms.has(this.roomId)) this.chosen = new Set([`room:${this.roomId}`]);
      for (const root of chart.roots) this.#unfold(root, 0);
      this.chart = chart;
    } catch {
      this.failed = true;
    }
  }

  /** What leads to departments that I may address lies open. @param {Unit} unit @param {number} depth @returns {boolean} */
  #unfold(unit, depth) {
    const inside = unit.children.map((child) => this.#unfold(child, depth + 1)).includes(true);
    const mine = Boolean(this.places?.units.has(unit.orgUnitId));
    if ((inside && !mine) || !depth) this.unfolded.add(unit.orgUnitId);
    return inside || mine;
  }

  heading() {
    return gettext("New must-read notice");
  }

  /** @param {string} key @param {boolean} on */
  #choose(key, on) {
    const chosen = new Set(this.chosen);
    if (on) chosen.add(key);
    else chosen.delete(key);
    this.chosen = chosen;
  }

  /** @param {string} key @param {string} name @param {string} detail @param {boolean} [covered] a department above it is chosen */
  #pick(key, name, detail, covered = false) {
    return html`<label class="pick"><input type="checkbox" .checked=${covered || this.chosen.has(key)} ?disabled=${covered}
      @change=${(/** @type {Event} */ event) => this.#choose(key, /** @type {HTMLInputElement} */ (event.target).checked)}>
      <span class="notice-pick">${name}</span><small>${detail}</small></label>`;
  }

  #rooms() {
    const rooms = [...(this.places?.rooms ?? [])].map((id) => store.room(id)).filter((room) => room !== undefined && room !== null);
    const first = rooms.sort((a, b) => Number(b.roomId === this.roomId) - Number(a.roomId === this.roomId)).filter(({ type }) => type === "GROUP");
    if (!first.length) return nothing;
    return html`<fieldset class="notice-picks"><legend>${gettext("Conversations to address")}</legend><ul>${first.map((room) => html`<li>${this.#pick(`room:${room.roomId}`, store.directory.title(room),
      interpolate(gettext("%(n)s members"), { n: room.memberCount }))}</li>`)}</ul></fieldset>`;
  }

  /** @param {string} id */
  #toggle(id) {
    if (!this.unfolded.delete(id)) this.unfolded.add(id);
    this.requestUpdate();
  }

  /** @param {Unit} unit @param {boolean} covered @returns {unknown} */
  #unit(unit, covered) {
    const { orgUnitId: id, name, children } = unit;
    const open = this.unfolded.has(id);
    const key = `unit:${id}`;
    const mine = this.places?.units.has(id);
    return html`<li><div class="notice-branch">${children.length ? html`<button type="button" class="quiet icon-only" aria-expanded=${open} aria-label=${name} @click=${() => this.#toggle(id)}>${icon(open ? "down" : "forward")}</button>`
        : html`<span class="notice-leaf"></span>`}
      ${mine ? this.#pick(key, name, interpolate(gettext("%(n)s people"), { n: this.chart?.counts.get(id) ?? 0 }), covered) : html`<span class="notice-pick not-mine">${name}</span>`}</div>
      ${open && children.length ? html`<ul>${children.map((child) => this.#unit(child, covered || this.chosen.has(key)))}</ul>` : nothing}</li>`;
  }

  #units() {
    if (!this.places?.units.size || !this.chart) return nothing;
    return html`<fieldset class="notice-picks"><legend>${gettext("Departments, with those below them")}</legend><ul>${this.chart.roots.map((root) => this.#unit(root, false))}</ul></fieldset>`;
  }

  #targets() {
    if (this.failed) return html`<div class="empty" role="alert"><p>${gettext("This could not be loaded.")}</p><button type="button" @click=${this.#load}>${gettext("Try again")}</button></div>`;
    if (!this.places || !this.chart) return html`<p class="skeleton">&nbsp;</p>`;
    if (!this.places.units.size && ![...this.places.rooms].some((id) => store.room(id)?.type === "GROUP")) {
      return html`<p class="note warn">${icon("info")}<span>${gettext("Room admins publish in their rooms; who leads a department, in it and below it. You are neither.")}</span></p>`;
    }
    return html`${this.#rooms()}${this.#units()}`;
  }

  #deadline() {
    const set = (/** @type {Date | null} */ date) => () => (this.until = date ? local(date) : "");
    /** @type {[string, Date | null][]} */
    const quick = [[gettext("Today 18:00"), evening(0)], [gettext("Tomorrow 18:00"), evening(1)], [gettext("In a week"), evening(7)], [gettext("No deadline"), null]];
    return html`<div class="field"><label for="notice-until">${gettext("To be confirmed until")}</label>
      <input id="notice-until" type="datetime-local" .value=${this.until} min=${local(new Date())} @input=${(/** @type {Event} */ event) => (this.until = /** @type {HTMLInputElement} */ (event.target).value)}>
      <div class="notice-quick" role="group" aria-label=${gettext("Deadline")}>${quick.map(([name, date]) => html`<button type="button" class="chip"
        aria-pressed=${this.until === (date ? local(date) : "")} ?disabled=${date !== null && date.getTime() < Date.now() + HOUR / 60} @click=${set(date)}>${name}</button>`)}</div>
      <span class="hint">${this.until ? gettext("Who has not confirmed is reminded a day and an hour before.") : gettext("Nobody is reminded by itself.")}</span></div>`;
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault();
    if (this.busy || !this.chosen.size) return;
    const fields = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const ids = (/** @type {string} */ kind) => [...this.chosen].filter((key) => key.startsWith(kind)).map((key) => key.slice(kind.length));
    this.busy = true;
    const done = await this.attempt(async () => {
      const notice = await api.post("/must-reads", {
        clientMsgId: this.clientMsgId, title: String(fields.get("title")).trim(), text: String(fields.get("text")).trim(),
        roomIds: ids("room:"), orgUnitIds: ids("unit:"), deadline: this.until ? new Date(this.until).toISOString() : null,
      });
      box.load("mine");
      store.toast(gettext("The notice is published."), { label: gettext("Show"), run: () => store.openNotice(notice.mustReadId) });
    });
    this.busy = false;
    if (done) this.close();
  }

  content() {
    const most = limits.text - TITLE - 2;
    return html`<form class="dialog-form" @submit=${this.#submit}>
      <div class="dialog-body notice-form">
        <div class="field"><label for="notice-name">${gettext("Title")}</label><input id="notice-name" name="title" required maxlength=${TITLE} autocomplete="off" data-first></div>
        <div class="field"><label for="notice-body">${gettext("Body")}</label><textarea id="notice-body" name="text" required rows="5" maxlength=${most}></textarea></div>
        ${this.#deadline()}
        <section class="notice-to" aria-labelledby="notice-to"><h3 id="notice-to">${gettext("Who has to confirm it?")}</h3>${this.#targets()}</section>
      </div>
      <footer class="dialog-foot"><button type="button" @click=${this.close}>${gettext("Cancel")}</button>
        <button class="primary" ?disabled=${this.busy || !this.chosen.size}>${gettext("Publish")}</button></footer>
    </form>`;
  }
}
customElements.define("notice-dialog", NoticeDialog);
