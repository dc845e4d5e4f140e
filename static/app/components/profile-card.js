/** <profile-card user-id="…">: who somebody is and how to reach them. */
import { html, nothing } from "lit";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";
import { directRoom } from "../room-acts.js";
import { store } from "../store.js";
import { avatar, initials, statusName } from "./avatar.js";
import { DialogElement } from "./dialog.js";

/** @typedef {import("../types").User} User */

class ProfileCard extends DialogElement {
  static topics = ["people", "presence"];
  static properties = { userId: { attribute: "user-id" }, opening: { state: true } };

  constructor() {
    super();
    this.userId = "";
    this.opening = false;
  }

  heading() {
    return gettext("Profile");
  }

  async #talk() {
    this.opening = true;
    const done = await this.attempt(async () => {
      const room = await directRoom(this.userId);
      this.close();
      store.openRoom(room);
    });
    if (!done) this.opening = false;
  }

  /** @param {User} user */
  #units(user) {
    if (!user.units.length) return nothing;
    return html`<div><dt>${icon("org")}<span class="sr">${gettext("Departments")}</span></dt>
      <dd><ul class="posts">${user.units.map((unit) => html`<li>${unit.name}
        ${unit.title ? html`<span class="small">${unit.title}</span>` : nothing}
        ${user.units.length > 1 && !unit.isPrimary ? html`<span class="chip">${gettext("Concurrent post")}</span>` : nothing}
      </li>`)}</ul></dd></div>`;
  }

  /** @param {string} name @param {string} label @param {string | null} value @param {string} [scheme] */
  #line(name, label, value, scheme) {
    if (!value) return nothing;
    const shown = scheme ? html`<a href=${`${scheme}:${value}`}>${value}</a>` : value;
    return html`<div><dt>${icon(name)}<span class="sr">${label}</span></dt><dd>${shown}</dd></div>`;
  }

  content() {
    const user = store.user(this.userId);
    if (!user) return html`<div class="dialog-body" aria-busy="true"><p class="skeleton">&nbsp;</p><p class="skeleton">&nbsp;</p></div>`;
    const status = store.presence(user.userId);
    const self = user.userId === store.me.userId;
    const gone = user.status !== "ACTIVE";
    return html`
      <div class="dialog-body profile">
        <div class="profile-head">
          ${avatar(user.userId, initials(user.name), { size: "large", status })}
          <div>
            <p class="profile-name"><b>${user.name}</b> ${user.title}</p>
            <p class="small">${gone ? gettext("No longer works here") : statusName(status)}</p>
          </div>
        </div>
        <dl>
          ${this.#units(user)}
          ${this.#line("phone", gettext("Phone"), user.phone, "tel")}
          ${this.#line("mail", gettext("E-mail"), user.email, "mailto")}
          ${this.#line("user", gettext("Employee number"), user.employeeNo)}
        </dl>
      </div>
      <footer class="dialog-foot">
        ${self ? html`<a class="button" href="/settings">${icon("gear")}${gettext("Settings")}</a>` : nothing}
        ${gone ? nothing : html`<button class="primary" data-first ?disabled=${this.opening} @click=${this.#talk}>
          ${icon("chat")}${self ? gettext("Notes to myself") : gettext("Conversation")}</button>`}
      </footer>`;
  }
}
customElements.define("profile-card", ProfileCard);
