/** <survey-target>: whom a survey asks: everybody, or a department with those below it. */
import { html, nothing } from "lit";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";
import { loadChart } from "../org.js";
import { people } from "../surveys/words.js";
import { DialogElement } from "./dialog.js";

/** @typedef {import("../org.js").Unit} Unit */

class SurveyTarget extends DialogElement {
  static properties = { choice: { state: true }, chart: { state: true }, failed: { state: true } };

  constructor() {
    super();
    /** @type {string | null} */
    this.chosen = null;
    /** @type {(id: string | null) => void} */
    this.choose = () => {};
    /** @type {string | null} */
    this.choice = null;
    /** @type {import("../org.js").Chart | null} */
    this.chart = null;
    this.failed = false;
    /** @type {Set<string>} */
    this.open = new Set();
  }

  connectedCallback() {
    super.connectedCallback();
    this.choice = this.chosen;
    this.#load();
  }

  async #load() {
    this.failed = false;
    try {
      const chart = await loadChart();
      for (const root of chart.roots) this.#unfold(root);
      this.chart = chart;
    } catch {
      this.failed = true;
    }
  }

  /** What leads to the chosen department lies open, and the roots. @param {Unit} unit @returns {boolean} whether it is in there */
  #unfold(unit, top = true) {
    const inside = unit.children.map((child) => this.#unfold(child, false)).includes(true);
    if (top || inside) this.open.add(unit.orgUnitId);
    return inside || unit.orgUnitId === this.chosen;
  }

  heading() {
    return gettext("Whom does the survey ask?");
  }

  /** @param {string | null} id @param {string} name @param {string} count */
  #radio(id, name, count) {
    return html`<label class="pick"><input type="radio" name="survey-target" .checked=${this.choice === id} @change=${() => (this.choice = id)}>
      <span class="target-name">${name}</span><small>${count}</small></label>`;
  }

  /** @param {string} id */
  #toggle(id) {
    if (!this.open.delete(id)) this.open.add(id);
    this.requestUpdate();
  }

  /** @param {Unit} unit @returns {unknown} */
  #unit(unit) {
    const { orgUnitId, name, children } = unit;
    const open = this.open.has(orgUnitId);
    return html`<li><div class="target-row">${children.length ? html`<button type="button" class="quiet icon-only" aria-expanded=${open} aria-label=${name}
        @click=${() => this.#toggle(orgUnitId)}>${icon(open ? "down" : "forward")}</button>` : html`<span class="target-leaf"></span>`}
      ${this.#radio(orgUnitId, name, people(this.chart?.counts.get(orgUnitId) ?? 0))}</div>
      ${open && children.length ? html`<ul class="pick-branch">${children.map((child) => this.#unit(child))}</ul>` : nothing}</li>`;
  }

  #done() {
    this.choose(this.choice);
    this.close();
  }

  content() {
    return html`<div class="dialog-body">
        <p class="small">${gettext("A department is asked together with all departments below it. People who join later are not asked.")}</p>
        <fieldset class="picks targets"><legend class="sr">${this.heading()}</legend>
          ${this.#radio(null, gettext("Everybody in the company"), "")}
          ${this.failed ? html`<div class="empty" role="alert"><p>${gettext("The org chart could not be loaded.")}</p><button type="button" @click=${this.#load}>${gettext("Try again")}</button></div>`
            : this.chart ? html`<ul>${this.chart.roots.map((root) => this.#unit(root))}</ul>` : html`<p class="skeleton">&nbsp;</p>`}</fieldset>
      </div>
      <footer class="dialog-foot"><button type="button" @click=${this.close}>${gettext("Cancel")}</button>
        <button type="button" class="primary" data-first @click=${this.#done}>${gettext("Choose")}</button></footer>`;
  }
}
customElements.define("survey-target", SurveyTarget);
