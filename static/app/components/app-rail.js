/** The main menu: a rail on the left, a bar at the bottom of a phone. */
import { html, nothing } from "lit-html";
import { boot } from "../boot.js";
import { StoreElement } from "../element.js";
import { capped } from "../format.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { store } from "../store.js";
import { avatar, initials } from "./avatar.js";

export class AppRail extends StoreElement {
  static topics = ["rooms", "route", "people", "surveys", "notices", "notifications"];

  #views() {
    const { view } = store.route.place;
    const unread = store.directory.unread();
    return html`
      ${this.#item("chat", gettext("Chats"), view === "rooms" || view === "search", "room-list", unread)}
      ${this.#item("org", gettext("Org chart"), view === "org", "org-chart", 0)}
      ${this.#item("notice", gettext("Notices"), view === "notices", "notice-list", store.toConfirm, gettext("Notices to confirm"))}
      ${this.#item("folder", gettext("File box"), view === "files", "file-box", 0)}
      ${this.#item("poll", gettext("Surveys"), view === "surveys", "survey-list", store.toAnswer, gettext("Surveys to answer"))}
      ${this.#item("bell", gettext("Alerts"), view === "noti", "noti-list", store.unreadNotifications, gettext("Unread notifications"))}`;
  }

  /** @param {string} symbol @param {string} name @param {boolean} current @param {string} panel @param {number} count @param {string} [counted] */
  #item(symbol, name, current, panel, count, counted = gettext("Unread messages")) {
    return html`<li><button class="rail-item" aria-current=${current ? "page" : "false"} @click=${() => store.openPanel(panel)}>
      ${icon(symbol)}<span>${name}</span>
      ${count ? html`<em class="badge"><span class="sr">${counted} </span>${capped(count)}</em>` : nothing}
    </button></li>`;
  }

  #menu() {
    const close = () => /** @type {HTMLElement | null} */ (this.querySelector("#my-menu"))?.hidePopover();
    const then = (/** @type {() => void} */ act) => () => {
      close();
      act();
    };
    return html`<div id="my-menu" class="menu" popover role="group" aria-label=${gettext("My account")}>
      <button @click=${then(() => store.showProfile(store.me.userId))}>${icon("user")}${gettext("My profile")}</button>
      <button @click=${then(() => store.openDialog("saved-things"))}>${icon("star")}${gettext("Saved")}</button>
      <a class="button on-phones" href="/settings">${icon("gear")}${gettext("Settings")}</a>
      <a class="button" href="/devices">${icon("device")}${gettext("My devices")}</a>
      ${store.me.roles.includes("AUDITOR") ? html`<a class="button" href="/auditing/">${icon("eye")}${gettext("Audit")}</a>` : nothing}
      ${store.me.roles.includes("SYSTEM_ADMIN") ? html`<a class="button" href="/manage/">${icon("crown")}${gettext("Administration")}</a>` : nothing}
      ${store.me.roles.includes("SYSTEM_ADMIN") ? html`<a class="button" href="/system">${icon("server")}${gettext("System")}</a>` : nothing}
      <button @click=${then(() => store.openDialog("shortcut-sheet"))}>${icon("keyboard")}${gettext("Keyboard shortcuts")}</button>
      <button @click=${then(async () => (await import("../signing-out.js")).signOut())}>${icon("leave")}${gettext("Sign out")}</button>
    </div>`;
  }

  render() {
    const me = store.user(store.me.userId) ?? store.me;
    return html`<nav class="rail" aria-label=${gettext("Main menu")}>
      <span class="rail-logo" aria-hidden="true" title=${boot.product}>${icon("logo")}</span>
      <ul>${this.#views()}</ul>
      <ul class="rail-low">
        <li class="rail-settings"><a class="rail-item" href="/settings">${icon("gear")}<span>${gettext("Settings")}</span></a></li>
        <li><button class="rail-item rail-me" popovertarget="my-menu" aria-label=${interpolate(gettext("%(name)s, my account"), { name: me.name })}>
          ${avatar(me.userId, initials(me.name), { size: "small" })}<span>${gettext("Me")}</span></button></li>
      </ul>
      ${this.#menu()}
    </nav>`;
  }
}
customElements.define("app-rail", AppRail);
