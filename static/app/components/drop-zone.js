/** <drop-zone>: shows where files can be let go, and takes them; over the whole conversation that it stands in. */
import { html } from "lit";
import { choose, dropped } from "../choosing.js";
import { StoreElement } from "../element.js";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";

class DropZone extends StoreElement {
  static properties = { roomId: {}, over: { state: true } };

  #off = new AbortController();

  constructor() {
    super();
    this.roomId = "";
    this.over = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#off = new AbortController();
    const { signal } = this.#off;
    const zone = /** @type {HTMLElement} */ (this.parentElement);
    const on = (/** @type {EventTarget} */ target, /** @type {string} */ name, /** @type {(event: DragEvent) => void} */ act) =>
      target.addEventListener(name, (event) => carriesFiles(/** @type {DragEvent} */ (event)) && act(/** @type {DragEvent} */ (event)), { signal });
    on(zone, "dragover", (event) => this.#offer(event));
    on(zone, "dragleave", ({ relatedTarget }) => { this.over = zone.contains(/** @type {Node | null} */ (relatedTarget)); });
    on(zone, "drop", (event) => this.#take(event));
    // A file let go beside the zone would replace the page.
    on(window, "dragover", (event) => this.#refuse(event));
    on(window, "drop", (event) => event.preventDefault());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#off.abort();
  }

  /** @param {DragEvent} event */
  #offer(event) {
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    this.over = true;
  }

  /** @param {DragEvent} event */
  #refuse(event) {
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "none";
  }

  /** @param {DragEvent} event */
  #take(event) {
    event.preventDefault();
    this.over = false;
    choose(this.roomId, dropped(event));
    document.getElementById("composer-text")?.focus();
  }

  render() {
    return html`<div class="drop-zone" ?hidden=${!this.over}><p>${icon("clip")}<b>${gettext("Let go to attach the files here")}</b></p></div>`;
  }
}
customElements.define("drop-zone", DropZone);

/** @param {DragEvent} event */
const carriesFiles = ({ dataTransfer }) => Boolean(dataTransfer?.types.includes("Files"));
