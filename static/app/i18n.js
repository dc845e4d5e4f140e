/**
 * Translations. The page embeds what `messenger/pages/catalogue.py` gives it as
 * `<script type="application/json" id="catalogue">{"catalog": {msgid: text | [plural forms]}}</script>`.
 * English is the msgid itself, so an English page needs none.
 */
import { embedded, language } from "./boot.js";

/** @type {Record<string, string | string[]>} */
const catalog = embedded("catalogue", { catalog: {} }).catalog;

/** @param {string} id */
export function gettext(id) {
  const found = catalog[id];
  return (Array.isArray(found) ? found[0] : found) || id;
}

/** The same words in a meaning of their own. @param {string} context @param {string} id */
export function pgettext(context, id) {
  const found = catalog[`${context}\u0004${id}`];
  return (Array.isArray(found) ? found[0] : found) || id;
}

/** @param {string} one @param {string} many @param {number} n */
export function ngettext(one, many, n) {
  const found = catalog[one];
  if (found === undefined) return n === 1 ? one : many;
  if (!Array.isArray(found)) return found;
  return found[language === "ko" || n === 1 ? 0 : 1] || found[0];
}

/**
 * Put values into a translated sentence: `interpolate(gettext("%(name)s left."), {name})`.
 * @param {string} text @param {Record<string, string | number>} values
 */
export const interpolate = (text, values) =>
  text.replace(/%\((\w+)\)s/g, (whole, key) => (key in values ? String(values[key]) : whole));
