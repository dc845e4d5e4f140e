/** Calling for attention: the title, a sound, a desktop notification; as the level of the room and the hours allow. */
import { boot } from "./boot.js";
import { gettext, interpolate, ngettext } from "./i18n.js";
import { allowed, once, show, watchLooking } from "./noti-desktop.js";
import { isQuiet, wakes } from "./noti-quiet.js";
import { attentive } from "./reading.js";
import { oneLine } from "./richtext.js";
import { store } from "./store.js";
import { systemText } from "./system.js";

/** @typedef {import("./types").Message} Message */

const LONGEST = 120;
const OF_ROOMS = ["MENTION", "REPLY", "KEYWORD"]; // their messages call by themselves
const SPOKEN = 1500;

/** @type {AudioContext | undefined} */
let audio;
let spokenAt = 0;

/** A message in one line, as lists and notifications show it. @param {Message} message */
export function summary(message) {
  if (message.deletedAt) return gettext("This message was deleted.");
  if (message.type === "SYSTEM") return systemText(message);
  return [filesOf(message), oneLine(message.text)].filter(Boolean).join(" · ");
}

/** The files of a message in words; a quote knows only that there are some. @param {Message} message */
function filesOf({ type, attachments = [] }) {
  const n = attachments.length;
  if (type === "IMAGE") return n > 1 ? interpolate(ngettext("%(n)s photo", "%(n)s photos", n), { n }) : gettext("Photo");
  if (type === "POLL") return gettext("Poll");
  if (type !== "FILE") return "";
  if (!n) return gettext("A file");
  const name = attachments[0].filename;
  return n === 1 ? interpolate(gettext("File: %(name)s"), { name })
    : interpolate(ngettext("File: %(name)s and %(n)s more", "File: %(name)s and %(n)s more", n - 1), { name, n: n - 1 });
}

/** The message that is answered, with its files if this tab knows them. @param {import("./types").ReplyTo} reply @returns {Message} */
export const quoted = (reply) =>
  /** @type {any} */ ({ ...reply, attachments: store.timeline(store.currentRoomId ?? "").get(reply.messageId)?.attachments });

/** Whether a message calls me. @param {Message} message */
export const callsMe = (message) => message.mentions.includes(store.me.userId) || message.mentions.includes("all");

/** Whether it names me, answers me, or holds a word I watch for. @param {Message} message */
const concernsMe = (message) => callsMe(message) || message.replyTo?.senderId === store.me.userId || watched(message);

/** @param {Message} message */
function watched({ text }) {
  const folded = text.normalize("NFKC").toLowerCase();
  return (store.me.preferences.notificationKeywords ?? []).some((word) => folded.includes(word.normalize("NFKC").toLowerCase()));
}

/** @param {Message} message */
function heard(message) {
  const room = store.room(message.roomId);
  if (!room || message.senderId === store.me.userId || message.type === "SYSTEM") return;
  const looking = attentive() && store.currentRoomId === message.roomId;
  if (looking) announce(message);
  if (looking || !wakes(room, concernsMe(message)) || isQuiet(store.me.preferences.quietHours)) return;
  if (store.me.preferences.notificationSound !== false) once("sound", chime);
  const sender = store.user(message.senderId)?.name ?? gettext("New message");
  const title = room.type === "DM" ? sender : interpolate(gettext("%(name)s · %(room)s"), { name: sender, room: store.directory.title(room) });
  const go = () => store.showMessage(message.roomId, message.messageId);
  show({ id: `m${message.messageId}`, tag: message.roomId, title, body: summary(message), go });
}

/** What is no message of a room: notices, surveys, reminders. @param {import("./types").Noti} notice */
async function notified(notice) {
  if (OF_ROOMS.includes(notice.type) || notice.readAt || isQuiet(store.me.preferences.quietHours)) return;
  if (store.me.preferences.notificationSound !== false) once("sound", chime);
  if (!allowed()) return;
  const { excerpt, follow, sentence } = await import("./components/noti-words.js");
  show({ id: `n${notice.notificationId}`, tag: `n${notice.notificationId}`, title: sentence(notice), body: excerpt(notice), go: () => follow(notice) });
}

/** Said by a screen reader: new messages of the open room, at most one in a while. @param {Message} message */
function announce(message) {
  const log = document.getElementById("announcer");
  if (!log || Date.now() - spokenAt < SPOKEN || store.room(message.roomId)?.me.muted) return;
  spokenAt = Date.now();
  log.textContent = `${store.user(message.senderId)?.name ?? ""}: ${summary(message).slice(0, LONGEST)}`;
}

/** Two soft notes, made here: no file to load. */
function chime() {
  if (audio?.state !== "running") return;
  for (const [pitch, delay] of [[660, 0], [880, 0.12]]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const start = audio.currentTime + delay;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.08, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.3);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.32);
  }
}

/** "(3) 김하늘 · Maru" */
function title() {
  const unread = store.directory.unread();
  const room = store.currentRoom;
  const name = room ? `${store.directory.title(room)} · ${boot.product}` : boot.product;
  document.title = unread ? `(${unread > 99 ? "99+" : unread}) ${name}` : name;
  /** @type {any} */ (navigator).setAppBadge?.(unread).catch(() => {});
}

/** Browsers let a page sound only after a first click or key. */
function unlock() {
  if (navigator.userActivation?.isActive === false) return;
  for (const name of ["pointerup", "keydown"]) removeEventListener(name, unlock);
  audio = new AudioContext();
  audio.resume().catch(() => {});
}

/** A push was clicked: its place is shown in this window; of a new one it is the address (`store.aim`). */
function watchWorker() {
  const id = /^[0-9a-f-]{36}$/;
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    const { roomId, messageId, targetKind, targetId } = data?.open ?? {};
    if (targetKind === "survey" && id.test(targetId)) store.openSurvey(targetId);
    else if (targetKind === "notice" && id.test(targetId)) store.openNotice(targetId);
    else if (store.room(roomId) && Number(messageId)) store.showMessage(roomId, Number(messageId));
    else if (store.room(roomId)) store.openRoom(roomId);
  });
}

export function watchNotices() {
  store.on("incoming", heard);
  store.on("notified", notified);
  watchLooking();
  watchWorker();
  for (const topic of ["rooms", "route", "people"]) store.on(topic, title);
  for (const name of ["pointerup", "keydown"]) addEventListener(name, unlock);
  title();
}
