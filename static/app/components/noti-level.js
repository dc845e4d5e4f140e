/** What of a room calls for my attention: everything, mentions, nothing. */
import { html } from "lit-html";
import { attempt } from "../actions.js";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";
import { changeMine } from "../room-acts.js";

/** @typedef {import("../types").Room} Room @typedef {import("../types").RoomMe["notifyLevel"]} Level */

/** @type {[Level, () => string, () => string][]} */
const LEVELS = [
  ["ALL", () => gettext("Everything"), () => gettext("Every new message calls you.")],
  ["MENTIONS", () => gettext("Mentions"), () => gettext("Only mentions, replies to you and your keywords call you.")],
  ["NOTHING", () => gettext("Nothing"), () => gettext("Nothing here calls you, and nothing is counted. Must-read notices still come.")],
];

/** @param {Room} room */
export function notiLevel(room) {
  const chosen = room.me.notifyLevel ?? "ALL";
  const said = LEVELS.find(([level]) => level === chosen)?.[2]() ?? "";
  const choose = (/** @type {Level} */ level) => attempt(() => changeMine(room.roomId, { notifyLevel: level }));
  return html`<fieldset class="noti-level"><legend>${icon(chosen === "NOTHING" ? "mute" : "bell")}${gettext("Notifications")}</legend>
    <div class="noti-levels">${LEVELS.map(([level, name]) => html`<label><input type="radio" name="noti-level" value=${level} .checked=${level === chosen}
      @change=${() => choose(level)}><span>${name()}</span></label>`)}</div>
    <p class="small" aria-live="polite">${said}</p></fieldset>`;
}
