/** Icons of our own sprite. */
import { html } from "lit-html";
import { asset } from "./boot.js";

const sprite = asset("sprite", "/static/icons/sprite.svg");

/** @param {string} name a symbol's id in static/icons/sprite.svg */
export const icon = (name) =>
  html`<svg class="icon" aria-hidden="true" focusable="false"><use href="${sprite}#${name}"></use></svg>`;
