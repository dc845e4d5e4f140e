/** The base of what the system page shows: asked for again and again while the page can be seen. */
import { LitElement, html } from "lit";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";

/** In the light DOM, with `load()` called every `pause` milliseconds. */
export class Polled extends LitElement {
  pause = 5000;
  failed = false;
  loaded = false;
  #timer = 0;
  #seen = () => !document.hidden && this.ask();

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.#seen);
    this.ask();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.#seen);
    clearTimeout(this.#timer);
  }

  /** Fetch what is shown. */
  async load() {}

  /** @returns {unknown} */
  content() {
    return "";
  }

  /** Now, and again after a pause. */
  async ask() {
    clearTimeout(this.#timer);
    try {
      await this.load();
      this.failed = false;
      this.loaded = true;
    } catch {
      this.failed = true;
    }
    this.requestUpdate();
    clearTimeout(this.#timer);
    if (this.isConnected && !document.hidden) this.#timer = window.setTimeout(() => this.ask(), this.pause);
  }

  render() {
    if (this.loaded) return html`${this.failed ? this.#sorry() : ""}${this.content()}`;
    return this.failed ? this.#sorry() : html`<p class="skeleton" aria-busy="true">&nbsp;</p>`;
  }

  #sorry() {
    return html`<p class="note warn" role="status">${icon("warning")}<span>${gettext("The server does not answer. What is shown may be old.")}</span></p>`;
  }
}
