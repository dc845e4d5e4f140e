/** <must-read-strip>: a quiet line on top of everything while something waits to be confirmed. Never in the way. */
import { html, nothing } from "lit";
import { StoreElement } from "../element.js";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";
import { box } from "../notices/box.js";
import { deadline, pressing, waitingFor } from "../notices/words.js";
import { store } from "../store.js";

class MustReadStrip extends StoreElement {
  static topics = ["notices", "route"];

  constructor() {
    super();
    /** Those that I have put out of sight for now; a new one shows the line again. @type {Set<string>} */
    this.seen = new Set();
  }

  #later() {
    for (const { mustReadId } of box.waiting) this.seen.add(mustReadId);
    this.requestUpdate();
  }

  render() {
    const { waiting } = box;
    const news = waiting.some(({ mustReadId }) => !this.seen.has(mustReadId));
    if (!news || store.route.place.view === "notices") return nothing;
    const [first] = waiting;
    return html`<aside class="strip" aria-label=${gettext("Must-read notices")}>
      ${icon("notice")}<b>${waitingFor(waiting.length)}</b>
      <span class="strip-title">${first.title}</span>
      <span class="strip-due ${pressing(first) ? "pressing" : ""}">${deadline(first)}</span>
      <button @click=${() => store.openNotice(first.mustReadId)}>${gettext("Read it")}</button>
      <button class="quiet icon-only" aria-label=${gettext("Later")} title=${gettext("Later")} @click=${this.#later}>${icon("close")}</button></aside>`;
  }
}
customElements.define("must-read-strip", MustReadStrip);
