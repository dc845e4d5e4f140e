/** Files on their way on their wires, and what they have to do with messages. */
import { ApiError, api } from "./api.js";
import { boot } from "./boot.js";
import { uploadsOnDisk } from "./db.js";
import { gettext } from "./i18n.js";
import { outbox } from "./outgoing.js";
import { store } from "./store.js";
import { Uploads } from "./uploads.js";
import { put } from "./uploading/put.js";

/** @typedef {import("./types").OutboxItem} OutboxItem @typedef {import("./types").Upload} Upload */

const LOCK = "maru-uploads";
/** Joining and measuring a large file takes the server a while. */
const CHECKED = 180_000;
const STALE = 7 * 86_400_000;
/** So long a message behind a file waits for it, so that what was written after a picture comes after it. */
const PATIENCE = 10_000;

/** What people read; the server's own words where it has some. @param {ApiError} error */
function words({ status, code, message, details }) {
  if (code === "UNREADABLE") return gettext("The file cannot be read any more. Please attach it again.");
  if (status === 507) return gettext("The server has no space left for files. It is tried again by itself.");
  const field = Object.values(details ?? {}).find((text) => Array.isArray(text) && typeof text[0] === "string");
  return field?.[0] || message || gettext("The file could not be sent.");
}

/** @param {string} fileId */
function changed(fileId) {
  store.tell("uploads", fileId);
  const upload = uploads?.get(fileId);
  if ((!upload || upload.attachment || upload.reason) && outbox.withFile(fileId)) outbox.arrived();
}

/** Nothing is asked once the session is over; files stay for the next one. @template T @param {() => Promise<T>} ask */
async function signedIn(ask) {
  if (store.connection === "ended") throw new ApiError(401, "UNAUTHENTICATED", "");
  return ask();
}

/** @param {() => Promise<void>} work */
async function exclusively(work) {
  if (!navigator.locks) return work();
  await navigator.locks.request(LOCK, work);
}

/** @type {Uploads} */
export const uploads = new Uploads({
  server: {
    init: ({ roomId, name, size, mime }) => signedIn(() => api.post("/files/init", { roomId, filename: name, size, mime })),
    state: (uploadId) => signedIn(() => api.get(`/files/uploads/${uploadId}`)),
    complete: (uploadId, parts) => signedIn(() => api.post("/files/complete", { uploadId, parts }, CHECKED)),
    cancel: (uploadId) => api.del(`/files/uploads/${uploadId}`),
    put,
  },
  disk: uploadsOnDisk,
  words,
  changed,
  exclusively,
  channel: globalThis.BroadcastChannel ? new BroadcastChannel(`maru-uploads-${boot.me.userId}`) : null,
});

store.on("connection", () => store.connection === "online" && uploads.wake());
addEventListener("online", () => uploads.wake());
store.on("file", ({ attachmentId, virusStatus, thumbnailUrl }) => uploads.judged(attachmentId, { virusStatus, thumbnailUrl }));

addEventListener("beforeunload", (event) => uploads.fragile && event.preventDefault()); // the browser asks

/** Files chosen in a room and not sent yet. @param {string} roomId */
export const chosen = (roomId) => uploads.in(roomId).filter(({ fileId }) => !outbox.withFile(fileId));

// The server keeps what nobody sends for so long, too; a room may be gone meanwhile.
uploads.restored.then(async () => {
  const old = uploads.all().filter(({ n }) => Date.now() - n > STALE);
  if (old.length) await outbox.restore();
  for (const { fileId } of old) if (!outbox.withFile(fileId)) uploads.cancel(fileId);
});

/** Whether one can be sent, or will be. @param {Upload} upload */
export const sendable = ({ reason, attachment }) => !reason && attachment?.virusStatus !== "INFECTED";

/** An item once its files have arrived; null: others may go first. Throws ApiError. @param {OutboxItem} item @returns {Promise<OutboxItem | null>} */
export async function ready(item) {
  const ids = item.files ?? [];
  await uploads.restored;
  await Promise.race([uploads.settled(ids), patience()]);
  const files = ids.map((id) => uploads.get(id));
  const attachments = [];
  for (const file of files) {
    if (!file) throw new ApiError(400, "GONE", gettext("A file of this message is not on this device any more."));
    if (file.reason) throw new ApiError(400, "FILE", file.reason);
    if (file.attachment?.virusStatus === "INFECTED") throw new ApiError(403, "INFECTED", gettext("Blocked by the virus scan"));
    if (file.attachment) attachments.push(file.attachment);
  }
  if (attachments.length < ids.length) return null;
  const pictures = attachments.every(({ mime }) => mime.startsWith("image/") && !mime.startsWith("image/svg"));
  return { ...item, attachments, type: pictures ? "IMAGE" : "FILE" };
}

/** Only time with a line counts. */
async function patience() {
  do await new Promise((resolve) => setTimeout(resolve, PATIENCE));
  while (store.connection !== "online");
}

/** Their message is on its way, with what became of them. @param {string[]} fileIds */
export const forget = (fileIds) => Promise.all(fileIds.map((id) => uploads.forget(id)));

/** Their message is sent again. @param {OutboxItem} item */
export function again({ files, attachments }) {
  if (!attachments) for (const id of files ?? []) if (uploads.get(id)?.reason) uploads.resume(id);
}

/** Their message was thrown away. @param {OutboxItem} item */
export function gone({ files }) {
  for (const id of files ?? []) uploads.cancel(id);
}

/** Take one file away, from the composer or from its message. @param {string} fileId */
export async function takeAway(fileId) {
  const ofMessage = outbox.withFile(fileId);
  await Promise.all([ofMessage && outbox.without(fileId), uploads.cancel(fileId)]);
}
