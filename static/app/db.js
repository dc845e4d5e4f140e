/** What this device keeps: unsent messages and drafts, in a database of their owner's own. */
import { deleteDB, openDB } from "idb";
import { boot } from "./boot.js";

/** @typedef {import("./types").OutboxItem} OutboxItem @typedef {import("./types").Draft} Draft */

const PREFIX = "maru-";
const NAME = `${PREFIX}${boot.me.userId}`;

const opened = openDB(NAME, 1, {
  upgrade(db) {
    db.createObjectStore("outbox", { keyPath: "clientMsgId" });
    db.createObjectStore("drafts");
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
  for (const name of (await globalThis.caches?.keys()) ?? []) await caches.delete(name);
}
