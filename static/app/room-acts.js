/** What people do with rooms. Each asks the server and takes its answer into the store. */
import { api } from "./api.js";
import { store } from "./store.js";

/** @typedef {import("./types").Room} Room */

/** @param {Room} room */
function take(room) {
  store.directory.put(room);
  if (room.members) store.reads.take(/** @type {Room} */ (store.room(room.roomId)));
  return room.roomId;
}

/** The room with one other person (or with oneself): the existing one, or a new one. @param {string} userId */
export const directRoom = async (userId) =>
  take(await api.post("/rooms", { type: "DM", memberIds: userId === store.me.userId ? [] : [userId] }));

/** @param {{name: string, memberIds: string[], open: boolean}} wanted open: newcomers see what came before them */
export async function groupRoom({ name, memberIds, open }) {
  const room = await api.post("/rooms", { type: "GROUP", name, memberIds });
  const visible = open ? await api.patch(`/rooms/${room.roomId}`, { historyVisibility: "ALL" }) : room;
  return take(visible);
}

/** @param {string} roomId @param {string[]} userIds */
export const invite = async (roomId, userIds) => take(await api.post(`/rooms/${roomId}/members`, { userIds }));

/** @param {string} roomId @param {{name?: string, historyVisibility?: "JOINED" | "ALL"}} changes */
export const change = async (roomId, changes) => take(await api.patch(`/rooms/${roomId}`, changes));

/** @param {string} roomId @param {{pinned?: boolean, muted?: boolean, notifyLevel?: import("./types").RoomMe["notifyLevel"]}} changes */
export const changeMine = async (roomId, changes) => take(await api.patch(`/rooms/${roomId}/me`, changes));

/** @param {string} roomId @param {string} userId @param {boolean} isAdmin */
export async function setAdmin(roomId, userId, isAdmin) {
  await api.patch(`/rooms/${roomId}/members/${userId}`, { isAdmin });
  await refresh(roomId);
}

/** @param {string} roomId @param {string} userId */
export async function remove(roomId, userId) {
  await api.del(`/rooms/${roomId}/members/${userId}`);
  await refresh(roomId);
}

/** Nobody needs to be told that I left by my own will. @param {string} roomId */
export async function leave(roomId) {
  store.leaving = roomId;
  try {
    await api.post(`/rooms/${roomId}/leave`);
    gone(roomId);
  } finally {
    setTimeout(() => store.leaving === roomId && (store.leaving = null), 5000);
  }
}

/** @param {string} roomId */
export async function destroy(roomId) {
  store.leaving = roomId;
  await api.del(`/rooms/${roomId}`);
  gone(roomId);
}

/** @param {string} roomId */
function gone(roomId) {
  if (store.currentRoomId === roomId) store.openRoom(null);
  store.forgetRoom(roomId);
}

/** @param {string} roomId */
async function refresh(roomId) {
  const room = await store.directory.load(roomId);
  if (room) store.reads.take(room);
}
