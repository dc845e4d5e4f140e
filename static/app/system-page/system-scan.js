/** <system-scan>: what is scanned with, what waits for it, and how far the scan of all files has come. */
import { html, nothing } from "lit";
import { api } from "../api.js";
import { formatRecent } from "../format.js";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { because, isOver, stateName } from "./job-words.js";
import { Polled } from "./polled.js";

class SystemScan extends Polled {
  pause = 2000;
  /** @type {import("../types").Job | null} */
  job = null;
  /** What the state of the machine says of the scanner. @type {{version?: string, signatureDays?: number | null, waiting?: number, failed?: number}} */
  scanner = {};
  #heard = (/** @type {Event} */ event) => {
    this.scanner = /** @type {CustomEvent} */ (event).detail.scanner?.facts ?? {};
    this.requestUpdate();
  };

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("health", this.#heard);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("health", this.#heard);
  }

  async load() {
    this.job = (await api.get("/jobs?kind=file.rescan&limit=1")).results[0] ?? null;
  }

  #facts() {
    const { version, signatureDays, waiting, failed } = this.scanner;
    if (waiting === undefined) return nothing;
    const days = signatureDays ?? null;
    return html`<dl class="facts">
      ${version ? html`<div><dt>${gettext("Signatures")}</dt><dd>${version}${days === null ? nothing
        : html` <small>${interpolate(ngettext("(%(n)s day old)", "(%(n)s days old)", days), { n: days })}</small>`}</dd></div>` : nothing}
      <div><dt>${gettext("Files waiting for a verdict")}</dt><dd>${waiting}</dd></div>
      <div><dt>${gettext("Files that could not be scanned yet")}</dt><dd>${failed ?? 0}</dd></div></dl>`;
  }

  content() {
    return html`${this.#facts()}${this.#rescan()}`;
  }

  #rescan() {
    const { job } = this;
    if (!job) return html`<p class="small">${gettext("All files have not been scanned again yet. It happens by itself when the virus signatures change.")}</p>`;
    if (isOver(job)) {
      return html`<p class="small">${interpolate(gettext("Last scan of all files: %(when)s, %(state)s"), { when: formatRecent(job.finishedAt ?? job.createdAt), state: stateName(job.state) })}</p>`;
    }
    const percent = Math.round(job.progress * 100);
    return html`<div class="job-progress"><progress max="100" value=${percent} aria-label=${gettext("Scan of all files")}></progress><small>${percent}%</small></div>
      <p class="small">${[stateName(job.state), because(job)].filter(Boolean).join(" · ")}</p>`;
  }
}
customElements.define("system-scan", SystemScan);
