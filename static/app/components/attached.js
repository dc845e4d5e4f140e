/** How files look in a message: pictures as a grid, everything else as cards. Templates only. */
import { html, nothing } from "lit";
import { formatSize, iconOf, isOpenable, kindName, kindOf, scanText } from "../file-kinds.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { store } from "../store.js";
import { remembered } from "../uploading/peek.js";

/** @typedef {import("../types").Attachment} Attachment */

/** The longer side of a picture that stands alone, and the shortest that can still be hit. */
const LARGE = 320;
const SMALL = 72;
const TILES = 4;

/** @param {Attachment[]} files @param {boolean} reachable whether the tab key leads to them */
export function attached(files, reachable) {
  const pictures = files.filter(isPicture);
  const others = files.filter((file) => !isPicture(file));
  const tab = reachable ? 0 : -1;
  return html`<div class="attached">${pictures.length ? tiles(pictures, tab) : nothing}${others.map((file) => card(file, tab))}</div>`;
}

/** What is shown as a picture: also while it is being scanned, but never what is blocked. @param {Attachment} file */
const isPicture = (file) => kindOf(file) === "image" && file.mime !== "image/svg+xml" && (isOpenable(file) || file.virusStatus === "PENDING");

/** @param {Attachment[]} files @param {number} tab */
function tiles(files, tab) {
  const shown = files.slice(0, TILES);
  const more = files.length - shown.length;
  return html`<div class="tiles n${shown.length}">${shown.map((file, i) => tile(file, tab, { alone: shown.length === 1, more: i === TILES - 1 ? more : 0 }))}</div>`;
}

/** @param {Attachment} file @param {number} tab @param {{alone: boolean, more: number}} place */
function tile(file, tab, { alone, more }) {
  const { attachmentId, filename, thumbnailUrl } = file;
  const peek = remembered(attachmentId);
  const url = thumbnailUrl ?? peek?.url;
  const [width, height] = alone ? fitted(file.width ?? peek?.width, file.height ?? peek?.height) : [SMALL, SMALL];
  const scan = scanText(file);
  const name = interpolate(gettext("Picture: %(name)s"), { name: filename });
  const words = [name, more ? interpolate(gettext("and %(n)s more"), { n: more }) : "", scan].filter(Boolean).join(", ");
  return html`<button class="tile ${url ? "" : "unseen"}" tabindex=${tab} data-open=${attachmentId} aria-label=${words} title=${filename}>
    ${url ? html`<img src=${url} width=${width} height=${height} alt="" loading="lazy" decoding="async" draggable="false" @error=${unseen}>` : nothing}
    ${more ? nothing : html`<span class="tile-icon">${icon("file-image")}</span>`}${scan ? html`<small class="tile-scan">${scan}</small>` : nothing}
    ${more ? html`<span class="tile-more" aria-hidden="true">+${more}</span>` : nothing}</button>`;
}

/** A picture that cannot be fetched shows its sign instead. @param {Event} event */
function unseen({ target }) {
  /** @type {Element} */ (target).closest(".tile")?.classList.add("unseen");
}

/** A size within the square, never too thin to be hit; a usual one while it is not known. @param {number | null} [width] @param {number | null} [height] */
export function fitted(width, height) {
  if (!width || !height) return [240, 180];
  const scale = Math.min(1, LARGE / width, LARGE / height);
  return [width, height].map((side) => Math.max(SMALL, Math.round(side * scale)));
}

/** @param {Attachment} file @param {number} tab */
function card(file, tab) {
  const { attachmentId, filename, size, virusStatus, thumbnailUrl } = file;
  const blocked = virusStatus === "INFECTED";
  const text = html`<span class="sent-icon">${thumbnailUrl ? html`<img src=${thumbnailUrl} alt="" loading="lazy" decoding="async" draggable="false">`
    : icon(blocked ? "shield-off" : iconOf(file))}</span>
    <span class="sent-text"><b title=${filename}>${filename}</b><small>${[kindName(file), formatSize(size), virusStatus === "SKIPPED" ? gettext("not scanned") : ""].filter(Boolean).join(" · ")}</small>${scanned(file)}</span>`;
  if (!isOpenable(file)) return html`<div class="sent-file ${blocked ? "blocked" : ""}"><div class="sent-main">${text}</div></div>`;
  return html`<div class="sent-file"><button class="sent-main" tabindex=${tab} data-open=${attachmentId}>${text}</button>
    <button class="quiet icon-only" tabindex=${tab} data-take=${attachmentId} title=${gettext("Download")}
      aria-label=${interpolate(gettext("Download %(name)s"), { name: filename })}>${icon("download")}</button></div>`;
}

/** What the scan says; its sender is told what happens to a blocked file. @param {Attachment} file */
function scanned(file) {
  const { virusStatus, virusName, uploaderId } = file;
  const words = scanText(file);
  const mine = virusStatus === "INFECTED" && uploaderId === store.me.userId;
  return html`${words ? html`<small class="sent-scan">${words}</small>` : nothing}${mine ? html`<small class="sent-why">${virusName
    ? interpolate(gettext("“%(virus)s” was found in it. Nobody can open it."), { virus: virusName })
    : gettext("Something dangerous was found in it. Nobody can open it.")}</small>` : nothing}`;
}
