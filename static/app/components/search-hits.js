/** How what was found looks: messages, files, people, rooms. Templates only; hits are marked by nodes, never by HTML. */
import { html, nothing } from "lit";
import { formatSize, iconOf, isOpenable, kindName, scanText } from "../file-kinds.js";
import { formatExact, formatRecent } from "../format.js";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { icon } from "../icon.js";
import { marked, snippet } from "../search-text.js";
import { store } from "../store.js";
import { avatar, initials } from "./avatar.js";

/** @typedef {import("../search.js").Hit} Hit @typedef {import("../search-text.js").Piece} Piece */
/**
 * @typedef {object} Act
 * @property {string} key what tells it apart @property {boolean} active it holds the one tab stop @property {boolean} current it is shown beside the list
 * @property {() => void} open @property {() => void} look opens a file
 */

/** @param {Piece[]} pieces */
export const marks = (pieces) => pieces.map(({ text, hit }) => (hit ? html`<mark>${text}</mark>` : text));

/** @param {Hit} hit @param {Act} act */
export function searchHit(hit, act) {
  if (hit.message) return message(hit, act);
  if (hit.file) return file(hit, act);
  return hit.user ? person(hit, act) : room(hit, act);
}

/** @param {string | null | undefined} id */
const nameOf = (id) => (id ? store.user(id)?.name : "") || gettext("Somebody who left");

/** @param {string | undefined} roomId */
function roomName(roomId) {
  const found = roomId ? store.room(roomId) : undefined;
  return found ? store.directory.title(found) : "";
}

/** @param {string} iso */
const time = (iso) => html`<time datetime=${iso} title=${formatExact(iso)}>${formatRecent(iso)}</time>`;

/** What hangs on a message, as small signs. @param {import("../types").Message} message */
function signs(message) {
  const files = message.attachments?.length ?? 0;
  return html`${files ? html`<span class="hit-sign">${icon("clip")}<span class="sr">${gettext("Files")} </span>${files}</span>` : nothing}
    ${message.links?.length ? html`<span class="hit-sign">${icon("link")}<span class="sr">${gettext("Link")}</span></span>` : nothing}`;
}

/** @param {Hit} hit @param {Act} act */
function message(hit, { key, active, current, open }) {
  const found = /** @type {import("../types").Message} */ (hit.message);
  const name = nameOf(found.senderId);
  return html`<li><button class="quiet hit" data-key=${key} tabindex=${active ? 0 : -1} aria-current=${current} @click=${open}>
    ${avatar(found.senderId ?? "", initials(name), { size: "small" })}
    <span class="hit-text"><span class="hit-head"><b>${name}</b>${time(found.createdAt)}</span>
      <span class="hit-words">${marks(snippet(found.text, hit.highlights))}</span>
      <small class="hit-place"><span>${roomName(found.roomId)}</span>${signs(found)}</small></span></button></li>`;
}

/** @param {Hit} hit @param {Act} act */
function file(hit, { key, active, current, open, look }) {
  const found = /** @type {import("../types").Attachment} */ (hit.file);
  const tab = active ? 0 : -1;
  const scan = scanText(found);
  const where = [nameOf(hit.senderId ?? found.uploaderId), roomName(hit.roomId ?? found.roomId)].filter(Boolean).join(" · ");
  return html`<li class="hit-row"><button class="quiet hit" data-key=${key} tabindex=${tab} aria-current=${current} @click=${open}>
    <span class="hit-icon ${found.virusStatus === "INFECTED" ? "blocked" : ""}">${found.thumbnailUrl ? html`<img src=${found.thumbnailUrl} alt="" loading="lazy" decoding="async">` : icon(iconOf(found))}</span>
    <span class="hit-text"><span class="hit-head"><b>${marks(marked(found.filename, hit.highlights))}</b>${time(hit.sentAt ?? found.createdAt)}</span>
      ${hit.snippet ? html`<span class="hit-words">${marks(marked(hit.snippet.text, hit.snippet.highlights))}</span>` : nothing}
      <small class="hit-place"><span>${scan || `${kindName(found)} · ${formatSize(found.size)}`} · ${where}</span></small></span></button>
    ${isOpenable(found) ? html`<button class="quiet icon-only hit-look" tabindex=${tab} title=${gettext("Open the file")}
      aria-label=${interpolate(gettext("Open %(name)s"), { name: found.filename })} @click=${look}>${icon("open")}</button>` : nothing}</li>`;
}

/** @param {Hit} hit @param {Act} act */
function person(hit, { key, active, open }) {
  const user = /** @type {import("../types").User} */ (hit.user);
  const unit = user.units.find(({ isPrimary }) => isPrimary) ?? user.units[0];
  return html`<li><button class="quiet hit" data-key=${key} tabindex=${active ? 0 : -1} @click=${open}>
    ${avatar(user.userId, initials(user.name), { status: store.presence(user.userId), photo: user.photoUrl })}
    <span class="hit-text"><span class="hit-head"><span><b>${marks(marked(user.name, hit.highlights))}</b> <small>${user.title}</small></span></span>
      <small class="hit-place"><span>${unit?.name ?? user.loginId}</span></small></span></button></li>`;
}

/** @param {Hit} hit @param {Act} act */
function room(hit, { key, active, current, open }) {
  const found = /** @type {import("../types").Room} */ (hit.room);
  const known = store.room(found.roomId) ?? found;
  const title = store.directory.title(known);
  const peer = store.directory.peer(known);
  const name = found.name === title ? marks(marked(title, hit.highlights)) : title;
  return html`<li><button class="quiet hit" data-key=${key} tabindex=${active ? 0 : -1} aria-current=${current} @click=${open}>
    ${avatar(peer ?? found.roomId, found.type === "DM" ? initials(title) : [...title][0] ?? "")}
    <span class="hit-text"><span class="hit-head"><b>${name}</b></span>
      <small class="hit-place"><span>${found.type === "DM" ? gettext("Direct message") : interpolate(ngettext("%(n)s member", "%(n)s members", found.memberCount), { n: found.memberCount })}</span></small></span></button></li>`;
}
