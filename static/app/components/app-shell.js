/** The frame: rail, list, conversation, side panel. Under 760 px one of them at a time. */
import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { StoreElement } from "../element.js";
import { gettext } from "../i18n.js";
import { setWidth, splitter } from "./splitter.js";
import { store } from "../store.js";
import "./app-rail.js";
import "./conversation-view.js";
import "./room-list.js";
import "./session-ended.js";
import "./toast-stack.js";

/** Panels are fetched when they are first opened. @type {Record<string, () => Promise<unknown>>} */
const LOADERS = {
  "room-info": () => import("./room-info.js"),
  "org-chart": () => import("./org-chart.js"),
};

export class AppShell extends StoreElement {
  static topics = ["route", "connection", "room"];

  /** @type {Set<string>} */
  #loaded = new Set();
  #panel = "";

  connectedCallback() {
    super.connectedCallback();
    setWidth(this);
  }

  get #pane() {
    const { room, panel } = store.route.place;
    if (panel && room) return "side";
    return room ? "conversation" : "list";
  }

  /** Have a panel's module, or fetch it and draw again. @param {string} name */
  #ready(name) {
    if (this.#loaded.has(name)) return true;
    LOADERS[name]?.().then(() => {
      this.#loaded.add(name);
      this.requestUpdate();
    }).catch(() => {
      store.toast(gettext("This could not be loaded. Please try again."), undefined, { kind: "error" });
      store.openPanel(name === "org-chart" ? "room-list" : null);
    });
    return false;
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

  #list() {
    if (store.route.place.view !== "org") return html`<room-list></room-list>`;
    return this.#ready("org-chart") ? html`<org-chart></org-chart>` : html`<div class="skeleton panel-skeleton"></div>`;
  }

  #side() {
    if (!store.panel || !store.currentRoomId) return nothing;
    return html`
      <button class="scrim" tabindex="-1" aria-label=${gettext("Close the panel")} @click=${() => store.openPanel(null)}></button>
      <aside id="pane-side" class="side" tabindex="-1" aria-label=${gettext("About this conversation")} @keydown=${this.#escape}>
        ${this.#ready("room-info") ? keyed(store.currentRoomId, html`<room-info></room-info>`) : html`<div class="skeleton panel-skeleton"></div>`}
      </aside>`;
  }

  render() {
    if (store.connection === "ended") return html`<session-ended></session-ended><toast-stack></toast-stack>`;
    const room = store.currentRoomId;
    return html`
      <div class="shell" data-pane=${this.#pane} data-side=${store.panel && room ? "open" : "closed"}>
        <app-rail></app-rail>
        <aside id="pane-list" class="list" aria-label=${gettext("List of conversations")}>${this.#list()}</aside>
        ${splitter(this)}
        <main id="pane-conversation" class="conversation" tabindex="-1">
          ${room ? keyed(room, html`<conversation-view .roomId=${room}></conversation-view>`) : this.#nothingOpen()}
        </main>
        ${this.#side()}
      </div>
      <toast-stack></toast-stack>`;
  }

  #nothingOpen() {
    return html`<div class="nothing-open">
      <p>${gettext("Choose a conversation on the left, or start a new one.")}</p>
      <button class="primary" @click=${() => store.openDialog("new-room-dialog")}>${gettext("New conversation")}</button>
    </div>`;
  }
}
customElements.define("app-shell", AppShell);
