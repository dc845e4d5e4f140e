/** <system-scan>: how far the scan of all files has come. */
import { html } from "lit";
import { api } from "../api.js";
import { formatRecent } from "../format.js";
import { gettext, interpolate } from "../i18n.js";
import { because, isOver, stateName } from "./job-words.js";
import { Polled } from "./polled.js";

class SystemScan extends Polled {
  pause = 2000;
  /** @type {import("../types").Job | null} */
  job = null;

  async load() {
    this.job = (await api.get("/jobs?kind=file.rescan&limit=1")).results[0] ?? null;
  }

  content() {
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
