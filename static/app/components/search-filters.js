/** What narrows a search: where, by whom, when, with what. Templates only. */
import { html, nothing } from "lit";
import { compareNames } from "../format.js";
import { gettext } from "../i18n.js";
import { icon } from "../icon.js";
import { filtersOf, unfiltered } from "../search-address.js";
import { store } from "../store.js";

/** @typedef {import("../search-address.js").Asked} Asked @typedef {(change: Partial<Asked>) => void} Change */

const PERIODS = {
  "": () => gettext("Any time"), week: () => gettext("Last 7 days"), month: () => gettext("Last 30 days"),
  year: () => gettext("Last 365 days"), own: () => gettext("From … to …"),
};
/** @type {[import("../search-address.js").Switch, () => string][]} */
const SWITCHES = [
  ["hasFile", () => gettext("With a file")], ["hasLink", () => gettext("With a link")],
  ["mentionsMe", () => gettext("Mentions me")], ["loose", () => gettext("Ignore spaces")],
];

/** How many filters are in force. @param {Asked} asked */
export const countOf = (asked) => Object.values(filtersOf(asked)).filter(Boolean).length;

/** @param {Event} event */
const value = (event) => /** @type {HTMLInputElement} */ (event.target).value;

/** Who may have written it: a room's members, or everybody this tab has heard of; who is asked for stands there in any case. @param {Asked} asked */
function people({ roomId, senderId }) {
  const members = roomId ? store.room(roomId)?.members : undefined;
  const all = members ? members.map(({ userId }) => store.user(userId)) : store.people.all();
  const chosen = senderId ? store.user(senderId) : undefined;
  const found = new Map([...all, chosen].filter((user) => user !== undefined).map((user) => [user.userId, user]));
  found.delete(store.me.userId);
  return [...found.values()].sort((a, b) => compareNames(a.name, b.name));
}

/** @param {string} label @param {string} chosen @param {[string, string][]} options @param {(value: string) => void} change */
function choice(label, chosen, options, change) {
  return html`<label class="search-choice"><span>${label}</span><select @change=${(/** @type {Event} */ event) => change(value(event))}>
    ${options.map(([id, name]) => html`<option value=${id} ?selected=${id === chosen}>${name}</option>`)}</select></label>`;
}

/** @param {"from" | "to"} name @param {string} label @param {Asked} asked @param {Change} change */
function date(name, label, asked, change) {
  return html`<label class="search-choice"><span>${label}</span><input type="date" .value=${asked[name]}
    min=${name === "to" ? asked.from || nothing : nothing} max=${name === "from" ? asked.to || nothing : nothing}
    @change=${(/** @type {Event} */ event) => change({ [name]: value(event) })}></label>`;
}

/** @param {Asked} asked @param {Change} change */
export function searchFilters(asked, change) {
  const rooms = store.rooms().map((room) => /** @type {[string, string]} */ ([room.roomId, store.directory.title(room)]));
  const known = people(asked).map((user) => /** @type {[string, string]} */ ([user.userId, user.name]));
  const periods = Object.entries(PERIODS).map(([id, name]) => /** @type {[string, string]} */ ([id, name()]));
  return html`<div id="search-filters" class="search-filters" role="group" aria-label=${gettext("Filters")}>
    ${choice(gettext("Room"), asked.roomId, [["", gettext("All conversations")], ...rooms], (roomId) => change({ roomId }))}
    ${choice(gettext("Sent by"), asked.senderId, [["", gettext("Everybody")], [store.me.userId, gettext("Me")], ...known], (senderId) => change({ senderId }))}
    ${choice(gettext("When"), asked.period, periods, (period) => change({ period, from: "", to: "" }))}
    ${asked.period === "own" ? html`${date("from", gettext("From"), asked, change)}${date("to", gettext("To"), asked, change)}` : nothing}
    <div class="search-switches">${SWITCHES.map(([name, label]) => html`<label class="check"><input type="checkbox" .checked=${asked[name]}
      @change=${(/** @type {Event} */ event) => change({ [name]: /** @type {HTMLInputElement} */ (event.target).checked })}>${label()}</label>`)}</div>
  </div>`;
}

/** The filters in force, each to be taken away by itself. @param {Asked} asked @param {Change} change */
export function filterChips(asked, change) {
  const room = asked.roomId ? store.room(asked.roomId) : undefined;
  const sender = asked.senderId === store.me.userId ? gettext("Me") : store.user(asked.senderId)?.name ?? "…";
  const period = asked.period === "own" ? `${asked.from || "…"} – ${asked.to || "…"}` : PERIODS[/** @type {keyof typeof PERIODS} */ (asked.period)]();
  /** @type {[boolean, string, Partial<Asked>][]} */
  const chips = [
    [Boolean(asked.roomId), room ? store.directory.title(room) : gettext("Room"), { roomId: "" }],
    [Boolean(asked.senderId), sender, { senderId: "" }],
    [Boolean(asked.period), period, { period: "", from: "", to: "" }],
    ...SWITCHES.map(([name, label]) => /** @type {[boolean, string, Partial<Asked>]} */ ([asked[name], label(), { [name]: false }])),
  ];
  const shown = chips.filter(([on]) => on);
  if (!shown.length) return nothing;
  return html`<ul class="search-chips" aria-label=${gettext("Filters")}>${shown.map(([, name, without]) => html`<li>
      <button class="chip" title=${gettext("Remove this filter")} @click=${() => change(without)}><span>${name}</span>${icon("close")}<span class="sr">${gettext("Remove this filter")}</span></button></li>`)}
    ${shown.length > 1 ? html`<li><button class="quiet small" @click=${() => change(unfiltered(asked))}>${gettext("Remove all")}</button></li>` : nothing}</ul>`;
}
