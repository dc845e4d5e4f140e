/** The frame: rail, list, conversation, side panel. Under 760 px one of them at a time. */
import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { StoreElement } from "../element.js";
import { gettext } from "../i18n.js";
import { ready } from "../lazy.js";
import { setWidth, splitter } from "./splitter.js";
import { store } from "../store.js";
import "./app-rail.js";
import "./room-list.js";

export class AppShell extends StoreElement {
  static topics = ["route", "connection", "toasts", "notices"];

  #panel = "";

  connectedCallback() {
    super.connectedCallback();
    setWidth(this);
  }

  get #pane() {
    const { room, panel, view, survey, notice } = store.route.place;
    if (panel && room) return "side";
    return room || survey || notice || view === "files" ? "conversation" : "list";
  }

  /** Whether a part of the page can be drawn. @param {string} tag */
  #ready(tag) {
    return ready(tag, (loaded) => {
      if (loaded) this.requestUpdate();
      else if (tag === "org-chart" || tag === "search-page" || tag === "noti-list" || tag.startsWith("survey-") || tag.startsWith("notice-")) store.openPanel("room-list");
      else if (tag === "room-info" || tag === "file-box") store.openPanel(store.route.place.room ? null : "room-list");
    });
  }

  /** @param {import("lit").PropertyValues} _changed */
  updated(_changed) {
    const panel = store.panel ?? "";
    if (panel === this.#panel) return;
    const closed = this.#panel && !panel;
    this.#panel = panel;
    const target = closed ? "#info-toggle" : "#pane-side";
    /** @type {HTMLElement | null} */ (this.querySelector(target))?.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  #escape(event) {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    store.openPanel(null);
  }

  /** Past menu and list, to the pane that shows what matters now. */
  #skip() {
    const pane = this.#pane === "side" && !store.route.phone ? "conversation" : this.#pane;
    const go = (/** @type {Event} */ event) => {
      event.preventDefault();
      /** @type {HTMLElement | null} */ (this.querySelector(`#pane-${pane}`))?.focus();
    };
    return html`<a class="skip" href="#pane-${pane}" @click=${go}>${gettext("Skip to the content")}</a>`;
  }

  #list() {
    if (store.route.place.view === "surveys") return this.#ready("survey-list") ? html`<survey-list></survey-list>` : html`<div class="skeleton panel-skeleton"></div>`;
    if (store.route.place.view === "notices") return this.#ready("notice-list") ? html`<notice-list></notice-list>` : html`<div class="skeleton panel-skeleton"></div>`;
    if (store.route.place.view === "noti") return this.#ready("noti-list") ? html`<noti-list></noti-list>` : html`<div class="skeleton panel-skeleton"></div>`;
    if (store.route.place.view === "search") return this.#ready("search-page") ? html`<search-page></search-page>` : html`<div class="skeleton panel-skeleton"></div>`;
    if (store.route.place.view !== "org") return html`<room-list></room-list>`;
    return this.#ready("org-chart") ? html`<org-chart></org-chart>` : html`<div class="skeleton panel-skeleton"></div>`;
  }

  #listName() {
    const { view } = store.route.place;
    if (view === "notices") return gettext("Notices");
    if (view === "noti") return gettext("Notifications");
    return view === "surveys" ? gettext("Surveys") : view === "search" ? gettext("Search") : gettext("List of conversations");
  }

  #side() {
    if (!store.panel || !store.currentRoomId) return nothing;
    return html`
      <button class="scrim" tabindex="-1" aria-label=${gettext("Close the panel")} @click=${() => store.openPanel(null)}></button>
      <aside id="pane-side" class="side" tabindex="-1" aria-label=${gettext("About this conversation")} @keydown=${this.#escape}>
        ${store.panel === "room-files" ? this.#files(store.currentRoomId) : this.#info(store.currentRoomId)}
      </aside>`;
  }

  /** @param {string} room */
  #info(room) {
    if (!this.#ready("room-info")) return html`<div class="skeleton panel-skeleton"></div>`;
    return repeat([room], (id) => id, () => html`<room-info></room-info>`);
  }

  /** @param {string} room empty: all of mine */
  #files(room) {
    if (!this.#ready("file-box")) return html`<div class="skeleton panel-skeleton"></div>`;
    return repeat([room], (id) => id, (id) => html`<file-box .roomId=${id}></file-box>`);
  }

  render() {
    if (store.connection === "ended") return this.#ready("session-ended") ? html`<session-ended></session-ended>` : nothing;
    const room = store.currentRoomId;
    return html`
      ${this.#skip()}
      ${store.toConfirm && this.#ready("must-read-strip") ? html`<must-read-strip></must-read-strip>` : nothing}
      <div class="shell" data-pane=${this.#pane} data-side=${store.panel && room ? "open" : "closed"}>
        <app-rail></app-rail>
        <aside id="pane-list" class="list" tabindex="-1" aria-label=${this.#listName()}>${this.#list()}</aside>
        ${splitter(this)}
        <main id="pane-conversation" class="conversation" tabindex="-1">
          ${room ? this.#conversation(room) : this.#elsewhere()}
        </main>
        ${this.#side()}
      </div>
      ${(store.toasts.list.length || this.querySelector("toast-stack")) && this.#ready("toast-stack") ? html`<toast-stack></toast-stack>` : nothing}`;
  }

  /** What stands in the place of the conversation. */
  #elsewhere() {
    const { view, survey, notice } = store.route.place;
    if (view === "notices") return this.#ready("notice-view") ? html`<notice-view .noticeId=${notice ?? ""}></notice-view>` : nothing;
    if (view === "surveys") return this.#ready("survey-view") ? html`<survey-view .surveyId=${survey ?? ""}></survey-view>` : nothing;
    return view === "files" ? this.#files("") : this.#nothingOpen();
  }

  /** @param {string} room */
  #conversation(room) {
    if (!this.#ready("conversation-view")) return nothing;
    return repeat([room], (id) => id, (id) => html`<conversation-view .roomId=${id}></conversation-view>`);
  }

  #nothingOpen() {
    return html`<div class="nothing-open">
      <p>${gettext("Choose a conversation on the left, or start a new one.")}</p>
      <button class="primary" @click=${() => store.openDialog("new-room-dialog")}>${gettext("New conversation")}</button>
    </div>`;
  }
}
customElements.define("app-shell", AppShell);
