/** How one message looks. Templates only: what it does is in message-list.js. */
import { html, nothing } from "lit";
import { isLeaving } from "../actions.js";
import { own } from "../around/own.js";
import { formatDay, formatExact, formatRecent, formatTime } from "../format.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { load } from "../lazy.js";
import { callsMe, quoted, summary } from "../notify.js";
import { store } from "../store.js";
import { systemText } from "../system.js";
import { attached } from "./attached.js";
import { avatar, initials } from "./avatar.js";
import { linkCards } from "./link-card.js";
import { richText } from "./rich-text.js";
import "./upload-row.js";

/** As much of an answered message as the server sends along. */
const QUOTED = 100;

/** @typedef {import("../types").Message} Message */
/**
 * @typedef {object} Look
 * @property {Message} message
 * @property {import("../types").OutboxItem} [pending]
 * @property {boolean} newDay @property {boolean} unreadLine
 * @property {boolean} head first of its block @property {boolean} tail last of its block
 * @property {boolean} hot under the pointer or the focus @property {boolean} current the tab key leads into it
 */

/** What a screen reader calls the message. @param {Look} look */
export function label({ message, pending }) {
  if (message.type === "SYSTEM") return gettext("Note");
  const name = store.user(message.senderId)?.name ?? "";
  return interpolate(gettext("%(name)s, %(time)s"), { name, time: pending ? gettext("Waiting to be sent") : formatTime(message.createdAt) });
}

/** @param {Look} look */
export const messageRow = (look) => html`
  ${look.newDay ? html`<h3 class="day"><span>${formatDay(look.message.createdAt)}</span></h3>` : nothing}
  ${look.unreadLine ? html`<p class="unread-line"><span>${gettext("You have read up to here")}</span></p>` : nothing}
  ${look.message.type === "SYSTEM" ? html`<p class="system">${systemText(look.message)}</p>` : line(look)}`;

/** @param {Look} look */
function line(look) {
  const { message, head } = look;
  const mine = message.senderId === store.me.userId;
  const user = store.user(message.senderId);
  const name = user?.name ?? "";
  const detail = [user?.title, user?.units?.[0]?.name].filter(Boolean).join(" · ");
  return html`<div class="line">
    ${mine ? nothing : head ? html`<button class="face" tabindex="-1" data-profile=${message.senderId} aria-label=${interpolate(gettext("Profile of %(name)s"), { name })}>
      ${avatar(message.senderId ?? "", initials(name))}</button>` : html`<span class="face-gap"></span>`}
    <div class="stack">
      ${!mine && head ? html`<p class="who"><b>${name}</b> <small>${detail}</small></p>` : nothing}
      <div class="say">${bubble(look)}${meta(look, mine)}${look.hot && !look.pending && !message.deletedAt && !isLeaving(message) ? tools() : nothing}</div>
      ${look.pending?.reason ? failed(look.pending) : nothing}
      ${message.reactions.length && !isLeaving(message) ? reactions(message) : nothing}
    </div></div>`;
}

/** @param {Look} look */
function bubble({ message, pending, current }) {
  if (message.deletedAt || isLeaving(message)) return html`<div class="bubble deleted">${gettext("This message was deleted.")}</div>`;
  const kind = [pending ? (pending.reason ? "failed" : "waiting") : "", message.type === "NOTICE" ? "notice" : "",
    callsMe(message) && message.senderId !== store.me.userId ? "calls-me" : ""].join(" ");
  const files = message.attachments?.length ? attached(message.attachments, current) : pending?.files?.length ? onTheirWay(pending.files) : nothing;
  const edited = message.editedAt ? html` <small class="edited" title=${formatExact(message.editedAt)}>${gettext("(edited)")}</small>` : nothing;
  return html`<div class="bubble ${kind} ${files === nothing ? "" : "with-files"}" dir="auto">${message.forwarded ? forwarded(message.forwarded) : nothing}${message.replyTo ? quote(message.replyTo) : nothing}${
    message.type === "NOTICE" && !message.mustRead ? html`<p class="notice-mark">${icon("notice")}${gettext("Notice")}</p>` : nothing}${files}${
    message.mustRead ? mustRead(message, current) : message.poll ? poll(message, current) : message.text ? html`<div class="words">${richText(message.text, message.mentions, message.mentionUnits)}${edited}</div>` : nothing}${linkCards(message.links ?? [], current)}</div>`;
}

/** Its module comes with the first poll there is to see. @param {Message} message @param {boolean} current */
function poll(message, current) {
  load("poll-card");
  return html`<poll-card .message=${message} .current=${current}></poll-card>`;
}

/** Its module comes with the first one there is to see. @param {Message} message @param {boolean} current */
function mustRead(message, current) {
  load("must-read-card");
  return html`<must-read-card .message=${message} .reachable=${current}></must-read-card>`;
}

/** @param {{senderId: string, createdAt: string}} first who wrote it, and when; never where */
const forwarded = ({ senderId, createdAt }) => html`<p class="forwarded" title=${formatExact(createdAt)}>${icon("share")}<span>${
  interpolate(gettext("Forwarded · %(name)s, %(when)s"), { name: store.user(senderId)?.name ?? "", when: formatRecent(createdAt) })}</span></p>`;

/** @param {string[]} files */
const onTheirWay = (files) => html`<ul class="uploads" aria-label=${gettext("Files to be sent")}>${files.map((id) => html`<li><upload-row .fileId=${id}></upload-row></li>`)}</ul>`;

/** @param {import("../types").ReplyTo} reply */
const quote = (reply) => html`<button class="quote" data-jump=${reply.messageId}>
  <b>${interpolate(gettext("Reply to %(name)s"), { name: store.user(reply.senderId)?.name ?? "" })}</b>
  <span>${summary(quoted(reply))}${[...reply.text].length >= QUOTED ? "…" : nothing}</span></button>`;

/** @param {Look} look @param {boolean} mine */
function meta({ message, pending, tail }, mine) {
  if (pending) return html`<div class="meta"><span class="queued">${pending.reason ? gettext("Not sent")
    : pending.files?.length ? gettext("Sending files") : gettext("Waiting to be sent")}</span></div>`;
  const unread = isLeaving(message) ? 0 : store.reads.unread(message);
  const words = interpolate(gettext("%(n)s have not read this"), { n: unread });
  return html`<div class="meta ${mine ? "mine" : ""}">
    ${own.stars.has(message.messageId) ? html`<span class="kept" title=${gettext("Bookmarked")}>${icon("star")}<span class="sr">${gettext("Bookmarked")}</span></span>` : nothing}
    ${unread > 0 ? html`<button class="unread" data-act="readers" tabindex="-1" aria-label=${words} title=${words}>${unread}</button>` : nothing}
    ${tail ? html`<time datetime=${message.createdAt} title=${formatExact(message.createdAt)}>${formatTime(message.createdAt)}</time>` : nothing}</div>`;
}

/** @param {import("../types").OutboxItem} item */
const failed = ({ reason }) => html`<p class="failure"><span>${reason}</span>
  <button data-act="retry">${icon("retry")}${gettext("Send again")}</button><button data-act="discard">${icon("trash")}${gettext("Remove")}</button></p>`;

const tools = () => html`<div class="tools" role="group" aria-label=${gettext("Message actions")}>
  <button class="quiet icon-only" tabindex="-1" data-act="react" aria-label=${gettext("React")} title=${gettext("React (E)")}>${icon("smile-plus")}</button>
  <button class="quiet icon-only" tabindex="-1" data-act="reply" aria-label=${gettext("Reply")} title=${gettext("Reply (R)")}>${icon("reply")}</button>
  <button class="quiet icon-only" tabindex="-1" data-act="menu" aria-haspopup="menu" aria-label=${gettext("More")} title=${gettext("More")}>${icon("more")}</button></div>`;

/** @param {Message} message */
const reactions = (message) => html`<div class="reactions">${message.reactions.map(({ emoji, count, userIds }) => {
  const names = userIds.slice(0, 20).map((id) => store.user(id)?.name).filter(Boolean).join(", ");
  return html`<button class="reaction" data-emoji=${emoji} aria-pressed=${userIds.includes(store.me.userId)} title=${names}
    aria-label=${interpolate(gettext("%(emoji)s, %(n)s"), { emoji, n: count })}><span class="emoji">${emoji}</span> ${count}</button>`;
})}</div>`;
