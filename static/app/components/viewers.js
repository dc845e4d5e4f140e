/** How each kind of file is looked at in the page; what cannot be looked at is a card that offers the download. */
import { html, nothing } from "lit";
import { formatSize, iconOf, inlineUrl, isDrawn, isOpenable, kindName, kindOf, scanText, withReason } from "../file-kinds.js";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";
import { refusalOf } from "../downloads.js";
import "./image-stage.js";
import "./text-viewer.js";

/** @typedef {import("../types").Attachment} Attachment */
/** @typedef {"image" | "media" | "pdf" | "text" | "card"} Viewer */

/** @param {Attachment} file @returns {Viewer} */
export function viewerOf(file) {
  if (!isOpenable(file)) return "card";
  const kind = kindOf(file);
  if (kind === "image") return isDrawn(file) || file.thumbnailUrl ? "image" : "card";
  if (kind === "video" || kind === "audio") return "media";
  if (kind === "pdf" || file.previewUrl) return "pdf";
  return file.mime.startsWith("text/") ? "text" : "card";
}

/**
 * @typedef {object} Ways
 * @property {string} reason why it is looked at, where the policy asks
 * @property {boolean} locked a reason is asked for and not given yet
 * @property {() => void} unlock asks for it @property {() => void} take downloads the file
 */

/** @param {Attachment} file @param {Ways} ways */
export function viewer(file, { reason, locked, unlock, take }) {
  const kind = viewerOf(file);
  if (kind === "image") return html`<image-stage .file=${file} .reason=${reason} .locked=${locked}></image-stage>${locked ? original(unlock) : nothing}`;
  if (kind === "card") return card(file, take);
  if (locked) return gate(file, unlock);
  if (kind === "media") return media(file, inlineUrl(file.attachmentId, reason));
  if (kind === "text") return html`<text-viewer .file=${file} .reason=${reason}></text-viewer>`;
  return pdf(file, kindOf(file) === "pdf" ? inlineUrl(file.attachmentId, reason) : withReason(/** @type {string} */ (file.previewUrl), reason));
}

/** @param {() => void} unlock */
const original = (unlock) => html`<button class="light-original" @click=${unlock}>${icon("eye")}${gettext("Show the original")}</button>`;

/** @param {Attachment} file @param {() => void} unlock */
const gate = (file, unlock) => html`<div class="paper file-card-large">${icon(iconOf(file))}<b>${file.filename}</b>
  <p class="small">${kindName(file)} · ${formatSize(file.size)}</p>
  <p>${gettext("Please say why before you open this file.")}</p>
  <button class="primary" @click=${unlock}>${icon("eye")}${gettext("Open")}</button></div>`;

/** @param {Attachment} file @param {string} url */
function media(file, url) {
  const failed = async (/** @type {Event} */ event) => {
    const said = (await refusalOf(url)) || gettext("This browser cannot play the file. Download it to play it with another program.");
    event.target?.dispatchEvent(new CustomEvent("refused", { detail: said, bubbles: true }));
  };
  if (kindOf(file) === "audio") {
    return html`<div class="paper sound">${icon("file-audio")}<b>${file.filename}</b>
      <audio controls preload="metadata" src=${url} @error=${failed}></audio></div>`;
  }
  return html`<video class="film" controls playsinline preload="metadata" src=${url} aria-label=${file.filename}
    poster=${file.thumbnailUrl ?? nothing} @error=${failed}></video>`;
}

/** @param {Attachment} file @param {string} url */
const pdf = (file, url) => (navigator.pdfViewerEnabled
  ? html`<iframe class="paper" src=${url} title=${file.filename}></iframe>`
  : html`<div class="paper file-card-large">${file.thumbnailUrl ? html`<img src=${file.thumbnailUrl} alt="">` : icon("file-text")}<b>${file.filename}</b>
      <p>${gettext("This browser does not show PDF documents inside a page.")}</p>
      <a class="button primary" href=${url} target="_blank" rel="noopener">${icon("open")}${gettext("Open in a new tab")}</a></div>`);

/** @param {Attachment} file @param {() => void} take */
function card(file, take) {
  const scan = scanText(file);
  return html`<div class="paper file-card-large">
    ${icon(file.virusStatus === "INFECTED" ? "shield-off" : iconOf(file))}<b>${file.filename}</b>
    <p class="small">${kindName(file)} · ${formatSize(file.size)}</p>
    ${scan ? html`<p class="note ${file.virusStatus === "INFECTED" ? "error" : "warn"}">${scan}</p>`
      : html`<p>${gettext("There is no preview of this file.")}</p>
        <button class="primary" @click=${take}>${icon("download")}${gettext("Download")}</button>`}
  </div>`;
}
