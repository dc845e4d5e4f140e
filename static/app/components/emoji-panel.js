/** Emoji to choose from: by group, by Korean name, by initial consonants, the latest first. */
import { LitElement, html, nothing } from "lit";
import { asset, language } from "../boot.js";
import { matches } from "../hangul.js";
import { gettext } from "../i18n.js";

/** @typedef {{emoji: string, annotation: string, group: number, tags?: string[], version: number}} Emoji */

/** What the oldest office computer can draw. */
const NEWEST = 14;
const RECENT = "maru-emoji";
const KEPT = 18;
const MOST = 90;
const COLUMNS = 9;
const USUAL = ["👍", "🙏", "👏", "😄", "✅", "🎉", "❤️", "😂", "👀"];

/** @type {[number, string, () => string][]} */
const GROUPS = [
  [0, "😀", () => gettext("Faces")], [1, "👋", () => gettext("People and gestures")], [3, "🐻", () => gettext("Animals and nature")],
  [4, "🍚", () => gettext("Food")], [5, "🚌", () => gettext("Travel")], [6, "⚽", () => gettext("Activities")],
  [7, "💡", () => gettext("Things")], [8, "✅", () => gettext("Symbols")], [9, "🏳️", () => gettext("Flags")],
];

/** @type {Emoji[] | undefined} */
let all;

export const recent = () => /** @type {string[]} */ (JSON.parse(localStorage.getItem(RECENT) ?? "[]"));

/** @param {string} emoji */
export function remember(emoji) {
  localStorage.setItem(RECENT, JSON.stringify([emoji, ...recent().filter((one) => one !== emoji)].slice(0, KEPT)));
}

export class EmojiPanel extends LitElement {
  static properties = { query: { state: true }, group: { state: true }, state: { state: true } };

  constructor() {
    super();
    this.query = "";
    this.group = 0;
    this.state = all ? "ready" : "loading";
  }

  createRenderRoot() {
    return this;
  }

  async firstUpdated() {
    try {
      const response = await fetch(asset(`emoji-${language}`));
      all ??= /** @type {Emoji[]} */ (await response.json()).filter(({ version }) => version <= NEWEST);
      this.state = "ready";
    } catch {
      this.state = "failed";
    }
  }

  get #found() {
    const list = all ?? [];
    if (!this.query) return list.filter(({ group }) => group === this.group);
    return list.filter(({ annotation, tags }) => matches(this.query, annotation, ...(tags ?? []))).slice(0, MOST);
  }

  /** @param {Event} event */
  #pick(event) {
    const emoji = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-emoji]"))?.dataset.emoji;
    if (!emoji) return;
    remember(emoji);
    this.dispatchEvent(new CustomEvent("pick", { detail: emoji }));
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLUMNS, ArrowDown: COLUMNS }[event.key];
    if (!by || event.isComposing) return;
    const buttons = /** @type {HTMLElement[]} */ ([...this.querySelectorAll("[data-emoji]")]);
    const at = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (at < 0 && event.key !== "ArrowDown") return;
    event.preventDefault();
    (buttons[at < 0 ? 0 : at + by] ?? this.querySelector("input"))?.focus();
  }

  render() {
    const latest = [...new Set([...recent(), ...USUAL])].slice(0, COLUMNS);
    return html`<div class="emoji-panel" role="dialog" aria-label=${gettext("Choose an emoji")} @keydown=${this.#keys} @click=${this.#pick}>
      <label class="sr" for="emoji-search">${gettext("Find an emoji")}</label>
      <input id="emoji-search" type="search" autocomplete="off" placeholder=${gettext("Find an emoji")}
        @input=${(/** @type {any} */ event) => { this.query = event.target.value.trim(); }}>
      ${this.query ? nothing : html`<div class="emoji-grid" role="group" aria-label=${gettext("Used lately")}>${latest.map((emoji) => this.#button(emoji, emoji))}</div>
        <div class="emoji-groups" role="group" aria-label=${gettext("Groups")}>${GROUPS.map(([group, symbol, name]) => html`<button class="quiet icon-only"
          aria-pressed=${group === this.group} aria-label=${name()} title=${name()} @click=${() => { this.group = group; }}>${symbol}</button>`)}</div>`}
      <div class="emoji-grid emoji-all" aria-busy=${this.state === "loading"}>${this.#found.map(({ emoji, annotation }) => this.#button(emoji, annotation))}</div>
      ${this.state === "failed" ? html`<p class="small">${gettext("The emoji could not be loaded.")}</p>` : nothing}
      ${this.state === "ready" && !this.#found.length ? html`<p class="small">${gettext("Nothing here.")}</p>` : nothing}
    </div>`;
  }

  /** @param {string} emoji @param {string} name */
  #button(emoji, name) {
    return html`<button class="quiet emoji" data-emoji=${emoji} title=${name} aria-label=${name}>${emoji}</button>`;
  }
}
customElements.define("emoji-panel", EmojiPanel);
