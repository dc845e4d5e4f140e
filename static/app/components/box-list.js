/** What the lists of surveys and of notices share: boxes to choose from, rows that arrow keys walk, how loading goes. */
import { html, nothing } from "lit";
import { StoreElement } from "../element.js";
import { capped } from "../format.js";
import { gettext } from "../i18n.js";

/** @typedef {import("lit").TemplateResult} TemplateResult */
/** @typedef {{watch(): void, load(name: string): unknown, more(name: string): unknown}} Box */
/** @typedef {{items: unknown[], next: string | null, busy: boolean, failed: boolean, loaded: boolean}} Shelf */

/** A list of what lies in one box of several; `name` is the open one, the first is what waits for me. */
export class BoxList extends StoreElement {
  static properties = { name: { state: true } };

  /** @type {Box} */
  #box;
  /** @type {[string, () => string][]} */
  #words;

  /** @param {Box} box @param {readonly string[]} names @param {Record<string, () => string>} words */
  constructor(box, names, words) {
    super();
    this.#box = box;
    this.#words = names.map((name) => [name, words[name]]);
    /** @type {string} */
    this.name = names[0];
  }

  connectedCallback() {
    super.connectedCallback();
    this.#box.watch();
    this.show(this.name);
  }

  /** @param {string} name */
  show(name) {
    this.name = name;
    this.#box.load(name);
  }

  /** A row was clicked; with a key held down it is the browser's to open. @param {MouseEvent} event @param {() => void} open */
  opens(event, open) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open();
  }

  /** Up and down the rows. @param {KeyboardEvent} event */
  walk(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.code];
    if (!by || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = /** @type {HTMLElement[]} */ ([...this.querySelectorAll("li > a")]);
    const next = all[all.indexOf(/** @type {HTMLElement} */ (event.target)) + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  /** The boxes to choose from. @param {string} kind of the classes @param {number} waiting how many wait for me */
  filters(kind, waiting) {
    const count = (/** @type {number} */ at) => (at || !waiting ? nothing : html` <em class="${kind}-count">${capped(waiting)}</em>`);
    return html`<div class="list-filters" role="group" aria-label=${gettext("Show")}>${this.#words.map(([name, words], at) => html`
      <button class="filter" aria-pressed=${name === this.name} @click=${() => this.show(name)}>${words()}${count(at)}</button>`)}</div>`;
  }

  /**
   * What lies in the open box, or how it stands with loading it.
   * @param {string} kind @param {Shelf} shelf @param {() => unknown} rows @param {() => unknown} empty @param {string} failed in words
   */
  found(kind, { items, next, busy, failed: hasFailed, loaded }, rows, empty, failed) {
    if (hasFailed && !items.length) {
      return html`<div class="empty" role="alert"><p>${failed}</p>
        <button @click=${() => this.#box.load(this.name)}>${gettext("Try again")}</button></div>`;
    }
    if (!loaded) return html`<div class="${kind}-skeletons" aria-busy=${busy}>${[1, 2, 3].map(() => html`<span class="skeleton"></span>`)}</div>`;
    if (!items.length) return empty();
    return html`<ul>${rows()}</ul>
      ${next ? html`<p class="${kind}-more"><button class="quiet" ?disabled=${busy} @click=${() => this.#box.more(this.name)}>${gettext("Show more")}</button></p>` : nothing}`;
  }
}
