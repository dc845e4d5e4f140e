/** The line between list and conversation: dragged, or moved with the arrow keys. */
import { html } from "lit-html";
import { gettext } from "../i18n.js";

const KEY = "maru-list-width";
const LEAST = 264;
const MOST = 420;
const STEP = 16;
const USUAL = 308;

const now = () => Number(localStorage.getItem(KEY)) || USUAL;

/** @param {HTMLElement} shell @param {number} [width] */
export function setWidth(shell, width = now()) {
  const kept = Math.min(MOST, Math.max(LEAST, Math.round(width)));
  localStorage.setItem(KEY, String(kept));
  shell.style.setProperty("--list-width", `${kept}px`);
  shell.querySelector(".splitter")?.setAttribute("aria-valuenow", String(kept));
}

/** @param {HTMLElement} shell */
export function splitter(shell) {
  const drag = (/** @type {PointerEvent} */ event) => {
    const line = /** @type {HTMLElement} */ (event.currentTarget);
    const from = event.clientX - now();
    const move = (/** @type {PointerEvent} */ { clientX }) => setWidth(shell, clientX - from);
    line.setPointerCapture(event.pointerId);
    line.addEventListener("pointermove", move);
    line.addEventListener("lostpointercapture", () => line.removeEventListener("pointermove", move), { once: true });
  };
  const keys = (/** @type {KeyboardEvent} */ event) => {
    const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (!by) return;
    event.preventDefault();
    setWidth(shell, now() + by);
  };
  return html`<div class="splitter" role="separator" tabindex="0" aria-orientation="vertical"
    aria-label=${gettext("Width of the list")} aria-valuemin=${LEAST} aria-valuemax=${MOST} aria-valuenow=${now()}
    @pointerdown=${drag} @keydown=${keys} @dblclick=${() => setWidth(shell, USUAL)}></div>`;
}
