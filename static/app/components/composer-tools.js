/** The composer's buttons, and what its keys do to the text: emoji, mentions, bold, italics. */
import { html, nothing } from "lit";
import { limits } from "../boot.js";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";
import { store } from "../store.js";
import { pickEmoji } from "./emoji-pop.js";

/** @typedef {import("./chat-composer.js").ChatComposer} ChatComposer */

const WARN = 500;

/** Above the whole composer, so that what is being written stays in sight. @param {ChatComposer} composer */
function putEmoji(composer) {
  const { field } = composer;
  const { selectionStart, selectionEnd } = field;
  pickEmoji(field.form ?? field, (emoji) => {
    field.setRangeText(emoji, selectionStart, selectionEnd, "end");
    composer.changed();
    field.focus();
  });
}

/** @param {ChatComposer} composer */
function putAt(composer) {
  const { field } = composer;
  const before = field.value.slice(0, field.selectionStart);
  field.setRangeText(before && !/\s$/.test(before) ? " @" : "@", field.selectionStart, field.selectionEnd, "end");
  field.focus();
  composer.changed();
}

/** @type {Record<string, string>} what Ctrl and a key put around the chosen words */
const MARKS = { KeyB: "**", KeyI: "*", KeyE: "`" };

/** Whether the key was one that formats: then it is done, or undone. @param {ChatComposer} composer @param {KeyboardEvent} event */
export function formats(composer, event) {
  const mark = MARKS[event.code];
  if (!mark || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.isComposing) return false;
  event.preventDefault();
  const { field } = composer;
  const { selectionStart: start, selectionEnd: end, value } = field;
  const chosen = value.slice(start, end);
  const inside = value.slice(start - mark.length, start) === mark && value.slice(end, end + mark.length) === mark;
  if (inside) field.setRangeText(chosen, start - mark.length, end + mark.length, "select");
  else {
    field.setRangeText(mark + chosen + mark, start, end, "select");
    field.setSelectionRange(start + mark.length, end + mark.length);
  }
  composer.changed();
  return true;
}

/** @param {string} symbol @param {string} name @param {() => void} act @param {boolean} [off] @param {string} [keys] */
const tool = (symbol, name, act, off = false, keys = "") => html`<button type="button" class="quiet icon-only" aria-label=${name}
  title=${keys ? `${name} (${keys})` : name} ?disabled=${off} @click=${act}>${icon(symbol)}</button>`;

/** @param {string} roomId @param {string} symbol @param {string} name @param {string} tag @param {boolean} off */
const opens = (roomId, symbol, name, tag, off) => html`<button type="button" class="quiet icon-only" aria-haspopup="dialog" aria-label=${name}
  title=${name} ?disabled=${off} @click=${() => store.openDialog(tag, { "room-id": roomId })}>${icon(symbol)}</button>`;

/** @param {ChatComposer} composer */
export function tools(composer) {
  const { roomId, length, files } = composer;
  const editing = Boolean(composer.editing);
  const room = store.room(roomId);
  const over = length > limits.text;
  const hint = store.me.preferences.sendKey === "ctrlEnter" ? gettext("Ctrl+Enter sends · Enter makes a new line") : gettext("Enter sends · Shift+Enter makes a new line");
  return html`<div class="composer-tools">
    ${tool("clip", gettext("Attach files"), () => store.tell("pick-files"), editing, "Alt+U")}
    ${tool("smile", gettext("Emoji"), () => putEmoji(composer))}
    ${tool("at", gettext("Mention somebody"), () => putAt(composer))}
    ${opens(roomId, "poll", gettext("Make a poll"), "poll-new", editing)}
    ${room?.type === "GROUP" && room.me.isAdmin ? opens(roomId, "notice", gettext("New must-read notice"), "notice-dialog", editing) : nothing}
    ${length > limits.text - WARN
      ? html`<span class="composer-count ${over ? "over" : ""}" role="status">${length.toLocaleString()} / ${limits.text.toLocaleString()}</span>` : nothing}
    <span class="composer-hint" id="composer-hint">${hint}</span>
    ${editing ? nothing : html`<button type="button" class="quiet icon-only composer-later" aria-haspopup="menu" aria-label=${gettext("Send later")}
      title=${gettext("Send later")} ?disabled=${over || !length} @click=${composer.later}>${icon("clock")}</button>`}
    <button class="primary composer-send" ?disabled=${over || !(length || (files && !editing))}>${editing ? gettext("Save") : gettext("Send")}</button>
  </div>`;
}
