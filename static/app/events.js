/** What each frame of the socket does to the store (contract 10). */
import { gettext, interpolate } from "./i18n.js";
import { store } from "./store.js";
import { compare, loadRoom, refreshAll, refreshSoon, strangers, take } from "./sync.js";

/** @typedef {import("./types").Frame} Frame */

let greeted = false;
let epoch = "";

const notices = async () => (await import("./notices/box.js")).box;

/** @type {Record<string, (data: any) => void>} */
const ACTS = {
  HELLO({ cursors, historyEpoch, userId, unreadNotifications }) {
    if (userId !== store.me.userId) return location.reload(); // another person signed in meanwhile
    const restored = epoch && epoch !== historyEpoch;
    epoch = historyEpoch;
    if (restored) return location.reload(); // what is unsent lies in the outbox
    store.setConnection("online");
    store.countNotifications(unreadNotifications);
    if (greeted || strangers(cursors).length) refreshAll();
    else store.people.refreshPresence().catch(() => {});
    compare(cursors);
    greeted = true;
  },
  HEADS({ cursors }) {
    if (strangers(cursors).length) store.directory.refresh().catch(() => {});
    compare(cursors);
  },
  MESSAGE_CREATED({ message }) {
    const fresh = message.seq > (store.room(message.roomId)?.lastSeq ?? 0);
    take(message, true);
    store.typing.stop(message.roomId, message.senderId);
    if (fresh) store.tell("incoming", message);
  },
  MESSAGE_UPDATED: ({ message }) => take(message, false),
  READ_UPDATED({ roomId, userId, lastReadMessageId, lastReadSeq }) {
    store.reads.move(roomId, userId, lastReadSeq);
    if (userId === store.me.userId) iRead(roomId, lastReadMessageId, lastReadSeq);
  },
  TYPING: ({ roomId, userId }) => store.typing.heard(roomId, userId),
  ROOM_CREATED: ({ room }) => takeRoom(room),
  ROOM_UPDATED: ({ room }) => takeRoom(room),
  ROOM_DELETED: ({ roomId }) => leave(roomId, gettext("The conversation “%(name)s” was deleted.")),
  MEMBER_INVITED({ roomId, userId }) {
    if (userId === store.me.userId || roomId === store.currentRoomId) loadRoom(roomId).catch(() => {});
  },
  MEMBER_REMOVED({ roomId, userId }) {
    if (userId === store.me.userId) return leave(roomId, gettext("You are no longer in “%(name)s”."));
    if (roomId === store.currentRoomId) loadRoom(roomId).catch(() => {});
  },
  PIN_UPDATED: ({ roomId, pins }) => store.setPins(roomId, pins),
  PRESENCE_UPDATED: ({ userId, status }) => store.people.setStatus(userId, status),
  FILE_UPDATED: (file) => store.tell("file", file),
  BOOKMARK_UPDATED: (star) => store.tell("bookmark", star),
  SCHEDULED_UPDATED: ({ scheduled }) => store.tell("scheduled", scheduled),
  REMINDER_UPDATED: ({ reminder }) => store.tell("reminder", reminder),
  DRAFT_UPDATED: ({ draft }) => store.tell("draft", draft),
  NOTIFICATION_CREATED({ notification, unreadNotifications }) {
    store.countNotifications(unreadNotifications);
    store.tell("notified", notification);
  },
  NOTIFICATIONS_READ({ ids, readAt, unreadNotifications }) {
    store.countNotifications(unreadNotifications);
    store.tell("notices-read", { ids, readAt });
  },
  MUST_READ_CREATED: () => notices().then((box) => box.refresh()).catch(() => {}),
  MUST_READ_CONFIRMED: ({ mustReadId }) => notices().then((box) => box.confirmed(mustReadId)).catch(() => {}),
  MUST_READ_UPDATED: (news) => notices().then((box) => box.hear(news)).catch(() => {}),
  SURVEY_CREATED: ({ survey }) => surveyed(survey.surveyId, survey),
  SURVEY_UPDATED: ({ survey }) => surveyed(survey.surveyId, survey),
  SURVEY_DELETED: ({ surveyId }) => surveyed(surveyId, null),
  PROFILE_UPDATED: ({ user }) => store.people.put([user]),
};

/** @param {Frame} frame */
export const receive = (frame) => ACTS[frame.event]?.(frame.data);

/** A survey as it is now; null: gone. The list of them is fetched with the first. @param {string} surveyId @param {import("./surveys/types").Survey | null} survey */
async function surveyed(surveyId, survey) {
  store.tell("survey", { surveyId, survey });
  try {
    (await import("./surveys/box.js")).box.take(surveyId, survey);
  } catch {
    // Whoever opens the list loads it.
  }
}

/** @param {import("./types").Room} room */
function takeRoom(room) {
  const known = store.room(room.roomId);
  if (!room.me && !known) return refreshSoon(room.roomId);
  // What everybody gets may overtake a message: its own event moves the room on.
  const { lastSeq, lastChange } = (!room.me && known) || room;
  store.directory.put({ ...room, lastSeq, lastChange });
  if (room.members) store.reads.take(/** @type {any} */ (store.room(room.roomId)));
}

/** I have read on, here or on another device. @param {string} roomId @param {number} messageId @param {number} seq */
export function iRead(roomId, messageId, seq) {
  const room = store.room(roomId);
  if (!room || seq < room.me.lastReadSeq) return;
  const timeline = store.timeline(roomId);
  const whole = timeline.loaded && !timeline.hasMoreAfter && (timeline.first?.seq ?? 0) <= seq + 1;
  let unreadCount = 0;
  if (seq < room.lastSeq && whole) {
    unreadCount = timeline.messages.slice(timeline.indexOfSeq(seq + 1)).filter(counts).length;
  } else if (seq < room.lastSeq) refreshSoon(roomId);
  store.directory.patchMe(roomId, { lastReadMessageId: messageId, lastReadSeq: seq, unreadCount });
}

/** @param {import("./types").Message} message */
const counts = (message) => message.type !== "SYSTEM" && !message.deletedAt && message.senderId !== store.me.userId;

/** @param {string} roomId @param {string} text */
function leave(roomId, text) {
  const room = store.room(roomId);
  store.forgetRoom(roomId);
  if (!room) return;
  const name = store.directory.title(room);
  if (store.currentRoomId === roomId) store.openRoom(null);
  if (store.leaving !== roomId) store.toast(interpolate(text, { name }));
}
