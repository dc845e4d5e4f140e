/** What people do with messages. Failures are told by a toast. */
import { api } from "./api.js";
import { limits } from "./boot.js";
import { gettext, interpolate } from "./i18n.js";
import { store } from "./store.js";
import { take } from "./sync.js";

/** @typedef {import("./types").Message} Message */

const UNDO = 5000;

/** Messages that I deleted a moment ago and may still want back. @type {Map<number, Message>} */
const leaving = new Map();

/** Run something that asks the server; says whether it worked. @param {() => Promise<any>} work */
export async function attempt(work) {
  try {
    await work();
    return true;
  } catch (error) {
    const { status, message } = /** @type {import("./api.js").ApiError} */ (error);
    if (status !== 401) store.toast(message || gettext("The server cannot be reached. Please try again."), undefined, { kind: "error" });
    return false;
  }
}

/** @param {Message} message */
export const mine = (message) => message.senderId === store.me.userId;
/** @param {Message} message */
export const isText = (message) => !message.deletedAt && message.type !== "SYSTEM" && message.messageId > 0;
/** @param {Message} message */
export const canEdit = (message) =>
  isText(message) && mine(message) && !message.poll?.voterCount && !message.poll?.closedAt && Date.now() - Date.parse(message.createdAt) < limits.editSeconds * 1000;
/** @param {Message} message */
export const canDelete = (message) => isText(message) && (mine(message) || Boolean(store.room(message.roomId)?.me.isAdmin));
/** @param {Message} message */
export const isLeaving = (message) => leaving.has(message.messageId);

/** @param {Message} message @param {string} text */
export const edit = (message, text) =>
  attempt(async () => take(await api.patch(`/messages/${message.messageId}`, { text }), false));

/** Put my emoji on a message, or take it off again. @param {Message} message @param {string} emoji */
export function react(message, emoji) {
  const given = message.reactions.find((one) => one.emoji === emoji)?.userIds.includes(store.me.userId);
  const path = `/messages/${message.messageId}/reactions/${encodeURIComponent(emoji)}`;
  return attempt(async () => take(await (given ? api.del(path) : api.put(path)), false));
}

/** Put a message to the top of the room, or take it down. @param {Message} message */
export function togglePin(message) {
  const { roomId, messageId, pinned } = message;
  return attempt(async () => {
    if (pinned) await api.del(`/rooms/${roomId}/pins/${messageId}`);
    else await api.post(`/rooms/${roomId}/pins`, { messageId });
    store.setPins(roomId, (await api.get(`/rooms/${roomId}/pins`)).results);
  });
}

/** Polls, and what went away, stay in their room. @param {Message} message */
export const canForward = (message) => isText(message) && message.type !== "POLL";

/** Choose where a message is passed on to. @param {Message} message */
export const forward = ({ messageId, roomId }) =>
  store.openDialog("forward-dialog", { "message-id": String(messageId), "room-id": roomId });

/** Keep a message at hand, or no more. @param {Message} message */
export function toggleStar({ messageId }) {
  return attempt(async () => {
    const { own } = await import("./around/own.js");
    const show = { label: gettext("Show"), run: () => store.openDialog("saved-things") };
    if (await own.toggleStar(messageId)) store.toast(gettext("Kept in your bookmarks."), show);
    else store.toast(gettext("No longer in your bookmarks."));
  });
}

/** Be reminded of a message at a moment to choose. @param {Message} message @param {Element} anchor */
export async function remindMe({ messageId }, anchor) {
  const [{ pickMoment }, { own }, { formatMoment }] = await Promise.all([
    import("./components/moment-menu.js"), import("./around/own.js"), import("./around/moments.js")]);
  pickMoment(anchor, {
    title: gettext("Remind me"), act: gettext("Set"),
    chosen: (at) => attempt(async () => {
      await own.remind(messageId, at);
      store.toast(interpolate(gettext("You will be reminded %(when)s."), { when: formatMoment(at) }));
    }),
  });
}

/** @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    store.toast(gettext("Copied."));
  } catch {
    store.toast(gettext("The browser did not allow copying."), undefined, { kind: "error" });
  }
}

/** Delete after a moment in which it can be taken back. @param {Message} message */
export function removeSoon(message) {
  leaving.set(message.messageId, message);
  store.tell("timeline", message.roomId);
  const undo = () => {
    leaving.delete(message.messageId);
    store.tell("timeline", message.roomId);
  };
  store.toast(gettext("The message was deleted."), { label: gettext("Undo"), run: undo },
    { then: () => remove(message), shown: UNDO });
}

/** @param {Message} message */
async function remove(message) {
  if (!leaving.has(message.messageId)) return;
  await attempt(() => api.del(`/messages/${message.messageId}`));
  leaving.delete(message.messageId);
  store.tell("timeline", message.roomId);
}

/** Who closes the window has decided. */
export function deleteBeforeLeaving() {
  addEventListener("pagehide", () => {
    for (const message of leaving.values()) remove(message);
  });
}
