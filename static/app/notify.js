/** A message in one line, and the title that counts what is unread. */
import { boot } from "./boot.js";
import { gettext, interpolate, ngettext } from "./i18n.js";
import { oneLine } from "./richtext.js";
import { store } from "./store.js";
import { systemText } from "./system.js";

/** @typedef {import("./types").Message} Message */

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

/** "(3) 김하늘 · Maru" */
function title() {
  const unread = store.directory.unread();
  const room = store.currentRoom;
  const name = room ? `${store.directory.title(room)} · ${boot.product}` : boot.product;
  document.title = unread ? `(${unread > 99 ? "99+" : unread}) ${name}` : name;
  /** @type {any} */ (navigator).setAppBadge?.(unread).catch(() => {});
}

/** A push was clicked: its place is shown in this window; of a new one it is the address (`store.aim`). */
function watchWorker() {
  const id = /^[0-9a-f-]{36}$/;
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    const { roomId, messageId, targetKind, targetId } = data?.open ?? {};
    if (targetKind === "survey" && id.test(targetId)) store.openSurvey(targetId);
    else if (targetKind === "notice" && id.test(targetId)) store.openNotice(targetId);
    else if (targetKind === "scheduled") store.openDialog("saved-things", { tab: "scheduled" });
    else if (targetKind === "devices") location.assign("/devices");
    else if (targetKind === "directoryRun" && id.test(targetId)) location.assign(`/manage/directory/${targetId}`);
    else if (store.room(roomId) && Number(messageId)) store.showMessage(roomId, Number(messageId));
    else if (store.room(roomId)) store.openRoom(roomId);
  });
}

/** The number in the title and on the app; what comes in calls for attention. */
export function watchNews() {
  store.on("incoming", async (/** @type {Message} */ message) => (await import("./calling.js")).heard(message));
  store.on("notified", async (/** @type {import("./types").Noti} */ notice) => (await import("./calling.js")).notified(notice));
  watchWorker();
  for (const topic of ["rooms", "route", "people"]) store.on(topic, title);
  title();
}
