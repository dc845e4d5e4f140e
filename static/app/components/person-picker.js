/** <person-picker>: choose people by searching or from the org chart; says `change` when the choice changes. */
import { html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { StoreElement } from "../element.js";
import { Finder } from "../finder.js";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { icon } from "../icon.js";
import { everybodyIn, loadChart, postLine } from "../org.js";
import { store } from "../store.js";
import { avatar, initials } from "./avatar.js";

/** @typedef {import("../org.js").Unit} Unit @typedef {import("../org.js").Chart} Chart */
/** @typedef {{userId: string, name: string, photoUrl?: string | null}} Person */

/** More than so many names are only counted. */
const CHIPS = 30;

export class PersonPicker extends StoreElement {
  static topics = ["presence"];

  /** @type {Map<string, Person>} */
  chosen = new Map();
  /** Who is in already and cannot be chosen. @type {Set<string>} */
  inside = new Set();
  #finder = new Finder(() => this.requestUpdate());
  /** @type {Chart | null} */
  #chart = null;
  /** @type {Set<string>} units that are unfolded */
  #open = new Set();
  #failed = false;

  connectedCallback() {
    super.connectedCallback();
    loadChart().then((chart) => {
      this.#chart = chart;
      if (chart.roots.length === 1) this.#open.add(chart.roots[0].orgUnitId);
    }).catch(() => (this.#failed = true)).finally(() => this.requestUpdate());
  }

  firstUpdated() {
    this.querySelector("input")?.focus();
  }

  /** @param {Person[]} people @param {boolean} wanted */
  #choose(people, wanted) {
    for (const { userId, name } of people) {
      if (this.inside.has(userId)) continue;
      if (wanted) this.chosen.set(userId, { userId, name });
      else this.chosen.delete(userId);
    }
    this.requestUpdate();
    this.dispatchEvent(new Event("change"));
  }

  /** @param {string} id */
  #toggleUnit(id) {
    if (!this.#open.delete(id)) this.#open.add(id);
    this.requestUpdate();
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    if (event.isComposing) return;
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (event.key === "Enter") {
      event.preventDefault();
      const first = this.#finder.found?.find(({ userId }) => !this.inside.has(userId) && !this.chosen.has(userId));
      if (!first) return;
      this.#choose([first], true);
      this.#search(field, "");
    } else if (event.key === "Backspace" && !field.value && this.chosen.size) {
      this.#choose([/** @type {Person} */ ([...this.chosen.values()].at(-1))], false);
    }
  }

  /** @param {HTMLInputElement} field @param {string} query */
  #search(field, query) {
    field.value = query;
    this.#finder.ask(query);
    field.focus();
  }

  #chips() {
    if (!this.chosen.size) return nothing;
    const rest = this.chosen.size - CHIPS;
    return html`<ul class="chips" aria-label=${gettext("Chosen people")}>${repeat([...this.chosen.values()].slice(0, CHIPS), (one) => one.userId,
      (one) => html`<li class="chip">${one.name}<button type="button" class="quiet chip-remove" aria-label=${interpolate(gettext("Remove %(name)s"), { name: one.name })}
        @click=${() => this.#choose([one], false)}>${icon("close")}</button></li>`)}
      ${rest > 0 ? html`<li class="chip">${interpolate(gettext("and %(n)s more"), { n: rest })}</li>` : nothing}</ul>`;
  }

  /** @param {Person} person @param {string} line */
  #person(person, line) {
    const { userId, name, photoUrl } = person;
    const inside = this.inside.has(userId);
    return html`<li><label class="pick">
      <input type="checkbox" .checked=${inside || this.chosen.has(userId)} ?disabled=${inside}
        @change=${(/** @type {Event} */ event) => this.#choose([person], /** @type {HTMLInputElement} */ (event.target).checked)}>
      ${avatar(userId, initials(name), { size: "small", status: store.presence(userId), photo: photoUrl })}
      <span class="pick-text"><b>${name}</b><small>${inside ? gettext("Already here") : line}</small></span>
    </label></li>`;
  }

  #results() {
    const { found, meant, query, failed } = this.#finder;
    if (failed) return html`<p class="empty">${gettext("The search did not work. Please try again.")}</p>`;
    if (!found) return html`<p class="skeleton">&nbsp;</p>`;
    if (found.length) return html`<ul>${repeat(found, (user) => user.userId, (user) => this.#person(user, postLine(user)))}</ul>`;
    return html`<div class="empty"><p>${interpolate(gettext("Nobody found for “%(query)s”."), { query })}</p>
      ${meant ? html`<button type="button" @click=${() => this.#search(/** @type {HTMLInputElement} */ (this.querySelector("input[type=search]")), meant)}>
        ${interpolate(gettext("Search for “%(query)s”"), { query: meant })}</button>` : nothing}</div>`;
  }

  /** @param {Unit} unit @returns {unknown} */
  #unit(unit) {
    const open = this.#open.has(unit.orgUnitId);
    const everybody = everybodyIn(unit).filter(({ userId }) => !this.inside.has(userId) && userId !== store.me.userId);
    const all = everybody.length > 0 && everybody.every(({ userId }) => this.chosen.has(userId));
    return html`<li>
      <div class="pick-unit">
        <button type="button" class="quiet unfold" aria-expanded=${open} @click=${() => this.#toggleUnit(unit.orgUnitId)}>
          ${icon(open ? "down" : "forward")}<span>${unit.name}</span><small>${everybody.length}</small></button>
        ${everybody.length ? html`<button type="button" class="quiet small" aria-pressed=${all} @click=${() => this.#choose(everybody, !all)}
          aria-label=${interpolate(all ? gettext("Deselect everybody in %(name)s") : gettext("Select everybody in %(name)s"), { name: unit.name })}>
          ${all ? gettext("Deselect all") : gettext("Select all")}</button>` : nothing}
      </div>
      ${open ? html`<ul class="pick-branch">
        ${unit.members.map((member) => (member.userId === store.me.userId ? nothing : this.#person(member, member.title)))}
        ${unit.children.map((child) => this.#unit(child))}</ul>` : nothing}
    </li>`;
  }

  #tree() {
    if (this.#failed) return html`<p class="empty">${gettext("The org chart could not be loaded.")}</p>`;
    if (!this.#chart) return html`<p class="skeleton">&nbsp;</p>`;
    return html`<ul>${this.#chart.roots.map((root) => this.#unit(root))}</ul>`;
  }

  render() {
    const count = this.chosen.size;
    return html`
      ${this.#chips()}
      <input type="search" autocomplete="off" spellcheck="false" aria-label=${gettext("Find people")}
        placeholder=${gettext("Name, initials (ㄱㅎㄴ), department, number")} @keydown=${this.#keys}
        @input=${(/** @type {Event} */ event) => this.#finder.ask(/** @type {HTMLInputElement} */ (event.target).value)}>
      <p class="sr" role="status">${count ? interpolate(ngettext("%(n)s person chosen", "%(n)s people chosen", count), { n: count }) : nothing}</p>
      <div class="picks" tabindex="-1">${this.#finder.query ? this.#results() : this.#tree()}</div>`;
  }
}
customElements.define("person-picker", PersonPicker);
