/** What a file is to people: its kind, icon and size, and whether it may be opened. Texts and addresses, no state. */
import { language } from "./boot.js";
import { gettext } from "./i18n.js";

/** @typedef {import("./types").Attachment} Attachment */
/** @typedef {"image" | "video" | "audio" | "pdf" | "text" | "document" | "sheet" | "slides" | "archive" | "other"} Kind */

/** What every browser of today draws; of other pictures it gets the one that the server made. */
const DRAWN = ["image/png", "image/jpeg", "image/webp", "image/gif", "image/avif"];
/** @type {[Kind, RegExp][]} by the type that the server found in the bytes */
const BY_MIME = [
  ["image", /^image\//], ["video", /^video\//], ["audio", /^audio\//], ["pdf", /^application\/pdf$/],
  ["sheet", /excel|spreadsheet/], ["slides", /powerpoint|presentation/], ["document", /msword|wordprocessing|opendocument\.text|hwp|rtf/],
  ["archive", /zip|compressed|rar|tar|x-xz|zstd|x-alz|x-egg/], ["text", /^text\//],
];
/** What the bytes do not tell. @type {[Kind, RegExp][]} */
const BY_NAME = [["document", /\.(hwpx?|docx?|odt|rtf)$/i], ["sheet", /\.(xlsx?|ods|csv)$/i], ["slides", /\.(pptx?|odp)$/i]];
/** @type {Record<Kind, string>} symbols of the sprite */
const ICONS = {
  image: "file-image", video: "file-video", audio: "file-audio", pdf: "file-text", text: "file-code", document: "file-text",
  sheet: "file-sheet", slides: "file-slides", archive: "file-archive", other: "file",
};
/** @type {Record<Kind, () => string>} */
const NAMES = {
  image: () => gettext("Picture"), video: () => gettext("Video"), audio: () => gettext("Sound"), pdf: () => gettext("PDF document"),
  text: () => gettext("Text"), document: () => gettext("Document"), sheet: () => gettext("Spreadsheet"), slides: () => gettext("Slides"),
  archive: () => gettext("Archive"), other: () => gettext("File"),
};
const UNITS = ["B", "KB", "MB", "GB", "TB"];
const STEP = 1024;

/** @param {Pick<Attachment, "mime" | "filename">} file @returns {Kind} */
export function kindOf({ mime, filename }) {
  const found = BY_MIME.find(([, pattern]) => pattern.test(mime))?.[0] ?? "other";
  const named = ["other", "archive", "text"].includes(found) && BY_NAME.find(([, pattern]) => pattern.test(filename))?.[0];
  return named || found;
}

/** A symbol of the sprite. @param {Pick<Attachment, "mime" | "filename">} file */
export const iconOf = (file) => ICONS[kindOf(file)];
/** @param {Pick<Attachment, "mime" | "filename">} file */
export const kindName = (file) => NAMES[kindOf(file)]();

const numbers = [0, 1].map((digits) => new Intl.NumberFormat(language, { maximumFractionDigits: digits }));

/** 214 KB, 1.2 MB @param {number} bytes */
export function formatSize(bytes) {
  let [n, unit] = [bytes, 0];
  while (n >= STEP && unit < UNITS.length - 1) [n, unit] = [n / STEP, unit + 1];
  return `${numbers[n < 10 && unit ? 1 : 0].format(n)} ${UNITS[unit]}`;
}

/** Whether the scanner lets people open it. @param {Pick<Attachment, "virusStatus">} file */
export const isOpenable = ({ virusStatus }) => virusStatus === "CLEAN" || virusStatus === "SKIPPED";

/** What people are told of the virus scan; nothing when all is well. @param {Pick<Attachment, "virusStatus">} file */
export function scanText({ virusStatus }) {
  switch (virusStatus) {
    case "PENDING": return gettext("Being scanned for viruses…");
    case "INFECTED": return gettext("Blocked by the virus scan");
    case "ERROR": return gettext("Could not be scanned yet; it is tried again");
    default: return "";
  }
}

/** An address, and why it is asked for where the policy wants to know. @param {string} url @param {string} [reason] */
export const withReason = (url, reason = "") =>
  (reason ? `${url}${url.includes("?") ? "&" : "?"}reason=${encodeURIComponent(reason)}` : url);
/** Where the bytes are, to be kept. @param {string} id @param {string} [reason] */
export const downloadUrl = (id, reason = "") => withReason(`/api/v1/files/${id}/download`, reason);
/** Where the bytes are, to be looked at in the page. @param {string} id @param {string} [reason] */
export const inlineUrl = (id, reason = "") => withReason(`/api/v1/files/${id}/download?inline=1`, reason);

/** Whether the browser itself can draw the original. @param {Attachment} file */
export const isDrawn = ({ mime }) => DRAWN.includes(mime);
