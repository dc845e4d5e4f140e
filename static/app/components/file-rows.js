/** How pictures, files and links look in the file & photo box. Templates only. */
import { html, nothing } from "lit";
import { isLink, keyOf, senderOf } from "../file-list.js";
import { formatSize, iconOf, isOpenable, kindName, scanText } from "../file-kinds.js";
import { formatExact, formatRecent } from "../format.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { store } from "../store.js";

/** @typedef {import("../types").Attachment} Attachment @typedef {import("../types").LinkPlace} LinkPlace */
/** @typedef {import("../file-list.js").Item} Item */
/**
 * @typedef {object} Act what can be done with an item
 * @property {boolean} active it holds the one tab stop of the list
 * @property {boolean} everywhere items of several rooms stand side by side
 * @property {() => void} open @property {() => void} take downloads it
 */

/** @param {Item} item @param {Act} act */
const stop = (item, { active }) => ({ key: keyOf(item), tab: active ? 0 : -1 });

/** @param {Item} item @param {boolean} everywhere */
function about(item, everywhere) {
  const room = everywhere ? store.room(item.roomId) : null;
  return [store.user(senderOf(item))?.name, room && store.directory.title(room), formatRecent(item.createdAt)].filter(Boolean).join(" · ");
}

/** @param {Item} item @param {Act} act */
export const row = (item, act) => (isLink(item) ? link(item, act) : file(item, act));

/** @param {Item} item @param {Act} act */
export function photo(item, act) {
  const found = /** @type {Attachment} */ (item);
  const { key, tab } = stop(item, act);
  const scan = scanText(found);
  const title = [found.filename, about(item, act.everywhere), scan].filter(Boolean).join(" · ");
  return html`<li><button class="photo" data-key=${key} tabindex=${tab} title=${title} aria-label=${title} @click=${act.open}>
    ${found.thumbnailUrl ? html`<img src=${found.thumbnailUrl} alt="" loading="lazy" decoding="async">`
      : html`<span class="photo-icon">${icon(scanIcon(found) || "file-image")}</span>`}
    ${scan ? html`<small class="photo-scan">${scan}</small>` : nothing}</button></li>`;
}

/** @param {Attachment} found */
const scanIcon = (found) => (found.virusStatus === "INFECTED" ? "shield-off" : isOpenable(found) ? "" : "clock");

/** @param {Attachment} found @param {Act} act */
function file(found, act) {
  const { key, tab } = stop(found, act);
  const scan = scanText(found);
  return html`<li class="file-row">
    <button class="quiet file-main" data-key=${key} tabindex=${tab} title=${formatExact(found.createdAt)} @click=${act.open}>
      <span class="file-icon ${found.virusStatus === "INFECTED" ? "blocked" : ""}">${found.thumbnailUrl
        ? html`<img src=${found.thumbnailUrl} alt="" loading="lazy" decoding="async">` : icon(scanIcon(found) || iconOf(found))}</span>
      <span class="file-text"><b>${found.filename}</b>
        <small>${kindName(found)} · ${formatSize(found.size)}</small><small>${about(found, act.everywhere)}</small>
        ${scan ? html`<small class="file-scan ${found.virusStatus.toLowerCase()}">${scan}</small>` : nothing}</span></button>
    ${isOpenable(found) ? html`<button class="quiet icon-only" tabindex=${tab} title=${gettext("Download")}
      aria-label=${interpolate(gettext("Download %(name)s"), { name: found.filename })} @click=${act.take}>${icon("download")}</button>` : nothing}
    ${toMessage(found, tab)}</li>`;
}

/** @param {LinkPlace} found @param {Act} act */
function link(found, act) {
  const { key, tab } = stop(found, act);
  const { url, domain, title, description, imageUrl } = found.link;
  return html`<li class="file-row">
    <a class="file-main" data-key=${key} tabindex=${tab} href=${url} target="_blank" rel="noopener noreferrer" title=${url}>
      <span class="file-icon">${imageUrl ? html`<img src=${imageUrl} alt="" loading="lazy" decoding="async">` : icon("link")}</span>
      <span class="file-text"><b>${title || url}</b>${description ? html`<small class="file-words">${description}</small>` : nothing}
        <small>${[domain, about(found, act.everywhere)].filter(Boolean).join(" · ")}</small></span></a>
    ${toMessage(found, tab)}</li>`;
}

/** @param {Item} item @param {number} tab */
function toMessage({ roomId, messageId }, tab) {
  if (!messageId) return nothing;
  const name = gettext("Go to the message");
  return html`<button class="quiet icon-only" tabindex=${tab} aria-label=${name} title=${name}
    @click=${() => store.showMessage(roomId, messageId)}>${icon("to-message")}</button>`;
}
