/** <org-chart>: the company as a tree, and people found in it. Long branches are drawn as far as they can be seen. */
import { html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { StoreElement } from "../element.js";
import { Finder } from "../finder.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { loadChart, postLine } from "../org.js";
import { store } from "../store.js";
import { avatar, initials, statusName } from "./avatar.js";
import { flatten, windowOf, ROW } from "./org-rows.js";

/** @typedef {import("./org-rows.js").Row} Row */

const HOME = ["ArrowDown", "ArrowUp", "ArrowRight", "ArrowLeft", "Home", "End", "Enter", "Space"];

class OrgChart extends StoreElement {
  static topics = ["people", "presence"];

  #finder = new Finder(() => this.requestUpdate());
  /** @type {import("../org.js").Chart | null} */
  #chart = null;
  #failed = false;
  /** @type {Set<string>} */
  #open = new Set();
  /** @type {Row[]} */
  #rows = [];
  #active = 0;
  #resized = new ResizeObserver(() => this.requestUpdate());

  connectedCallback() {
    super.connectedCallback();
    this.#resized.observe(this);
    this.#load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  async #load() {
    this.#failed = false;
    this.requestUpdate();
    try {
      this.#chart = await loadChart();
      if (!this.#open.size) for (const root of this.#chart.roots) this.#open.add(root.orgUnitId);
    } catch {
      this.#failed = true;
    }
    this.requestUpdate();
  }

  get #scroller() {
    return /** @type {HTMLElement | null} */ (this.querySelector(".tree"));
  }

  /** @param {Row} row @param {boolean} [open] */
  #fold(row, open) {
    if (!row.unit) return;
    const id = row.unit.orgUnitId;
    if (open ?? !this.#open.has(id)) this.#open.add(id);
    else this.#open.delete(id);
    this.requestUpdate();
  }

  /** @param {Row} row @param {number} at */
  #act(row, at) {
    this.#active = at;
    if (row.unit) this.#fold(row);
    else if (row.person) store.showProfile(row.person.userId);
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || !HOME.includes(event.code)) return;
    event.preventDefault();
    const row = this.#rows[this.#active];
    if (!row) return;
    const at = this.#active;
    if (event.code === "Enter" || event.code === "Space") return this.#act(row, at);
    if (event.code === "ArrowRight" && row.unit && !row.open) return this.#fold(row, true);
    if (event.code === "ArrowLeft" && row.unit && row.open) return this.#fold(row, false);
    const parent = this.#rows.findLastIndex((one, i) => i < at && one.level < row.level);
    const target = {
      ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: this.#rows.length - 1,
      ArrowRight: row.unit ? at + 1 : at, ArrowLeft: parent < 0 ? at : parent,
    }[event.code];
    this.#focus(Math.max(0, Math.min(this.#rows.length - 1, target ?? at)));
  }

  /** @param {number} at */
  async #focus(at) {
    this.#active = at;
    const scroller = this.#scroller;
    if (scroller) {
      const top = at * ROW;
      if (top < scroller.scrollTop) scroller.scrollTop = top;
      else if (top + ROW > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + ROW - scroller.clientHeight;
    }
    this.requestUpdate();
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector("[role=treeitem][tabindex='0']"))?.focus({ preventScroll: true });
  }

  /** @param {Row} row @param {number} at */
  #row(row, at) {
    const item = row.unit ? this.#unit(row) : this.#person(row);
    return html`<div role="treeitem" class="org-row ${row.unit ? "org-unit" : "org-person"} level-${Math.min(row.level, 6)}"
      aria-level=${row.level} aria-posinset=${row.place} aria-setsize=${row.siblings}
      aria-expanded=${row.unit ? String(row.open) : nothing} tabindex=${at === this.#active ? 0 : -1}
      @click=${() => this.#act(row, at)} @focus=${() => (this.#active = at)}>${item}</div>`;
  }

  /** @param {Row} row */
  #unit({ unit, open }) {
    const count = this.#chart?.counts.get(unit?.orgUnitId ?? "") ?? 0;
    return html`${icon(open ? "down" : "forward")}<b>${unit?.name}</b><small>${interpolate(gettext("%(n)s people"), { n: count })}</small>`;
  }

  /** @param {Row} row */
  #person({ person }) {
    if (!person) return nothing;
    const status = store.presence(person.userId);
    const several = (this.#chart?.posts.get(person.userId) ?? 1) > 1;
    return html`${avatar(person.userId, initials(person.name), { size: "small", status, photo: person.photoUrl })}
      <span class="org-name"><b>${person.name}</b> <small>${person.title}</small></span>
      ${person.roleInOrg && person.roleInOrg !== person.title ? html`<span class="chip">${person.roleInOrg}</span>` : nothing}
      ${several ? html`<span class="chip outline">${gettext("Several posts")}</span>` : nothing}
      <span class="sr">${statusName(status)}</span>`;
  }

  #tree() {
    if (this.#failed) {
      return html`<div class="empty" role="alert"><p>${gettext("The org chart could not be loaded.")}</p>
        <button @click=${this.#load}>${gettext("Try again")}</button></div>`;
    }
    if (!this.#chart) return html`<div aria-busy="true"><p class="skeleton">&nbsp;</p><p class="skeleton">&nbsp;</p><p class="skeleton">&nbsp;</p></div>`;
    if (!this.#chart.roots.length) return html`<p class="empty">${gettext("There is no department yet.")}</p>`;
    this.#rows = flatten(this.#chart.roots, this.#open);
    this.#active = Math.min(this.#active, this.#rows.length - 1);
    const { from, to, above, below } = windowOf(this.#rows.length, this.#scroller?.scrollTop ?? 0, this.#scroller?.clientHeight ?? 900);
    return html`<div class="tree" role="tree" aria-label=${gettext("Org chart")} @keydown=${this.#keys} @scroll=${() => this.requestUpdate()}>
      <div role="presentation" .style=${`height:${above}px`}></div>
      ${repeat(this.#rows.slice(from, to), (row) => row.key, (row, i) => this.#row(row, from + i))}
      <div role="presentation" .style=${`height:${below}px`}></div></div>`;
  }

  #results() {
    const { found, meant, query, failed } = this.#finder;
    if (failed) return html`<p class="empty" role="alert">${gettext("The search did not work. Please try again.")}</p>`;
    if (!found) return html`<p class="skeleton">&nbsp;</p>`;
    if (found.length) {
      return html`<ul class="org-results">${repeat(found, (user) => user.userId, (user) => html`<li>
        <button class="quiet org-row" @click=${() => store.showProfile(user.userId)}>
          ${avatar(user.userId, initials(user.name), { size: "small", status: store.presence(user.userId), photo: user.photoUrl })}
          <span class="org-name"><b>${user.name}</b> <small>${postLine(user)}</small></span></button></li>`)}</ul>`;
    }
    return html`<div class="empty"><p>${interpolate(gettext("Nobody found for “%(query)s”."), { query })}</p>
      ${meant ? html`<button @click=${() => this.#again(meant)}>${interpolate(gettext("Search for “%(query)s”"), { query: meant })}</button>` : nothing}</div>`;
  }

  /** @param {string} query */
  #again(query) {
    const field = /** @type {HTMLInputElement} */ (this.querySelector("#org-search"));
    field.value = query;
    field.focus();
    this.#finder.ask(query);
  }

  render() {
    return html`
      <header class="list-head"><h1>${gettext("Org chart")}</h1></header>
      <div class="list-search">${icon("search")}
        <label class="sr" for="org-search">${gettext("Find people")}</label>
        <input id="org-search" type="search" autocomplete="off" spellcheck="false" placeholder=${gettext("Name, initials (ㄱㅎㄴ), department, number")}
          @input=${(/** @type {Event} */ event) => this.#finder.ask(/** @type {HTMLInputElement} */ (event.target).value)}></div>
      ${this.#finder.query ? this.#results() : this.#tree()}`;
  }
}
customElements.define("org-chart", OrgChart);
