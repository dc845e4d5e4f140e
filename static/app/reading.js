/** What counts as read: the window has the focus and shows the end of the conversation. */
import { ApiError, api } from "./api.js";
import { iRead } from "./events.js";
import { store } from "./store.js";

const PAUSE = 1000;

/** Whether the list shows its end; the message list sets it. */
let atEnd = false;
let last = 0;
let timer = 0;

export const attentive = () => document.hasFocus() && !document.hidden;

/** @param {boolean} end */
export function setAtEnd(end) {
  atEnd = end;
  if (end) readSoon();
}

/** Tell the server how far I have read, at most once a second. */
export function readSoon() {
  if (timer || !unreadEnd()) return;
  timer = window.setTimeout(tell, Math.max(0, last + PAUSE - Date.now()));
}

/** The last message of the open room if I look at it and have not read it. */
function unreadEnd() {
  const room = store.currentRoom;
  if (!room || !atEnd || !attentive() || !store.visible()) return null;
  const timeline = store.timeline(room.roomId);
  const end = timeline.hasMoreAfter ? null : timeline.last;
  return end && end.seq > room.me.lastReadSeq ? end : null;
}

async function tell() {
  timer = 0;
  const end = unreadEnd();
  if (!end) return;
  last = Date.now();
  const { roomId, messageId, seq } = end;
  try {
    await (store.socket?.open ? store.socket.ask("room.read", { roomId, messageId })
      : api.post(`/rooms/${roomId}/read`, { messageId }));
    iRead(roomId, messageId, seq);
    store.reads.move(roomId, store.me.userId, seq);
  } catch (error) {
    if (error instanceof ApiError && error.passing) timer = window.setTimeout(tell, 5 * PAUSE);
  }
}

/** The line "read up to here" moves to where I looked away. @param {string} roomId */
export function markBeforeNew(roomId) {
  const room = store.room(roomId);
  const timeline = store.timeline(roomId);
  if (!room || (roomId === store.currentRoomId && atEnd && attentive())) return;
  if (!timeline.marker || timeline.marker < room.me.lastReadSeq) timeline.marker = room.me.lastReadSeq;
}

export function watchReading() {
  addEventListener("focus", readSoon);
  document.addEventListener("visibilitychange", readSoon);
  for (const topic of ["timeline", "route", "connection"]) store.on(topic, readSoon);
}
