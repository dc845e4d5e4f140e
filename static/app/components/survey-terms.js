/** For whom a survey is, when, whether with names, and who may see the results. */
import { html, nothing } from "lit";
import { gettext, interpolate } from "../i18n.js";
import { icon } from "../icon.js";
import { store } from "../store.js";
import { limitOfPromise, people, promise } from "../surveys/words.js";

/** @typedef {import("../surveys/types").Made} Made @typedef {import("../org.js").Chart} Chart @typedef {import("../org.js").Unit} Unit */

/** @param {Unit[]} units @param {string} id @returns {Unit | null} */
export function unitOf(units, id) {
  for (const unit of units) {
    const found = unit.orgUnitId === id ? unit : unitOf(unit.children, id);
    if (found) return found;
  }
  return null;
}

/** "영업본부 · 24명" @param {string | null} id @param {Chart | null} chart */
export function targetText(id, chart) {
  if (!id) return gettext("Everybody in the company");
  const unit = chart && unitOf(chart.roots, id);
  if (!unit) return gettext("One department");
  return interpolate(gettext("%(name)s with its sub-departments · %(people)s"), { name: unit.name, people: people(chart.counts.get(id) ?? 0) });
}

/** @param {Event} event */
const value = (event) => /** @type {HTMLInputElement} */ (event.target).value;

/**
 * @param {Made} made @param {Map<string, string>} faults @param {Chart | null} chart
 * @param {{change: (patch: Partial<Made>) => void, target: () => void, share: () => void}} acts
 */
export const surveyTerms = (made, faults, chart, acts) => html`
  <section class="survey-card made-terms"><h3>${gettext("For whom and when")}</h3>
    <div class="made-row"><span class="made-label" id="target-label">${gettext("Asked")}</span>
      <button type="button" class="made-target" aria-describedby="target-label" @click=${acts.target}>${icon("users")}<span>${targetText(made.targetOrgUnitId, chart)}</span>${icon("down")}</button></div>
    <div class="made-times">${time("opensAt", gettext("Opens"), gettext("At once when published"), made, faults, acts)}${time("closesAt", gettext("Closes"), gettext("Until I close it"), made, faults, acts)}</div>
  </section>
  <section class="survey-card made-terms"><h3>${gettext("Names")}</h3>
    <button type="button" class="quiet switch" role="switch" aria-checked=${made.isAnonymous} @click=${() => acts.change({ isAnonymous: !made.isAnonymous })}>
      <span><b>${gettext("Anonymous")}</b></span><i class="knob" aria-hidden="true"></i></button>
    <div class="survey-promise">${icon(made.isAnonymous ? "shield" : "user")}<div><p>${gettext("Those who answer read this:")}</p><p>${promise({ isAnonymous: made.isAnonymous })}</p>
      ${made.isAnonymous ? html`<p>${limitOfPromise()}</p><p>${gettext("You see results once the survey has closed.")}</p>` : nothing}</div></div>
  </section>
  <section class="survey-card made-terms"><h3>${gettext("Results")}</h3>
    <p class="small">${gettext("You see the results. You can share them with others.")}</p>
    ${made.sharedWith.length ? html`<ul class="chips" aria-label=${gettext("Shared with")}>${made.sharedWith.map((id) => html`<li class="chip">${store.user(id)?.name ?? "…"}</li>`)}</ul>` : nothing}
    <div><button type="button" @click=${acts.share}>${icon("user-plus")}${gettext("Share results with…")}</button></div>
  </section>`;

/** @param {"opensAt" | "closesAt"} name @param {string} label @param {string} without @param {Made} made @param {Map<string, string>} faults @param {{change: (patch: Partial<Made>) => void}} acts */
function time(name, label, without, made, faults, acts) {
  const fault = faults.get(name);
  return html`<div class="field"><label for="made-${name}">${label}</label>
    <input id="made-${name}" type="datetime-local" .value=${made[name]} aria-invalid=${fault ? "true" : nothing} aria-describedby="hint-${name}"
      @change=${(/** @type {Event} */ event) => acts.change({ [name]: value(event) })}>
    <span class=${fault ? "error" : "hint"} id="hint-${name}">${fault || (made[name] ? html`<button type="button" class="quiet small made-clear" @click=${() => acts.change({ [name]: "" })}>${gettext("Without a time")}</button>` : without)}</span></div>`;
}
