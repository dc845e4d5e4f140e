/** What this device keeps: unsent messages, files on their way and drafts, in a database of their owner's own. */
import { deleteDB, openDB } from "idb";
import { boot } from "./boot.js";

/** @typedef {import("./types").OutboxItem} OutboxItem @typedef {import("./types").Draft} Draft */
/** @typedef {import("./types").Upload} Upload */

const PREFIX = "maru-";
const NAME = `${PREFIX}${boot.me.userId}`;

const opened = openDB(NAME, 2, {
  upgrade(db, from) {
    if (from < 1) {
      db.createObjectStore("outbox", { keyPath: "clientMsgId" });
      db.createObjectStore("drafts");
    }
    db.createObjectStore("uploads", { keyPath: "fileId" });
    db.createObjectStore("bytes"); // by fileId; apart, so that what changes often is small
  },
  blocking(_from, _to, event) {
    /** @type {IDBDatabase} */ (event.target).close(); // another tab signs out and deletes it
  },
});
opened.catch(() => {}); // each use says so itself

/** @returns {Promise<OutboxItem[]>} */
export const allItems = async () => (await opened).getAll("outbox");
/** @param {OutboxItem} item */
export const putItem = async (item) => void (await (await opened).put("outbox", item));
/** @param {string} clientMsgId */
export const dropItem = async (clientMsgId) => (await opened).delete("outbox", clientMsgId);

/** Files on their way and their bytes: both or neither. */
export const uploadsOnDisk = {
  /** @returns {Promise<Upload[]>} */
  all: async () => (await opened).getAll("uploads"),
  /** @param {Upload} upload @param {Blob} bytes */
  async add(upload, bytes) {
    const both = (await opened).transaction(["uploads", "bytes"], "readwrite");
    await Promise.all([both.objectStore("uploads").put(upload), both.objectStore("bytes").put(bytes, upload.fileId), both.done]);
  },
  /** A change of one that is still there. @param {Upload} upload */
  async put(upload) {
    const change = (await opened).transaction("uploads", "readwrite");
    if (await change.store.getKey(upload.fileId)) await change.store.put(upload);
    await change.done;
  },
  /** @param {string} fileId @returns {Promise<Blob | undefined>} */
  bytes: async (fileId) => (await opened).get("bytes", fileId),
  /** @param {string} fileId */
  async drop(fileId) {
    const both = (await opened).transaction(["uploads", "bytes"], "readwrite");
    await Promise.all([both.objectStore("uploads").delete(fileId), both.objectStore("bytes").delete(fileId), both.done]);
  },
};

/** @returns {Promise<Map<string, Draft>>} */
export async function allDrafts() {
  const db = await opened;
  const [keys, values] = await Promise.all([db.getAllKeys("drafts"), db.getAll("drafts")]);
  return new Map(keys.map((key, i) => [String(key), values[i]]));
}
/** @param {string} roomId @param {Draft | null} draft */
export async function putDraft(roomId, draft) {
  const db = await opened;
  if (draft) await db.put("drafts", draft, roomId);
  else await db.delete("drafts", roomId);
}

/** Forget everything on this device, whoever left it here: at sign-out. */
export async function wipe() {
  const names = new Set([NAME]);
  for (const { name } of (await indexedDB.databases?.()) ?? []) if (name?.startsWith(PREFIX)) names.add(name);
  await opened.then((db) => db.close(), () => {});
  await Promise.all([...names].map((name) => deleteDB(name)));
  for (const key of Object.keys(localStorage)) if (/^maru-.*-searches$/.test(key)) localStorage.removeItem(key);
  for (const name of (await globalThis.caches?.keys()) ?? []) await caches.delete(name);
  await /** @type {any} */ (navigator).clearAppBadge?.().catch(() => {});
}
