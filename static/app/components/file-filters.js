/** By whom and when: the filters of the file & photo box. */
import { html, nothing } from "lit";
import { compareNames } from "../format.js";
import { gettext } from "../i18n.js";
import { store } from "../store.js";

/** @typedef {{senderId: string, period: string, from: string, to: string}} Filter */

/** Who may have sent something: a room's members, or everybody this tab has heard of. @param {string} roomId */
function people(roomId) {
  const members = roomId ? (store.room(roomId)?.members ?? []).map(({ userId }) => store.user(userId)) : store.people.all();
  return members.filter((user) => user !== undefined && user.userId !== store.me.userId)
    .sort((a, b) => compareNames(a?.name ?? "", b?.name ?? ""));
}

/** @param {string} roomId @param {Filter} filter @param {(change: Partial<Filter>) => void} change */
export function fileFilters(roomId, filter, change) {
  const value = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).value;
  const date = (/** @type {"from" | "to"} */ name, /** @type {string} */ label) => html`
    <label class="file-date"><span>${label}</span><input type="date" .value=${filter[name]} min=${name === "to" ? filter.from : nothing}
      max=${name === "from" ? filter.to || nothing : nothing} @change=${(/** @type {Event} */ event) => change({ [name]: value(event) })}></label>`;
  const option = (/** @type {string} */ id, /** @type {string} */ name, /** @type {string} */ chosen) => html`<option value=${id} ?selected=${id === chosen}>${name}</option>`;
  return html`<div class="file-filters">
    <select aria-label=${gettext("Sent by")} @change=${(/** @type {Event} */ event) => change({ senderId: value(event) })}>
      ${option("", gettext("Everybody"), filter.senderId)}${option(store.me.userId, gettext("Me"), filter.senderId)}
      ${people(roomId).map((user) => option(user?.userId ?? "", user?.name ?? "", filter.senderId))}</select>
    <select aria-label=${gettext("When")} @change=${(/** @type {Event} */ event) => change({ period: value(event) })}>
      ${option("", gettext("Any time"), filter.period)}${option("week", gettext("Last 7 days"), filter.period)}
      ${option("month", gettext("Last 30 days"), filter.period)}${option("year", gettext("Last 365 days"), filter.period)}
      ${option("own", gettext("From … to …"), filter.period)}</select>
    ${filter.period === "own" ? html`${date("from", gettext("From"))}${date("to", gettext("To"))}` : nothing}
  </div>`;
}
