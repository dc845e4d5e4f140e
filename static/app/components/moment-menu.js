/** Choosing a moment: a menu of the usual ones beside what opened it, and a field for any other. */
import { html, render } from "lit";
import { fieldValue, formatMoment, fromField, quickMoments } from "../around/moments.js";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";
import { hide, show } from "./popover.js";

const HOUR = 3600_000;

/**
 * @param {Element} anchor
 * @param {{title: string, act: string, chosen: (at: string) => void, more?: [string, string, () => void][], now?: number,
 *   within?: Element | null}} options
 *   what the choice is called, and what is done with it; `more` are other entries: symbol, name, act; within: an open dialog
 */
export function pickMoment(anchor, { title, act, chosen, more = [], now = Date.now(), within }) {
  const box = document.createElement("div");
  box.className = "menu moment-menu";
  const then = (/** @type {() => void} */ run) => () => {
    hide(box);
    run();
  };
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    const field = /** @type {HTMLInputElement} */ (box.querySelector("input"));
    const at = fromField(field.value);
    const passed = !at || Date.parse(at) <= Date.now();
    field.setCustomValidity(passed ? gettext("Choose a moment that lies ahead.") : "");
    if (!field.reportValidity() || !at) return;
    then(() => chosen(at))();
  };
  const soon = fieldValue(new Date(now + HOUR).toISOString());
  render(html`
    <p class="moment-title" id="moment-title">${title}</p>
    <div role="menu" aria-labelledby="moment-title">
      ${quickMoments(now).map(({ name, at }) => html`<button role="menuitem" @click=${then(() => chosen(at))}>
        ${icon("clock")}<span>${name}</span><small>${formatMoment(at, now)}</small></button>`)}
      ${more.map(([symbol, name, run]) => html`<button role="menuitem" @click=${then(run)}>${icon(symbol)}<span>${name}</span></button>`)}
    </div>
    <form class="moment-own" @submit=${submit}>
      <label><span>${gettext("Choose yourself")}</span>
        <input type="datetime-local" required .value=${soon} min=${fieldValue(new Date(now).toISOString())}
          @input=${(/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).setCustomValidity("")}></label>
      <button class="primary">${act}</button>
    </form>`, box);
  box.addEventListener("keydown", (event) => move(box, event));
  show(box, anchor, { within });
  /** @type {HTMLElement | null} */ (box.querySelector("[role=menuitem]"))?.focus();
}

/** @param {HTMLElement} box @param {KeyboardEvent} event */
function move(box, event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const items = /** @type {HTMLElement[]} */ ([...box.querySelectorAll("[role=menuitem]")]);
  const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (!by || at < 0) return;
  event.preventDefault();
  items[(at + by + items.length) % items.length]?.focus();
}
