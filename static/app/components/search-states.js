/** What stands in the place of hits: nothing asked, nothing found, no answer. Templates only. */
import { html, nothing } from "lit";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { unfiltered } from "../search-address.js";
import { store } from "../store.js";
import { countOf } from "./search-filters.js";

/** @typedef {import("../search-address.js").Asked} Asked @typedef {import("./search-filters.js").Change} Change */

export const skeleton = () => html`<div class="search-skeleton" aria-hidden="true">${Array.from({ length: 6 }, () => html`<span class="skeleton"></span>`)}</div>`;

/** Nothing is looked for yet. @param {string} typed @param {string[]} recent @param {{search: (q: string) => void, forget: (q?: string) => void}} act */
export function beforeSearch(typed, recent, { search, forget }) {
  if (typed) return html`<p class="empty">${gettext("Type two letters, or one Hangul syllable, at least.")}</p>`;
  if (!recent.length) return html`<div class="empty search-hint">${icon("search")}<p>${gettext("Any part of a word finds messages, what is written in files, people and rooms.")}</p></div>`;
  return html`<section><div class="search-section"><h2>${gettext("Recent searches")}</h2>
      <button class="quiet small" @click=${() => forget()}>${gettext("Clear all")}</button></div>
    <ul class="search-recent">${recent.map((query) => html`<li><button class="quiet" @click=${() => search(query)}>${icon("history")}<span>${query}</span></button>
      <button class="quiet icon-only" aria-label=${interpolate(gettext("Forget “%(query)s”"), { query })} title=${gettext("Forget")} @click=${() => forget(query)}>${icon("close")}</button></li>`)}</ul></section>`;
}

/** @param {Asked} asked @param {Change} change */
export function noHits(asked, change) {
  return html`<div class="empty"><p>${interpolate(gettext("Nothing found for “%(query)s”."), { query: asked.q.trim() })}</p>${wayOut(asked, change)}</div>`;
}

/** One thing that may help. @param {Asked} asked @param {Change} change */
function wayOut(asked, change) {
  if (countOf(asked)) return html`<button @click=${() => change(unfiltered(asked))}>${gettext("Search without filters")}</button>`;
  if (asked.kind !== "all") return html`<button @click=${() => change({ kind: "all" })}>${gettext("Search everything")}</button>`;
  if (/\s/.test(asked.q.trim())) return html`<button @click=${() => change({ loose: true })}>${gettext("Search again, ignoring spaces")}</button>`;
  return html`<p class="small">${gettext("Try a shorter word, or only a part of it.")}</p>`;
}

/** @param {import("../api.js").ApiError | null} failed @param {() => void} again */
export function noAnswer(failed, again) {
  const offline = store.connection === "offline" || failed?.status === 0;
  const text = offline ? gettext("There is no network. The search goes on by itself when it is back.")
    : failed?.passing ? gettext("The search does not answer. Please try again.") : failed?.message || gettext("This cannot be searched for.");
  return html`<div class="empty" role="alert"><p>${text}</p>${failed?.passing ? html`<button @click=${again}>${gettext("Try again")}</button>` : nothing}</div>`;
}

/** The keyboard may have stood on the other language. @param {string[]} queries @param {(q: string) => void} search */
export const tried = (queries, search) => queries.map((query) => html`<p class="search-tried">
  <span>${interpolate(gettext("Results for “%(query)s” are among these."), { query })}</span>
  <button class="small" @click=${() => search(query)}>${interpolate(gettext("Search for “%(query)s”"), { query })}</button></p>`);

export const notWhole = () => html`<p class="note warn search-partial">${icon("info")}${gettext("Messages are still being prepared for searching. Not everything is found yet.")}</p>`;
