/** Whom to mention: a list above the field while "@…" is being written. */
import { html, nothing } from "lit";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";
import { candidates, queryAt } from "../mentions.js";
import { store } from "../store.js";
import { avatar, initials } from "./avatar.js";

/** @typedef {import("../mentions.js").Candidate} Candidate */

export class MentionList {
  /** @type {Candidate[]} */
  found = [];
  chosen = 0;
  #start = 0;
  #field;
  #changed;
  #picked;
  /** The org chart; null: not asked for. @type {import("../org.js").Unit[] | null} */
  #roots = null;

  /**
   * @param {() => HTMLTextAreaElement} field @param {() => void} changed
   * @param {(candidate: Candidate) => void} picked
   */
  constructor(field, changed, picked) {
    this.#field = field;
    this.#changed = changed;
    this.#picked = picked;
  }

  /** Look at what stands before the caret. @param {string} roomId */
  look(roomId) {
    const { value, selectionStart } = this.#field();
    const at = queryAt(value, selectionStart);
    this.found = at ? candidates(roomId, at.query, this.#roots) : [];
    if (at && !this.#roots) this.#fetchUnits(roomId);
    this.#start = at?.start ?? 0;
    this.chosen = 0;
    this.#changed();
  }

  /** Departments are offered from the second letter on, or as soon as the chart is there. @param {string} roomId */
  #fetchUnits(roomId) {
    this.#roots = [];
    import("../org.js").then(({ loadChart }) => loadChart()).then(({ roots }) => {
      this.#roots = roots;
      if (queryAt(this.#field().value, this.#field().selectionStart)?.query) this.look(roomId);
    }).catch(() => (this.#roots = null));
  }

  close() {
    if (!this.found.length) return;
    this.found = [];
    this.#changed();
  }

  /** Whether the key was for this list. @param {KeyboardEvent} event */
  key(event) {
    if (!this.found.length) return false;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) this.chosen = (this.chosen + by + this.found.length) % this.found.length;
    else if (event.key === "Escape") this.found = [];
    else if (event.key === "Tab" || (event.key === "Enter" && !event.isComposing && event.keyCode !== 229)) this.pick(this.chosen);
    else return false;
    event.preventDefault();
    this.#changed();
    return true;
  }

  /** @param {number} i */
  pick(i) {
    const candidate = this.found[i];
    const field = this.#field();
    field.setRangeText(`@${candidate.name} `, this.#start, field.selectionStart, "end");
    this.found = [];
    this.#picked(candidate);
  }

  render() {
    if (!this.found.length) return nothing;
    return html`<ul class="mentions" id="mention-list" role="listbox" aria-label=${gettext("Mention somebody")}>
      ${this.found.map(({ id, name, detail, unit }, i) => html`<li id="mention-${i}" role="option" aria-selected=${i === this.chosen}
        @pointerdown=${(/** @type {Event} */ event) => { event.preventDefault(); this.pick(i); }}>
        ${unit ? html`<span class="avatar small unit-face">${icon("org")}</span>` : id === "all" ? avatar("all", "@", { size: "small" }) : avatar(id, initials(name), { size: "small", status: store.presence(id) })}
        <span><b>${name}</b> <small>${detail}</small></span></li>`)}</ul>`;
  }
}
