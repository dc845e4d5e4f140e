/** <system-health>: the parts the messenger stands on, and how each of them is. */
import { html, nothing } from "lit";
import { api } from "../api.js";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";
import { Polled } from "./polled.js";

/** @typedef {{state: string, detail?: string, facts?: Record<string, unknown>}} Part */

/** @type {Record<string, () => string>} */
const NAMES = {
  tls: () => gettext("Encrypted connection"), database: () => gettext("Database"), cache: () => gettext("Cache"), broker: () => gettext("Broker of the work"),
  storage: () => gettext("File store"), scanner: () => gettext("Virus scanner"), jobs: () => gettext("Background work"),
  sessions: () => gettext("Sign-in"), search: () => gettext("Search"), maintenance: () => gettext("Upkeep"), rateLimits: () => gettext("Rate limits"),
  directory: () => gettext("Directory"), audit: () => gettext("Audit log"),
};
/** @type {Record<string, string>} */
const ICONS = { ok: "check", warn: "warning", failed: "warning" };

class SystemHealth extends Polled {
  pause = 10_000;
  /** @type {Record<string, Part>} */
  parts = {};

  async load() {
    this.parts = (await api.get("/system/health")).parts;
    document.dispatchEvent(new CustomEvent("health", { detail: this.parts }));
  }

  content() {
    return html`<ul class="parts">${Object.entries(this.parts).map(([name, { state, detail }]) => html`<li class="part ${state}">
      ${icon(ICONS[state] ?? "info")}<b>${NAMES[name]?.() ?? name}</b>${detail ? html`<small>${detail}</small>` : nothing}</li>`)}</ul>`;
  }
}
customElements.define("system-health", SystemHealth);
