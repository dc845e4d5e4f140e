/** A message's words as they are shown. Parts become elements; nothing is parsed as HTML. */
import { html, nothing } from "lit";
import { copy } from "../actions.js";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";
import { mentionNames } from "../mentions.js";
import { parse } from "../richtext.js";

/** @typedef {import("../richtext.js").Part} Part @typedef {import("../richtext.js").Inline} Inline */

/** @param {string} text @param {string[]} mentions @param {{name: string}[]} [units] departments */
export const richText = (text, mentions, units) => parse(text, mentionNames(mentions, units)).map(shown);

/** @param {Part} part @returns {unknown} */
function shown(part) {
  switch (part.kind) {
    case "block": return block(part);
    case "quote": return html`<blockquote class="quoted">${part.parts.map(words)}</blockquote>`;
    case "list": return part.ordered
      ? html`<ol class="listed">${part.items.map(({ number, parts }) => html`<li value=${number}>${parts.map(words)}</li>`)}</ol>`
      : html`<ul class="listed">${part.items.map(({ parts }) => html`<li>${parts.map(words)}</li>`)}</ul>`;
    default: return words(part);
  }
}

/** @param {Inline} part @returns {unknown} */
function words(part) {
  switch (part.kind) {
    case "bold": return html`<strong>${part.parts.map(words)}</strong>`;
    case "italic": return html`<em>${part.parts.map(words)}</em>`;
    case "strike": return html`<s>${part.parts.map(words)}</s>`;
    case "code": return html`<code>${part.text}</code>`;
    case "link": return html`<a href=${part.url} target="_blank" rel="noopener noreferrer">${part.text}</a>`;
    case "mention": return part.userId === "all" || part.userId === "unit" ? html`<span class="mention">${part.text}</span>`
      : html`<button class="mention" data-profile=${part.userId}>${part.text}</button>`;
    default: return part.text;
  }
}

/** @param {import("../richtext.js").Block} part */
const block = ({ text, language }) => html`<div class="code-block"><div class="code-head"><span>${language || nothing}</span>
  <button class="quiet icon-only" aria-label=${gettext("Copy the code")} title=${gettext("Copy the code")} @click=${() => copy(text)}>${icon("copy")}</button></div>
  <pre tabindex="-1"><code>${text}</code></pre></div>`;
