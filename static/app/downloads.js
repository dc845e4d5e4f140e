/** Taking a file home. A refusal is said in words; nobody is led to a page of JSON. */
import { session } from "./api.js";
import { boot, language } from "./boot.js";
import { downloadUrl, isOpenable, scanText } from "./file-kinds.js";
import { gettext } from "./i18n.js";
import { load } from "./lazy.js";
import { store } from "./store.js";

/** @typedef {import("./types").Attachment} Attachment */

const TIMEOUT = 20_000;

/** How a refusal is said where nothing covers the page. @param {string} text */
const toast = (text) => store.toast(text, undefined, { kind: "error" });

/**
 * Download a file, after its reason where the policy asks for one; says whether it began.
 * @param {Attachment} file @param {(text: string) => void} [refused] says why it did not; a toast unless told otherwise
 */
export async function download(file, refused = toast) {
  const scan = isOpenable(file) ? "" : scanText(file);
  if (scan) refused(scan);
  const reason = scan ? null : await reasonFor(file);
  return reason !== null && take(file, reason, refused);
}

/** Download the files of a message for one reason; what is refused ends it. @param {Attachment[]} files */
export async function downloadAll(files) {
  const reason = await reasonFor(files[0]);
  if (reason === null) return;
  for (const file of files) if (!(await take(file, reason, toast))) return;
}

/** @param {Attachment} file @param {string} reason @param {(text: string) => void} refused */
async function take(file, reason, refused) {
  const url = downloadUrl(file.attachmentId, reason);
  const refusal = await refusalOf(url);
  if (refusal) refused(refusal);
  else follow(url);
  return !refusal;
}

/** Why the file is wanted; empty where nobody asks, null: given up. @param {Attachment} file @returns {Promise<string | null>} */
export async function reasonFor(file) {
  const policy = boot.policies.downloadReason;
  if (policy === "off") return "";
  if (!(await load("download-reason"))) return null;
  const { askReason } = await import("./components/download-reason.js");
  return askReason(file.filename, policy === "required");
}

/** What the server would refuse an address with; empty: it would give the bytes. @param {string} url */
export async function refusalOf(url) {
  /** @type {RequestInit} */
  const asked = { redirect: "manual", cache: "no-store", headers: { "Accept-Language": language } };
  try {
    const head = await fetch(url, { ...asked, method: "HEAD", signal: AbortSignal.timeout(TIMEOUT) });
    if (head.ok || head.type === "opaqueredirect") return "";
    if (head.status === 401) session.ended();
    const answer = await fetch(url, { ...asked, signal: AbortSignal.timeout(TIMEOUT) });
    if (answer.ok || answer.type === "opaqueredirect") return "";
    return (await answer.json()).error.message;
  } catch {
    return gettext("The server cannot be reached. Please try again.");
  }
}

/** @param {string} url an address whose answer is a download */
function follow(url) {
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  link.click();
}
