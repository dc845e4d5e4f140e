/** <search-page>: searching everything I may see, in the place of the list; what is found opens beside it. */
import { html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { attempt } from "../actions.js";
import { StoreElement } from "../element.js";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { icon } from "../icon.js";
import { directRoom } from "../room-acts.js";
import { KINDS, fromAddress, isEnough, toAddress } from "../search-address.js";
import { Marks } from "../search-marks.js";
import { forgetSearch, recentSearches, rememberSearch } from "../search-recent.js";
import { SearchList, keyOf } from "../search.js";
import { store } from "../store.js";
import { next } from "./roving.js";
import { countOf, filterChips, searchFilters } from "./search-filters.js";
import { searchHit } from "./search-hits.js";
import { beforeSearch, noAnswer, noHits, notWhole, skeleton, tried } from "./search-states.js";

/** @typedef {import("../search.js").Hit} Hit @typedef {import("../search-address.js").Asked} Asked @typedef {import("../search-address.js").Kind} Kind */
/** @type {Record<Kind, () => string>} */
const NAMES = {
  all: () => gettext("All"), messages: () => gettext("Messages"), files: () => gettext("Files"),
  users: () => gettext("People"), rooms: () => gettext("Rooms"),
};
/** What stands together in the list of everything, in this order, and how many of it. @type {[Hit["type"], Kind, number][]} */
const SECTIONS = [["user", "users", 3], ["room", "rooms", 3], ["file", "files", 4], ["message", "messages", Infinity]];
const ENOUGH = 60; // hits without a message among them
const NEAR = "600px"; // before the end of the list more is asked for

class SearchPage extends StoreElement {
  static topics = ["route", "people", "rooms", "connection", "gone", "timeline", "search"];
  static properties = { asked: { state: true }, filtering: { state: true }, active: { state: true }, opened: { state: true } };

  constructor() {
    super();
    this.asked = fromAddress(store.route.place.search ?? "");
    this.filtering = false;
    /** The hit with the tab stop, and the one that is shown beside the list. */
    this.active = this.opened = "";
    this.typing = false; // then a pause is waited for
    this.list = new SearchList(() => this.requestUpdate());
    this.marks = new Marks(/** @type {Element} */ (document.getElementById("pane-conversation") ?? document.body));
    this.end = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && this.list.more(), { rootMargin: NEAR });
  }

  /** @returns {HTMLInputElement | null} */
  get field() { return this.querySelector("#search-everywhere"); }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.end.disconnect();
    this.marks.stop();
  }

  firstUpdated() {
    if (!store.currentRoomId || !this.asked.q) this.field?.focus();
  }

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    if (!changed.has("asked")) return;
    this.active = this.opened = "";
    this.marks.show(isEnough(this.asked.q) ? this.asked.q : "");
    this.list.ask(this.asked, this.typing);
    store.route.noteSearch(toAddress(this.asked));
    this.typing = false;
  }

  updated() {
    this.end.disconnect();
    const more = this.querySelector(".search-more");
    if (more) this.end.observe(more);
  }

  /** @param {string} topic @param {any} detail */
  told(topic, detail) {
    if (topic === "search") this.field?.select();
    if (topic === "route") this.#follow();
    if (topic === "gone") this.list.keep((hit) => hit.roomId !== detail && hit.room?.roomId !== detail);
    if (topic === "timeline") this.list.keep((hit) => !store.timeline(hit.roomId ?? "").get(hit.message?.messageId ?? 0)?.deletedAt);
    if (topic === "connection" && store.connection === "online" && this.list.failed?.passing) this.list.retry();
    this.requestUpdate();
  }

  /** Back led to another search. */
  #follow() {
    const { view, search } = store.route.place;
    if (view === "search" && (search ?? "") !== toAddress(this.asked)) this.asked = fromAddress(search ?? "");
  }

  /** @param {Partial<Asked>} change @param {boolean} [typing] */
  #change(change, typing = false) {
    this.typing = typing;
    this.asked = { ...this.asked, ...change };
  }

  /** Look for something else, as if it had been typed. @param {string} q */
  #searchFor(q) {
    this.#change({ q });
    this.field?.focus();
  }

  #close() {
    return store.route.phone && store.route.place.depth > 0 ? store.route.back() : store.openPanel("room-list");
  }

  /** @param {Hit} hit */
  #open(hit) {
    rememberSearch(this.asked.q);
    this.active = this.opened = keyOf(hit);
    const { message, file, user, room } = hit;
    if (message) return store.showMessage(message.roomId, message.messageId);
    if (file?.messageId) return store.showMessage(hit.roomId ?? file.roomId, file.messageId);
    if (user) return attempt(async () => store.openRoom(await directRoom(user.userId)));
    return room && store.openRoom(room.roomId);
  }

  /** @param {Hit} hit */
  #look({ file }) {
    rememberSearch(this.asked.q);
    this.dispatchEvent(new CustomEvent("open-attachment", { detail: { attachment: file }, bubbles: true }));
  }

  /** @param {KeyboardEvent} event */
  #fieldKeys(event) {
    if (event.isComposing) return;
    if (["ArrowDown", "Enter", "NumpadEnter"].includes(event.code)) {
      const first = /** @type {HTMLElement | null} */ (this.querySelector(".search-found [data-key][tabindex='0'], .search-recent button"));
      if (!first) return;
      event.preventDefault();
      first.focus();
    } else if (event.code === "Escape") {
      event.preventDefault();
      if (this.asked.q) this.#change({ q: "" });
      else this.#close();
    }
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.code === "Escape") {
      event.preventDefault();
      return void this.field?.focus();
    }
    const all = /** @type {HTMLElement[]} */ ([...this.querySelectorAll("[data-key]")]);
    const here = /** @type {HTMLElement} */ (event.target).closest("li")?.querySelector("[data-key]") ?? null;
    const target = event.code === "ArrowUp" && here === all[0] ? this.field : next(all, here, event.code);
    if (!target) return;
    event.preventDefault();
    this.active = target.dataset.key ?? this.active;
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  #tabKeys(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.code];
    if (!by) return;
    this.#change({ kind: KINDS[(KINDS.indexOf(this.asked.kind) + by + KINDS.length) % KINDS.length] });
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector("[role=tab][aria-selected=true]"))?.focus());
  }

  render() {
    const { asked } = this;
    return html`<search class="search-tools">
        <div class="search-head">
          <button class="quiet icon-only" aria-label=${gettext("Back to the list")} title=${gettext("Back to the list")} @click=${() => this.#close()}>${icon("back")}</button>
          <div class="list-search">${icon("search")}<label class="sr" for="search-everywhere">${gettext("Search messages, files, people and rooms")}</label>
            <input id="search-everywhere" type="search" autocomplete="off" spellcheck="false" enterkeyhint="search" maxlength="200" placeholder=${gettext("Search everything")}
              .value=${asked.q} @input=${(/** @type {Event} */ event) => this.#change({ q: /** @type {HTMLInputElement} */ (event.target).value }, true)} @keydown=${this.#fieldKeys}></div>
        </div>
        <div class="tabs search-tabs" role="tablist" aria-label=${gettext("What to show")} @keydown=${this.#tabKeys}>${KINDS.map((kind) => html`
          <button role="tab" id="search-${kind}" aria-selected=${kind === asked.kind} aria-controls="search-found" tabindex=${kind === asked.kind ? 0 : -1}
            @click=${() => this.#change({ kind })}>${NAMES[kind]()}</button>`)}</div>
        ${asked.kind === "users" || asked.kind === "rooms" ? nothing : this.#narrowing()}
      </search>
      <div id="search-found" class="search-found" role="tabpanel" aria-labelledby="search-${asked.kind}" aria-busy=${this.list.busy} @keydown=${this.#keys}>
        <p class="sr" role="status">${this.#said()}</p>${this.#found()}</div>`;
  }

  #narrowing() {
    const { asked } = this;
    const n = countOf(asked);
    const change = (/** @type {Partial<Asked>} */ some) => this.#change(some);
    return html`<div class="search-narrow">
        <button class="quiet small" aria-expanded=${this.filtering} aria-controls="search-filters" @click=${() => (this.filtering = !this.filtering)}>
          ${icon("filter")}${gettext("Filters")}${n ? html`<em class="badge muted">${n}</em>` : nothing}</button>
        <div class="search-order" role="group" aria-label=${gettext("Order")}>${[false, true].map((best) => html`<button class="filter" aria-pressed=${best === asked.best}
          @click=${() => this.#change({ best })}>${best ? gettext("Best match") : gettext("Newest")}</button>`)}</div>
      </div>${this.filtering ? searchFilters(asked, change) : filterChips(asked, change)}`;
  }

  /** What a screen reader hears of the answer. */
  #said() {
    const { hits, fresh, busy, done } = this.list;
    if (!fresh || busy || !isEnough(this.asked.q)) return "";
    if (!hits.length) return interpolate(gettext("Nothing found for “%(query)s”."), { query: this.asked.q });
    return interpolate(done ? ngettext("%(n)s result", "%(n)s results", hits.length) : gettext("%(n)s results and more"), { n: hits.length });
  }

  #found() {
    const { asked, list } = this;
    if (!isEnough(asked.q)) return this.#before();
    if (!list.hits.length && list.failed) return noAnswer(list.failed, () => list.retry());
    if (!list.hits.length) return list.fresh ? noHits(asked, (some) => this.#change(some)) : list.busy ? skeleton() : nothing;
    return html`${list.partial ? notWhole() : nothing}${tried(list.alsoTried, (q) => this.#searchFor(q))}
      <div class=${list.fresh ? "" : "search-stale"}>${asked.kind === "all" ? this.#sections() : html`<ul>${repeat(list.hits, keyOf, (hit) => this.#hit(hit))}</ul>`}</div>
      ${list.failed ? noAnswer(list.failed, () => list.retry()) : nothing}
      ${list.busy ? html`<div class="search-bar" role="progressbar" aria-label=${gettext("Loading")}></div>` : nothing}
      ${this.#goesOn ? html`<p class="search-more" aria-hidden="true"></p>` : nothing}`;
  }

  /** Whether scrolling fetches more: not while nothing of it would be seen. */
  get #goesOn() {
    const { hits, done, failed, fresh } = this.list;
    return fresh && !done && !failed && (this.asked.kind !== "all" || hits.length < ENOUGH || hits.some((hit) => hit.message));
  }

  /** @param {Hit} hit */
  #hit(hit) {
    const key = keyOf(hit);
    const shown = this.list.hits;
    const first = this.asked.kind === "all" ? SECTIONS.map(([type]) => shown.find((one) => one.type === type)).find(Boolean) : shown[0];
    const active = this.active ? key === this.active : hit === first;
    return searchHit(hit, { key, active, current: key === this.opened, open: () => this.#open(hit), look: () => this.#look(hit) });
  }

  /** Of everything: a few of each kind, and the messages. */
  #sections() {
    return SECTIONS.map(([type, kind, few]) => {
      const hits = this.list.hits.filter((hit) => hit.type === type);
      if (!hits.length) return nothing;
      return html`<section><div class="search-section"><h2>${NAMES[kind]()}</h2>
          <button class="quiet small" aria-label=${interpolate(gettext("Show all: %(kind)s"), { kind: NAMES[kind]() })} @click=${() => this.#change({ kind })}>${gettext("Show all")}</button></div>
        <ul>${repeat(hits.slice(0, few), keyOf, (hit) => this.#hit(hit))}</ul></section>`;
    });
  }

  #before() {
    const forget = (/** @type {string | undefined} */ query) => {
      forgetSearch(query);
      this.field?.focus();
      this.requestUpdate();
    };
    return beforeSearch(this.asked.q.trim(), recentSearches(), { search: (query) => this.#searchFor(query), forget });
  }
}
customElements.define("search-page", SearchPage);
