/** A small picture of what somebody chose, made here: shown until the server has made its own. */
import { store } from "../store.js";
import { uploads } from "../uploading.js";

/** @typedef {{url: string, width: number, height: number}} Peek */

const WIDE = 480;
/** Larger ones would cost more memory than they are worth. */
const LARGEST = 60 * 2 ** 20;
const KEPT = 40;
const DRAWN = /^image\/(png|jpeg|webp|gif|avif|bmp)$/;

/** @type {Map<string, Peek | null>} by file, later also by attachment; null: none, or not yet */
const peeks = new Map();

/** What there is to see of a file on its way, or undefined. It is made when first asked for. @param {string} fileId */
export function peekOf(fileId) {
  if (!peeks.has(fileId)) {
    peeks.set(fileId, null);
    make(fileId).catch(() => {}); // whatever the browser cannot draw has an icon
  }
  return remembered(fileId);
}

/** What was seen of an attachment when it was sent from this page. @param {string} attachmentId */
export const remembered = (attachmentId) => peeks.get(attachmentId) ?? undefined;

/** @param {string} fileId */
async function make(fileId) {
  const upload = uploads.get(fileId);
  if (!upload || !DRAWN.test(upload.mime) || upload.size > LARGEST) return;
  const bytes = await uploads.bytes(fileId);
  if (!bytes) return;
  const whole = await createImageBitmap(bytes, { resizeWidth: WIDE, resizeQuality: "medium" });
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [whole.width, whole.height];
  canvas.getContext("2d")?.drawImage(whole, 0, 0);
  whole.close();
  const small = await new Promise((resolve) => canvas.toBlob(resolve, "image/webp", 0.8));
  keep(fileId, { url: URL.createObjectURL(/** @type {Blob} */ (small)), width: canvas.width, height: canvas.height });
}

/** @param {string} fileId @param {Peek} peek */
function keep(fileId, peek) {
  peeks.set(fileId, peek);
  const arrived = uploads.get(fileId)?.attachment;
  if (arrived) peeks.set(arrived.attachmentId, peek);
  store.tell("uploads", fileId);
  for (const [id, old] of peeks) {
    if (peeks.size <= KEPT * 2) break;
    peeks.delete(id);
    if (old && ![...peeks.values()].includes(old)) URL.revokeObjectURL(old.url);
  }
}

// An upload becomes an attachment: what was seen of it stays.
store.on("uploads", (fileId) => {
  const peek = peeks.get(fileId);
  const arrived = uploads.get(fileId)?.attachment;
  if (peek && arrived) peeks.set(arrived.attachmentId, peek);
});
