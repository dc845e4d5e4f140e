/** The outbox on its wires: IndexedDB below, the socket (or REST, where sockets do not get through) above. */
import { ApiError, api } from "./api.js";
import { boot } from "./boot.js";
import { allItems, dropItem, putItem } from "./db.js";
import { Outbox } from "./outbox.js";
import { store } from "./store.js";
import { take } from "./sync.js";

/** @typedef {import("./types").OutboxItem} OutboxItem @typedef {import("./types").Message} Message */

const LOCK = "maru-outbox";
/** After so long without a socket a message goes by REST. */
const PATIENCE = 5000;

/** The server takes 20 frames a second from a socket; a long queue leaves room for what else there is to say. */
const GAP = 70;

let free = 0;

/** Wait for one's turn. */
async function pace() {
  const now = Date.now();
  const wait = free - now;
  free = Math.max(free, now) + GAP;
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}

/** @param {OutboxItem} item */
const body = (item) => ({
  clientMsgId: item.clientMsgId, type: item.type, text: item.text, mentions: item.mentions,
  replyTo: item.replyTo?.messageId ?? null,
  ...(item.mentionUnits?.length ? { mentionUnits: item.mentionUnits } : {}),
  ...(item.attachments?.length ? { attachments: item.attachments.map(({ attachmentId }) => attachmentId) } : {}),
});

/** Files are fetched for when there are some. */
async function uploading() {
  try {
    return await import("./uploading.js");
  } catch {
    throw new ApiError(0, "NETWORK", "");
  }
}

/** @param {OutboxItem} item @returns {Promise<Message | null>} null: it is known already, by an event or the next change */
async function send(item) {
  if (item.files?.length) await (await uploading()).forget(item.files); // what became of them is in the item
  await pace();
  if (store.connection === "ended") throw new ApiError(401, "UNAUTHENTICATED", "");
  const { socket } = store;
  if (socket?.open) {
    const ack = await socket.ask("message.send", { roomId: item.roomId, ...body(item) });
    return ack.duplicate ? null : acknowledged(item, ack);
  }
  if (!navigator.onLine || Date.now() - (socket?.downSince ?? 0) < PATIENCE) throw new ApiError(0, "NETWORK", "");
  return api.post(`/rooms/${item.roomId}/messages`, body(item));
}

/** The message as the acknowledgement makes it, until its event says the same. @param {OutboxItem} item @param {any} ack @returns {Message} */
const acknowledged = (item, { messageId, seq, change, createdAt }) => ({
  ...asMessage(item), messageId, seq, change, createdAt, text: item.text.normalize("NFC"),
});

/** A waiting message in the shape of a sent one, behind all others. @param {OutboxItem} item @returns {Message} */
export const asMessage = (item) => ({
  messageId: 0, roomId: item.roomId, seq: Number.MAX_SAFE_INTEGER, change: 0, clientMsgId: item.clientMsgId,
  senderId: store.me.userId, type: item.type, text: item.text, mentions: item.mentions, replyTo: item.replyTo,
  attachments: item.attachments ?? [], links: [], reactions: [], pinned: false, unreadCount: null, createdAt: item.createdAt, editedAt: null, deletedAt: null,
});

/** @param {() => Promise<void>} work */
async function exclusively(work) {
  if (!navigator.locks) return work(); // plain HTTP: the server drops what comes twice
  await navigator.locks.request(LOCK, work);
}

/** What is done with the files of an item when the module is there. @param {"again" | "gone"} what @returns {(item: OutboxItem) => void} */
const withFiles = (what) => (item) => {
  if (item.files?.length) uploading().then((files) => files[what](item), () => {});
};

export const outbox = new Outbox({
  send,
  ready: async (item) => (await uploading()).ready(item),
  again: withFiles("again"),
  gone: withFiles("gone"),
  exclusively,
  disk: { all: allItems, put: putItem, drop: dropItem },
  changed: (roomId) => store.tell("outbox", roomId),
  sent: (message) => take(message, true),
  channel: globalThis.BroadcastChannel ? new BroadcastChannel(`maru-outbox-${boot.me.userId}`) : null,
});
