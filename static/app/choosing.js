/** Choosing files: by the button, dropped, pasted. What is too large or too many is named before anything is sent. */
import { limits } from "./boot.js";
import { formatSize } from "./file-kinds.js";
import { gettext, interpolate } from "./i18n.js";
import { store } from "./store.js";
import { chosen, uploads } from "./uploading.js";

const NAMED = 3;

/** Take files into the composer of a room. @param {string} roomId @param {Iterable<File>} files */
export function choose(roomId, files) {
  const all = [...files];
  const large = all.filter(({ size }) => size > limits.fileBytes);
  const fitting = all.filter(({ size }) => size <= limits.fileBytes);
  const room = Math.max(0, limits.attachments - chosen(roomId).length);
  if (large.length) {
    refuse(interpolate(gettext("Larger than %(limit)s and not attached: %(names)s"), { limit: formatSize(limits.fileBytes), names: names(large) }));
  }
  if (fitting.length > room) {
    const [n, left] = [limits.attachments, names(fitting.slice(room))];
    refuse(interpolate(gettext("A message takes up to %(n)s files. Not attached: %(names)s"), { n, names: left }));
  }
  for (const file of fitting.slice(0, room)) uploads.add(roomId, file, nameOf(file));
  return fitting.slice(0, room).length;
}

/** Files in the clipboard, unless it holds formatted text: then they are only its picture (a cell, a paragraph). @param {ClipboardEvent} event */
export function pasted({ clipboardData }) {
  const types = clipboardData?.types ?? [];
  const isText = types.includes("text/plain") && types.includes("text/html"); // beside a file some systems put its name
  return isText ? [] : [...(clipboardData?.files ?? [])];
}

/** What was dropped; folders are none. @param {DragEvent} event */
export function dropped({ dataTransfer }) {
  const items = [...(dataTransfer?.items ?? [])].filter(({ kind }) => kind === "file");
  const folders = items.filter((item) => item.webkitGetAsEntry?.()?.isDirectory);
  if (folders.length) refuse(gettext("Folders cannot be sent. Please pack them into one file first."));
  return items.filter((item) => !folders.includes(item)).map((item) => item.getAsFile()).filter((file) => file !== null);
}

/** A picture from the clipboard has no name of its own. @param {File} file */
function nameOf({ name, type }) {
  if (name && !/^image\.\w+$/.test(name)) return name;
  const now = new Date();
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const moment = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())} ${[now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(".")}`;
  return `${interpolate(gettext("Pasted %(moment)s"), { moment })}.${name.split(".").pop() || type.split("/")[1] || "png"}`;
}

/** @param {File[]} files */
function names(files) {
  const shown = files.slice(0, NAMED).map(({ name }) => name.normalize("NFC")).join(", ");
  const more = files.length - NAMED;
  return more > 0 ? interpolate(gettext("%(names)s and %(n)s more files"), { names: shown, n: more }) : shown;
}

/** @param {string} text */
const refuse = (text) => store.toast(text, undefined, { kind: "error", shown: 10_000 });
