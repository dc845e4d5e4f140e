/** Calling for attention: a sound, a desktop notification; as the level of the room and the hours allow. Fetched after the page. */
import { gettext, interpolate } from "./i18n.js";
import { allowed, once, show, watchLooking } from "./noti-desktop.js";
import { isQuiet, wakes } from "./noti-quiet.js";
import { callsMe, summary } from "./notify.js";
import { attentive } from "./reading.js";
import { store } from "./store.js";

/** @typedef {import("./types").Message} Message */

const LONGEST = 120;
const OF_ROOMS = ["MENTION", "REPLY", "KEYWORD"]; // their messages call by themselves
const SPOKEN = 1500;

/** @type {AudioContext | undefined} */
let audio;
let spokenAt = 0;

/** Whether it names me, answers me, or holds a word I watch for. @param {Message} message */
const concernsMe = (message) => callsMe(message) || message.replyTo?.senderId === store.me.userId || watched(message);

/** @param {Message} message */
function watched({ text }) {
  const folded = text.normalize("NFKC").toLowerCase();
  return (store.me.preferences.notificationKeywords ?? []).some((word) => folded.includes(word.normalize("NFKC").toLowerCase()));
}

/** @param {Message} message */
export function heard(message) {
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
export async function notified(notice) {
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

/** Browsers let a page sound only after a first click or key. */
function unlock() {
  if (navigator.userActivation?.isActive === false) return;
  for (const name of ["pointerup", "keydown"]) removeEventListener(name, unlock);
  audio = new AudioContext();
  audio.resume().catch(() => {});
}

watchLooking();
for (const name of ["pointerup", "keydown"]) addEventListener(name, unlock);
