/**
 * Nothing is missed: every room has a number that counts what happens to its messages (contract 5, 10). Events that
 * arrive in order move it on; where one was skipped, or HELLO and HEADS know more, `/changes` fills the gap.
 */
import { api } from "./api.js";
import { backoff } from "./ids.js";
import { showNewest } from "./history.js";
import { store } from "./store.js";

/** @typedef {import("./types").Message} Message */

const CHUNK = 200;
/** A gap wider than this is not walked through: the room's end is fetched anew. */
const WIDE = 2000;
const FEW = 5;
const GATHER = 200;

/** @type {Map<string, Promise<void>>} */
const running = new Map();
/** @type {Set<string>} rooms whose summary is behind */
const stale = new Set();
let gathering = 0;
let tries = 0;

/** Take in a message of an event or an acknowledgement. @param {Message} message @param {boolean} created */
export function take(message, created) {
  const room = store.room(message.roomId);
  if (!room) return refreshSoon(message.roomId);
  const timeline = store.timeline(message.roomId);
  const before = timeline.get(message.messageId);
  const fresh = message.change > room.lastChange;
  if (fresh && message.change > room.lastChange + 1 && !timeline.loaded) refreshSoon(message.roomId);
  if (message.deletedAt && before && !before.deletedAt) uncount(message);
  if (fresh || message.messageId === room.lastMessage?.messageId) {
    store.directory.moved(message, created && message.seq > room.lastSeq);
  }
  if (message.senderId) store.reads.move(message.roomId, message.senderId, created ? message.seq : 0);
  if (!timeline.loaded) return;
  if (timeline.apply(message)) store.tell("timeline", message.roomId);
  if (message.change === timeline.cursor + 1) timeline.cursor = message.change;
  else if (message.change > timeline.cursor) catchUp(message.roomId);
}

/** The server's latest numbers. @param {Record<string, number>} cursors */
export function compare(cursors) {
  for (const [roomId, change] of Object.entries(cursors)) {
    const timeline = store.timelines().get(roomId);
    const room = store.room(roomId);
    if (timeline?.loaded && change > timeline.cursor) catchUp(roomId);
    if (room && change > room.lastChange) refreshSoon(roomId);
  }
}

/** Rooms that the server counts and this tab has never seen; those that I hide are among them. @param {Record<string, number>} cursors */
export const strangers = (cursors) => Object.keys(cursors).filter((roomId) => !store.room(roomId));

/** After a gap: the list as it is now, and who has read what in the open room. */
export async function refreshAll() {
  await Promise.allSettled([
    store.directory.refresh(),
    store.people.refreshPresence(),
    store.currentRoomId && loadRoom(store.currentRoomId),
  ]);
}

/** A room with its members and their positions. @param {string} roomId */
export async function loadRoom(roomId) {
  const room = await store.directory.load(roomId);
  if (room) store.reads.take(room);
  return room;
}

/** Fetch what happened since this room's number, to the end. @param {string} roomId */
export function catchUp(roomId) {
  const now = running.get(roomId) ?? follow(roomId).finally(() => running.delete(roomId));
  running.set(roomId, now);
  return now;
}

/** @param {string} roomId */
async function follow(roomId) {
  const timeline = store.timeline(roomId);
  try {
    for (let more = true; more; ) {
      if ((store.room(roomId)?.lastChange ?? 0) - timeline.cursor > WIDE) return await showNewest(roomId);
      const after = timeline.cursor;
      const found = await api.get(`/rooms/${roomId}/changes?after=${after}&limit=${CHUNK}`);
      for (const message of found.messages) absorb(message);
      timeline.cursor = Math.max(timeline.cursor, found.change);
      more = found.hasMore && timeline.cursor > after;
      store.tell("timeline", roomId);
    }
    tries = 0;
  } catch (error) {
    const { status, passing } = /** @type {import("./api.js").ApiError} */ (error);
    if (status === 404) store.directory.remove(roomId);
    else if (passing && status !== 401) setTimeout(() => catchUp(roomId), backoff(tries++));
  }
}

/** @param {Message} message */
function absorb(message) {
  const room = store.room(message.roomId);
  store.timeline(message.roomId).apply(message);
  if (message.senderId && room) store.reads.move(message.roomId, message.senderId, message.seq);
  if (room && message.change > room.lastChange) store.directory.moved(message, message.seq > room.lastSeq);
}

/** An unread message was deleted: it counts no more. @param {Message} message */
function uncount({ roomId, seq, senderId }) {
  const me = store.room(roomId)?.me;
  if (!me || senderId === store.me.userId || seq <= me.lastReadSeq || !me.unreadCount) return;
  store.directory.patchMe(roomId, { unreadCount: me.unreadCount - 1 });
}

/** Ask for a room's summary soon, together with others that are behind. @param {string} roomId */
export function refreshSoon(roomId) {
  stale.add(roomId);
  gathering ||= window.setTimeout(async () => {
    const rooms = [...stale];
    stale.clear();
    gathering = 0;
    const asked = rooms.length > FEW ? [store.directory.refresh()] : rooms.map(loadRoom);
    await Promise.allSettled(asked);
  }, GATHER);
}
