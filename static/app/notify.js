/** Calling for attention: the title, a sound, a desktop notification. Muted rooms are silent except when they call me. */
import { boot } from "./boot.js";
import { gettext, interpolate, ngettext } from "./i18n.js";
import { attentive } from "./reading.js";
import { oneLine } from "./richtext.js";
import { store } from "./store.js";
import { systemText } from "./system.js";

/** @typedef {import("./types").Message} Message */

const LONGEST = 120;
const QUIET = 1500;
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

/** @param {Message} message */
function heard(message) {
  const room = store.room(message.roomId);
  if (!room || message.senderId === store.me.userId || message.type === "SYSTEM") return;
  const looking = attentive() && store.currentRoomId === message.roomId;
  if (looking) announce(message);
  if (looking || (room.me.muted && !callsMe(message))) return;
  if (store.me.preferences.notificationSound !== false) onceAmongTabs("sound", chime);
  if (!attentive()) show(message);
}

/** Said by a screen reader: new messages of the open room, at most one in a while. @param {Message} message */
function announce(message) {
  const log = document.getElementById("announcer");
  if (!log || Date.now() - spokenAt < SPOKEN || store.room(message.roomId)?.me.muted) return;
  spokenAt = Date.now();
  log.textContent = `${store.user(message.senderId)?.name ?? ""}: ${summary(message).slice(0, LONGEST)}`;
}

/** @param {Message} message */
function show(message) {
  const wanted = store.me.preferences.desktopNotifications !== false;
  if (!wanted || globalThis.Notification?.permission !== "granted") return;
  const room = /** @type {import("./types").Room} */ (store.room(message.roomId));
  const sender = store.user(message.senderId)?.name ?? gettext("New message");
  const title = room.type === "DM" ? sender : interpolate(gettext("%(name)s · %(room)s"), { name: sender, room: store.directory.title(room) });
  // The tag makes the same message of several tabs one notification.
  const note = new Notification(title, { body: summary(message).slice(0, LONGEST), tag: `maru-${message.messageId}`, silent: true });
  note.onclick = () => {
    window.focus();
    store.openRoom(message.roomId);
    note.close();
  };
}

/** @param {string} name @param {() => void} work */
function onceAmongTabs(name, work) {
  if (!navigator.locks) return work();
  navigator.locks.request(`maru-${name}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    work();
    await new Promise((resolve) => setTimeout(resolve, QUIET));
  });
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
  /** @type {any} */ (navigator).setAppBadge?.(unread || undefined).catch(() => {});
}

/** Browsers let a page sound only after a first click or key. */
function unlock() {
  if (navigator.userActivation?.isActive === false) return;
  for (const name of ["pointerup", "keydown"]) removeEventListener(name, unlock);
  audio = new AudioContext();
  audio.resume().catch(() => {});
}

export function watchNotices() {
  store.on("incoming", heard);
  for (const topic of ["rooms", "route", "people"]) store.on(topic, title);
  for (const name of ["pointerup", "keydown"]) addEventListener(name, unlock);
  title();
}
