/** What can be done with one message: a menu beside it, a sheet from below on a phone. */
import { html, nothing, render } from "lit";
import { canDelete, canEdit, canForward, copy, forward, isText, react, remindMe, removeSoon, toggleStar, togglePin } from "../actions.js";
import { own } from "../around/own.js";
import { downloadAll } from "../downloads.js";
import { isOpenable } from "../file-kinds.js";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";
import { store } from "../store.js";
import { pickEmoji } from "./emoji-pop.js";
import { hide, show } from "./popover.js";

/** @typedef {import("../types").Message} Message */

const QUICK = ["👍", "🙏", "✅", "😄", "👀", "🎉"];

/** @param {Message} message @param {Element} anchor @returns {[string, string, string, () => void][]} symbol, name, key, act */
function entries(message, anchor) {
  const reply = () => store.tell("compose", { reply: message });
  const edit = () => store.tell("compose", { edit: message });
  const readers = () => store.openDialog("readers-dialog", { "message-id": String(message.messageId) });
  const files = (message.deletedAt ? [] : message.attachments ?? []).filter(isOpenable);
  /** @type {[string, string, string, () => void, boolean?][]} */
  const all = [
    ["reply", gettext("Reply"), "R", reply],
    ["edit", gettext("Edit"), "F2", edit, canEdit(message)],
    ["copy", gettext("Copy text"), "", () => copy(message.text), Boolean(message.text)],
    ["share", gettext("Forward"), "F", () => forward(message), canForward(message)],
    ["star", own.stars.has(message.messageId) ? gettext("Take the bookmark away") : gettext("Bookmark"), "S", () => toggleStar(message), isText(message)],
    ["bell", gettext("Remind me…"), "", () => remindMe(message, anchor), isText(message)],
    ["download", files.length > 1 ? gettext("Download all") : gettext("Download"), "", () => downloadAll(files), files.length > 0],
    [message.pinned ? "unpin" : "pin", message.pinned ? gettext("Take the notice down") : gettext("Put up as a notice"), "P", () => togglePin(message)],
    ["eye", gettext("Who has read this"), "", readers],
    ["trash", gettext("Delete"), "Del", () => removeSoon(message), canDelete(message)],
  ];
  return all.filter(([, , , , shown]) => shown !== false).map(([symbol, name, key, act]) => [symbol, name, key, act]);
}

/** @param {Message} message @param {Element} anchor @param {Parameters<typeof show>[2]} [options] */
export function openMenu(message, anchor, options) {
  const box = document.createElement("div");
  const then = (/** @type {() => void} */ act) => () => {
    hide(box);
    act();
  };
  box.className = "menu message-menu";
  render(html`
    <div class="menu-emoji" role="group" aria-label=${gettext("React")}>
      ${QUICK.map((emoji) => html`<button class="quiet emoji" @click=${then(() => react(message, emoji))}>${emoji}</button>`)}
      <button class="quiet icon-only" aria-label=${gettext("More emoji")} @click=${then(() => pickEmoji(anchor, (emoji) => react(message, emoji)))}>${icon("smile-plus")}</button>
    </div>
    <div role="menu" aria-label=${gettext("Message actions")}>
      ${entries(message, anchor).map(([symbol, name, key, act]) => html`<button role="menuitem" class=${symbol === "trash" ? "danger" : ""} @click=${then(act)}>
        ${icon(symbol)}<span>${name}</span>${key ? html`<kbd aria-hidden="true">${key}</kbd>` : nothing}</button>`)}
    </div>`, box);
  box.addEventListener("keydown", (event) => move(box, event));
  show(box, anchor, options);
  /** @type {HTMLElement | null} */ (box.querySelector("[role=menuitem]"))?.focus();
}

/** @param {HTMLElement} box @param {KeyboardEvent} event */
function move(box, event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  const items = /** @type {HTMLElement[]} */ ([...box.querySelectorAll("[role=menuitem]")]);
  const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  event.preventDefault();
  items[(at + by + items.length) % items.length]?.focus();
}
