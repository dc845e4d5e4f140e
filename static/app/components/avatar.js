/** The rounded square of a person: their photo or, until it is there, a given name in one of six hues that stays their own. */
import { html, nothing } from "lit-html";
import { gettext } from "../i18n.js";
import { store } from "../store.js";

/** "김하늘" -> "하늘", "James Lee" -> "JL". @param {string} name */
export function initials(name) {
  const trimmed = name.trim();
  if (/^[가-힣]/.test(trimmed)) return trimmed.length > 2 ? trimmed.slice(-2) : trimmed;
  return trimmed.split(/\s+/).map((word) => [...word][0] ?? "").join("").slice(0, 2).toUpperCase();
}

/** A hue 0 to 5 that an id always gets. @param {string} id */
export function hue(id) {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + char.charCodeAt(0)) >>> 0;
  return sum % 6;
}

/**
 * @param {string} id @param {string} text what stands in the square
 * @param {{size?: "" | "small" | "large", status?: import("../types").Status, photo?: string | null}} [options]
 *   photo: as the list has it that names somebody whom the store may not know yet
 */
export const avatar = (id, text, { size = "", status, photo } = {}) => html`
  <span class="avatar ${size} c${hue(id)}" aria-hidden="true">${text}${face(store.people.photo(id) ?? photo)}${status && status !== "offline"
    ? html`<i class="presence ${status}"></i>` : nothing}</span>`;

/** Laid over the name, which is seen until it has come and where it does not come. @param {string | null | undefined} photo */
const face = (photo) => photo ? html`<img src=${photo} alt="" loading="lazy" decoding="async" draggable="false" @load=${seen} @error=${seen}>` : nothing;

/** @param {Event} event */
function seen({ target, type }) {
  if (target instanceof HTMLImageElement) target.hidden = type === "error";
}

/** In words, for those who do not see the dot. @param {import("../types").Status} status */
export const statusName = (status) =>
  ({ online: gettext("Online"), away: gettext("Away"), offline: gettext("Offline") })[status];
