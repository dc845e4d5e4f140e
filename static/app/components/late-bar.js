/**
 * A courtesy outside working hours: while something is being written, an offer to send it when work begins. Enter sends
 * as always; where people are talking just now, nobody is asked.
 */
import { html, nothing } from "lit";
import { api } from "../api.js";
import { attempt } from "../actions.js";
import { formatMoment } from "../around/moments.js";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { uuid } from "../ids.js";
import { store } from "../store.js";

/** @typedef {import("./chat-composer.js").ChatComposer} ChatComposer */

const FRESH = 5 * 60_000;
const LIVELY = 10 * 60_000;

/** What the server said, and when; asked again after a while. @type {{at: number, now: boolean, next: string | null} | null} */
let hours = null;
let asking = false;
/** Rooms in which the offer was waved away. @type {Set<string>} */
const declined = new Set();

/** @param {() => void} then */
function ask(then) {
  if (asking || (hours && Date.now() - hours.at < FRESH)) return;
  asking = true;
  api.get("/working-hours").then((found) => {
    hours = { ...found, at: Date.now() };
    then();
  }, () => (hours = { at: Date.now(), now: true, next: null })).finally(() => (asking = false));
}

/** Whether somebody wrote here a moment ago. @param {string} roomId */
function lively(roomId) {
  const last = store.timeline(roomId).messages.findLast(({ type }) => type !== "SYSTEM");
  return Boolean(last) && Date.now() - Date.parse(last?.createdAt ?? "") < LIVELY;
}

/** @param {ChatComposer} composer */
export function lateBar(composer) {
  const { roomId, length, editing, files } = composer;
  const room = store.room(roomId);
  const alone = room?.type === "DM" && !store.directory.peer(room);
  if (!length || editing || files || alone || declined.has(roomId) || store.me.preferences.askLate === false) return nothing;
  ask(() => composer.requestUpdate());
  if (!hours || hours.now || !hours.next || lively(roomId)) return nothing;
  const { next } = hours;
  const close = () => {
    declined.add(roomId);
    composer.requestUpdate();
    composer.field.focus();
  };
  const never = () => attempt(async () => {
    await api.patch("/me", { preferences: { askLate: false } });
    store.me.preferences.askLate = false;
    close();
    store.toast(gettext("Working hours are no longer asked about. You can change that in the settings."));
  });
  return html`<div class="composer-bar late-bar">${icon("moon")}
    <p role="status">${gettext("It is outside working hours.")}</p>
    <button type="button" class="small" @click=${() => sendThen(composer, next)}>${interpolate(gettext("Send %(when)s"), { when: formatMoment(next) })}</button>
    <button type="button" class="quiet small" @click=${never}>${gettext("Do not ask any more")}</button>
    <button type="button" class="quiet icon-only" aria-label=${gettext("Close")} @click=${close}>${icon("close")}</button></div>`;
}

/** @param {ChatComposer} composer @param {string} at */
async function sendThen(composer, at) {
  const { schedule } = await import("../around/later.js");
  await schedule(composer.asked(), uuid(), at, () => composer.sent());
  composer.field.focus();
}
