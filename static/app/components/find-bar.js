/** <find-bar>: looks for words in the open room and leads from one hit to the next; the focus stays in its field. */
import { html, nothing } from "lit";
import { StoreElement } from "../element.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { NOTHING, isEnough } from "../search-address.js";
import { Marks } from "../search-marks.js";
import { rememberSearch } from "../search-recent.js";
import { SearchList } from "../search.js";
import { store } from "../store.js";

class FindBar extends StoreElement {
  static topics = ["connection"];
  static properties = { roomId: {}, query: { state: true }, at: { state: true } };

  constructor() {
    super();
    this.roomId = "";
    this.query = "";
    /** Which of the hits is shown, counted from the newest. */
    this.at = 0;
    /** The message that was gone to last. */
    this.shown = 0;
    this.list = new SearchList(() => this.#heard());
    /** @type {Marks | null} */
    this.marks = null;
  }

  get field() {
    return /** @type {HTMLInputElement | null} */ (this.querySelector("#find-here"));
  }

  firstUpdated() {
    this.field?.focus();
    const list = this.closest("conversation-view")?.querySelector("message-list");
    if (list) this.marks = new Marks(list);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.marks?.stop();
  }

  told() {
    if (store.connection === "online" && this.list.failed?.passing) this.list.retry();
    this.requestUpdate();
  }

  #heard() {
    this.requestUpdate();
    if (this.list.fresh && !this.list.busy) this.#go(Math.min(this.at, Math.max(0, this.list.hits.length - 1)));
  }

  /** @param {Event} event */
  #typed({ target }) {
    this.query = /** @type {HTMLInputElement} */ (target).value;
    this.at = this.shown = 0;
    this.marks?.show(isEnough(this.query) ? this.query : "");
    this.list.ask({ ...NOTHING, q: this.query, kind: "messages", roomId: this.roomId }, true);
  }

  /** Show a hit; beyond the last one that is known more are fetched. @param {number} to */
  #go(to) {
    const { hits, done } = this.list;
    if (to >= hits.length && !done) {
      this.at = to;
      return void this.list.more();
    }
    const message = hits[to]?.message;
    if (!message) return;
    this.at = to;
    if (message.messageId === this.shown) return;
    this.shown = message.messageId;
    store.tell("jump", { messageId: message.messageId, still: true });
  }

  /** @param {number} by 1: to an older one */
  #step(by) {
    rememberSearch(this.query);
    this.#go(this.at + by);
  }

  #close() {
    this.dispatchEvent(new CustomEvent("close"));
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    if (event.isComposing) return;
    const enter = event.code === "Enter" || event.code === "NumpadEnter";
    const inField = event.target === this.field;
    if (event.code === "Escape") this.#close();
    else if (inField && (event.code === "ArrowUp" || (enter && !event.shiftKey))) this.#step(1);
    else if (inField && (event.code === "ArrowDown" || enter)) this.#step(-1);
    else return;
    event.preventDefault();
  }

  /** Where we are among the hits, in words. */
  #state() {
    const { hits, fresh, failed, done } = this.list;
    if (!isEnough(this.query)) return "";
    if (failed) return failed.status === 0 ? gettext("No network") : gettext("No answer");
    if (!fresh) return "";
    if (!hits.length) return gettext("Nothing found");
    return interpolate(done ? gettext("%(at)s of %(n)s") : gettext("%(at)s of %(n)s or more"), { at: this.at + 1, n: hits.length });
  }

  render() {
    const { hits, done, fresh } = this.list;
    const name = gettext("Search in this conversation");
    const older = fresh && (this.at + 1 < hits.length || !done);
    return html`<search class="find-bar" aria-label=${name} @keydown=${this.#keys}>
      <div class="list-search">${icon("search")}<label class="sr" for="find-here">${name}</label>
        <input id="find-here" type="search" autocomplete="off" spellcheck="false" enterkeyhint="search" maxlength="200" placeholder=${name} .value=${this.query} @input=${this.#typed}></div>
      <span class="find-state" role="status">${this.#state()}</span>
      <button class="quiet icon-only" aria-label=${gettext("Older hit")} title=${`${gettext("Older hit")} (Enter)`} ?disabled=${!older} @click=${() => this.#step(1)}>${icon("up")}</button>
      <button class="quiet icon-only" aria-label=${gettext("Newer hit")} title=${`${gettext("Newer hit")} (Shift+Enter)`} ?disabled=${!fresh || this.at === 0} @click=${() => this.#step(-1)}>${icon("down")}</button>
      ${this.query.trim() ? html`<button class="quiet icon-only" aria-label=${gettext("As a list, with filters")} title=${gettext("As a list, with filters")}
        @click=${() => store.search(this.query, this.roomId)}>${icon("search-all")}</button>` : nothing}
      <button class="quiet icon-only" aria-label=${gettext("Close")} title=${`${gettext("Close")} (Esc)`} @click=${() => this.#close()}>${icon("close")}</button>
    </search>`;
  }
}
customElements.define("find-bar", FindBar);
