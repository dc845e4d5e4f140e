/** <job-list>: background work with its progress; what may be cancelled or begun again. */
import { html, nothing } from "lit";
import { repeat } from "lit-html/directives/repeat.js";
import { api } from "../api.js";
import { formatExact, formatRecent } from "../format.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { because, canRetry, isOver, kindName, stateName } from "./job-words.js";
import { Polled } from "./polled.js";

/** @typedef {import("../types").Job} Job */

const PAGE = 20;
/** @type {["" | Job["state"], () => string][]} */
const FILTERS = [
  ["", () => gettext("All")], ...(/** @type {Job["state"][]} */ (["RUNNING", "QUEUED", "DEAD", "FAILED", "CANCELLED", "SUCCEEDED"]))
    .map((state) => /** @type {[Job["state"], () => string]} */ ([state, () => stateName(state)])),
];

class JobList extends Polled {
  pause = 2000;
  state = "";
  shown = PAGE;
  more = false;
  refused = "";
  /** @type {Job[]} */
  jobs = [];
  /** Jobs whose whole log is shown, with it. @type {Map<string, Job["log"]>} */
  logs = new Map();

  async load() {
    const { state, shown } = this;
    const { results, next } = await api.get(`/jobs?limit=${shown}${state ? `&state=${state}` : "&routine=0"}`);
    if (state !== this.state) return;
    this.jobs = results;
    this.more = next !== null;
    for (const id of this.logs.keys()) this.logs.set(id, (await api.get(`/jobs/${id}`)).log);
  }

  /** @param {string} state */
  #filter(state) {
    this.state = state;
    this.shown = PAGE;
    this.ask();
  }

  /** @param {Job} job @param {"cancel" | "retry"} act */
  async #act(job, act) {
    this.refused = "";
    try {
      await api.post(`/jobs/${job.jobId}/${act}`);
    } catch (error) {
      this.refused = /** @type {Error} */ (error).message || gettext("The server cannot be reached. Please try again.");
    }
    await this.ask();
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector(`[data-job="${job.jobId}"]`))?.focus();
  }

  /** @param {Job} job @param {boolean} open */
  async #log(job, open) {
    if (!open) this.logs.delete(job.jobId);
    else if (!this.logs.has(job.jobId)) this.logs.set(job.jobId, (await api.get(`/jobs/${job.jobId}`).catch(() => job)).log);
    this.requestUpdate();
  }

  /** @param {Job} job */
  #progress(job) {
    if (job.state !== "RUNNING") return nothing;
    const percent = Math.round(job.progress * 100);
    return html`<div class="job-progress"><progress max="100" value=${percent} aria-label=${gettext("Progress")}></progress><small>${percent}%</small></div>`;
  }

  /** @param {Job} job */
  #buttons(job) {
    const name = kindName(job.kind);
    if (!isOver(job)) {
      return html`<button class="small" ?disabled=${job.cancelAskedAt !== null} aria-label=${interpolate(gettext("Cancel: %(name)s"), { name })}
        @click=${() => this.#act(job, "cancel")}>${job.cancelAskedAt ? gettext("Being cancelled…") : gettext("Cancel")}</button>`;
    }
    return canRetry(job) ? html`<button class="small" aria-label=${interpolate(gettext("Try again: %(name)s"), { name })}
      @click=${() => this.#act(job, "retry")}>${icon("retry")}${gettext("Try again")}</button>` : nothing;
  }

  /** @param {Job} job */
  #row(job) {
    const why = because(job);
    const tries = interpolate(gettext("attempt %(n)s of %(most)s"), { n: job.attempts, most: job.maxAttempts });
    const lines = this.logs.get(job.jobId) ?? job.log;
    return html`<li class="job" data-job=${job.jobId} tabindex="-1" aria-label=${kindName(job.kind)}>
      <div class="job-head"><b>${kindName(job.kind)}</b><span class="chip job-state ${job.state.toLowerCase()}">${stateName(job.state)}</span>${this.#buttons(job)}</div>
      ${this.#progress(job)}
      <p class="small"><span title=${formatExact(job.createdAt)}>${formatRecent(job.createdAt)}</span> · ${tries}${why ? html` · <span class="job-why">${why}</span>` : nothing}</p>
      ${lines.length ? html`<details @toggle=${(/** @type {Event} */ event) => this.#log(job, /** @type {HTMLDetailsElement} */ (event.target).open)}>
        <summary>${gettext("Log")}</summary>
        <ol class="job-log">${lines.map(({ at, text }) => html`<li><time datetime=${at} title=${formatExact(at)}>${formatRecent(at)}</time> ${text}</li>`)}</ol></details>` : nothing}
    </li>`;
  }

  content() {
    return html`
      <div class="choices" role="group" aria-label=${gettext("State of the work")}>${FILTERS.map(([state, name]) => html`
        <button class="small" aria-pressed=${state === this.state} @click=${() => this.#filter(state)}>${name()}</button>`)}</div>
      ${this.refused ? html`<p class="note error" role="alert">${icon("warning")}<span>${this.refused}</span></p>` : nothing}
      ${this.jobs.length ? html`<ul class="jobs">${repeat(this.jobs, (job) => job.jobId, (job) => this.#row(job))}</ul>`
        : html`<p class="small">${this.state ? gettext("There is none in this state.") : gettext("There was nothing to do yet.")}</p>`}
      ${this.more ? html`<button @click=${() => { this.shown = Math.min(200, this.shown + 2 * PAGE); this.ask(); }}>${gettext("Show more")}</button>` : nothing}`;
  }
}
customElements.define("job-list", JobList);
