/** What this person lately searched for, on this device only; sign-out forgets it. */
import { boot } from "./boot.js";

const KEY = `maru-${boot.me.userId}-searches`;
const KEPT = 8;

/** @returns {string[]} newest first */
export function recentSearches() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, KEPT) : [];
  } catch {
    return [];
  }
}

/** One that led somewhere. What was only on the way to it goes. @param {string} query */
export function rememberSearch(query) {
  const text = query.trim();
  if (!text) return;
  keep([text, ...recentSearches().filter((one) => !text.startsWith(one))].slice(0, KEPT));
}

/** @param {string} [query] without one: all of them */
export const forgetSearch = (query) => keep(query === undefined ? [] : recentSearches().filter((one) => one !== query));

/** @param {string[]} searches */
function keep(searches) {
  try {
    localStorage.setItem(KEY, JSON.stringify(searches));
  } catch {
    // A device that keeps nothing searches all the same.
  }
}
