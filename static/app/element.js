/** The base of every component. */
import { LitElement } from "lit-element";
import { store } from "./store.js";

/**
 * A component in the light DOM (the page's CSS applies, ids and labels work across components)
 * that draws itself anew when a topic of the store that it names in `static topics` is told.
 */
export class StoreElement extends LitElement {
  /** @type {string[]} */
  static topics = [];

  /** @type {(() => void)[]} */
  #offs = [];

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    const { topics } = /** @type {typeof StoreElement} */ (this.constructor);
    this.#offs = topics.map((topic) => store.on(topic, (detail) => this.told(topic, detail)));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const off of this.#offs) off();
    this.#offs = [];
  }

  /** Something this component named has changed. @param {string} _topic @param {any} _detail */
  told(_topic, _detail) {
    this.requestUpdate();
  }
}
