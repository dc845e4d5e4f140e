/** Small parts of the composer: what it is about, and what Enter does. */
import { html } from "lit";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";
import { store } from "../store.js";

/** Whether this Enter means "send" to this person. @param {KeyboardEvent} event */
export function sends(event) {
  const modified = event.ctrlKey || event.metaKey;
  if (event.shiftKey || event.altKey) return false;
  return store.me.preferences.sendKey === "ctrlEnter" ? modified : true;
}

/** @param {string} symbol @param {string} title @param {string} text @param {() => void} cancel */
export const bar = (symbol, title, text, cancel) => html`<div class="composer-bar">${icon(symbol)}
  <p><b>${title}</b><span>${text}</span></p>
  <button type="button" class="quiet icon-only" aria-label=${gettext("Cancel")} @click=${cancel}>${icon("close")}</button></div>`;

/** Nobody should believe that a file went along with these words. */
export const holdBack = () =>
  store.toast(gettext("No file is attached. Try it again, or remove it from the list to send the text alone."), undefined, { kind: "error", shown: 10_000 });
