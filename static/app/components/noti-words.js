/** Notifications in words: who did what, where it happened, with which sign. */
import { gettext, interpolate } from "../i18n.js";
import { store } from "../store.js";

/** @typedef {import("../types").Noti} Noti */

/** @type {Record<string, string>} */
const SIGNS = {
  MENTION: "at", REPLY: "reply", KEYWORD: "search", MUST_READ: "notice", MUST_READ_REMINDER: "notice", READ_REMINDER: "eye",
  SURVEY: "poll", SURVEY_REMINDER: "poll", SURVEY_CLOSED: "poll", POLL_CLOSED: "poll", POLL_REMINDER: "poll", REMINDER: "clock", SCHEDULED_FAILED: "warning", JOB: "server", NEW_DEVICE: "device", ACCOUNT_CHANGED: "shield",
  DISCLOSED: "eye", DIRECTORY_STOPPED: "warning",
};

/** What happened; `%(name)s` is who did it. @type {Record<string, () => string>} */
const SENTENCES = {
  MENTION: () => gettext("%(name)s mentioned you"),
  REPLY: () => gettext("%(name)s replied to you"),
  KEYWORD: () => gettext("%(name)s used a keyword of yours"),
  MUST_READ: () => gettext("Must-read notice from %(name)s"),
  MUST_READ_REMINDER: () => gettext("Please confirm the must-read notice"),
  READ_REMINDER: () => gettext("%(name)s asks you to read this"),
  SURVEY: () => gettext("A survey for you"),
  SURVEY_REMINDER: () => gettext("This survey still waits for your answer"),
  SURVEY_CLOSED: () => gettext("A survey of yours has ended"),
  POLL_CLOSED: () => gettext("A poll has ended"),
  POLL_REMINDER: () => gettext("%(name)s asks you to vote"),
  REMINDER: () => gettext("You wanted to be reminded"),
  SCHEDULED_FAILED: () => gettext("A scheduled message was not sent"),
  JOB: () => gettext("What you asked for has ended"),
  NEW_DEVICE: () => gettext("Your account was signed in to on a new device. Was it you?"),
  DISCLOSED: () => gettext("Messages of yours were read in an audit"),
  DIRECTORY_STOPPED: () => gettext("The directory would disable many people. Please look at the run."),
};

/** What was done to an account: mine, or that of `%(name)s`. @type {Record<string, [() => string, () => string]>} */
const CHANGES = {
  password_reset: [() => gettext("Your password was reset"), () => gettext("The password of %(name)s was reset")],
  second_factor_reset: [() => gettext("Your second factor was reset"), () => gettext("The second factor of %(name)s was reset")],
  system_admin: [() => gettext("You are a system admin now"), () => gettext("%(name)s is a system admin now")],
  auditor: [() => gettext("You are an auditor now"), () => gettext("%(name)s is an auditor now")],
};

/** @param {Noti} notice */
export const sign = ({ type }) => SIGNS[type] ?? "bell";

/** 김하늘 님이 나를 멘션했습니다 @param {Noti} notice */
export function sentence({ type, actorId, target, text }) {
  const changed = type === "ACCOUNT_CHANGED" && CHANGES[target?.what ?? ""];
  if (changed) return interpolate(changed[target?.id === store.me.userId ? 0 : 1](), { name: text });
  const name = store.user(actorId)?.name || "…";
  return interpolate(SENTENCES[type]?.() ?? gettext("There is something new."), { name });
}

/** What of it can be shown. @param {Noti} notice */
export function excerpt({ gone, text, messageType, type, target, actorId }) {
  if (gone) return gettext("This message cannot be seen any more.");
  if (type === "ACCOUNT_CHANGED") {
    return actorId ? interpolate(gettext("Done by %(name)s"), { name: store.user(actorId)?.name || "…" }) : gettext("Done by the system");
  }
  if (text) return text;
  if (messageType === "IMAGE") return gettext("Photo");
  if (messageType === "FILE") return gettext("A file");
  if (type !== "JOB") return "";
  return target?.state === "SUCCEEDED" ? gettext("It went well.") : gettext("It failed.");
}

/** The name of the room it happened in, if I am there. @param {Noti} notice */
export function place({ roomId }) {
  const room = store.room(roomId);
  return room ? store.directory.title(room) : "";
}

/** Where an account is looked at: my own, or anybody's by who may. @param {string} id */
function placeOfPerson(id) {
  if (id === store.me.userId) return "/devices";
  const page = store.me.roles.includes("SYSTEM_ADMIN") ? "manage" : "auditing";
  return `/${page}/people/${encodeURIComponent(id)}`;
}

/** Go where it leads; says whether there is such a place. @param {Noti} notice */
export function follow({ target, roomId, messageId, gone }) {
  if (target?.kind === "survey") store.openSurvey(String(target.id));
  else if (target?.kind === "notice") store.openNotice(String(target.id));
  else if (target?.kind === "scheduled") store.openDialog("saved-things", { tab: "scheduled" });
  else if (target?.kind === "job" && store.me.roles.includes("SYSTEM_ADMIN")) location.assign("/system");
  else if (target?.kind === "person") location.assign(placeOfPerson(String(target.id)));
  else if (target?.kind === "devices") location.assign("/devices");
  else if (target?.kind === "directoryRun") location.assign(`/manage/directory/${encodeURIComponent(String(target.id))}`);
  else if (gone || !roomId || !store.room(roomId)) return false;
  else if (messageId) store.showMessage(roomId, messageId);
  else store.openRoom(roomId);
  return true;
}
