/** The surveys that concern me, in four boxes, and how many wait for my answer. */
import { api } from "../api.js";
import { store } from "../store.js";

/** @typedef {import("./types").Survey} Survey @typedef {import("./types").BoxName} BoxName @typedef {import("./types").Progress} Progress */
/** @typedef {{items: Survey[], next: string | null, busy: boolean, failed: boolean, loaded: boolean}} Shelf */

/** @type {BoxName[]} */
export const BOXES = ["toAnswer", "mine", "shared", "closed"];
/** Of so many surveys the list shows how many have answered. */
const RATES = 20;

const empty = () => /** @type {Shelf} */ ({ items: [], next: null, busy: false, failed: false, loaded: false });

/** The boxes in which a survey lies. @param {Survey} survey @returns {BoxName[]} */
export function boxesOf({ state, isDraft, canAnswer, answered, canEdit, canSeeResults }) {
  /** @type {BoxName[]} */
  const found = [];
  if (state === "OPEN" && canAnswer && !answered) found.push("toAnswer");
  if (canEdit) found.push("mine");
  else if (canSeeResults) found.push("shared");
  if (state === "CLOSED" && !isDraft) found.push("closed");
  return found;
}

/** A list with a survey in its place, newest first. @param {Survey[]} items @param {Survey} survey */
export function placed(items, survey) {
  const others = items.filter((one) => one.surveyId !== survey.surveyId);
  const at = others.findIndex((one) => one.createdAt < survey.createdAt);
  return at < 0 ? [...others, survey] : [...others.slice(0, at), survey, ...others.slice(at)];
}

class Box {
  /** @type {Record<BoxName, Shelf>} */
  #shelves = { toAnswer: empty(), mine: empty(), shared: empty(), closed: empty() };
  /** @type {Map<string, Progress>} */
  #progress = new Map();
  #watching = false;

  /** @param {BoxName} name */
  shelf(name) {
    return this.#shelves[name];
  }

  /** How many have answered a survey of mine, as far as it was asked. @param {string} surveyId */
  progress(surveyId) {
    return this.#progress.get(surveyId);
  }

  /** Count what waits for an answer, now and whenever the line comes back. */
  watch() {
    if (this.#watching) return;
    this.#watching = true;
    store.on("connection", () => store.connection === "online" && this.refresh());
    this.load("toAnswer");
  }

  /** What may have changed is asked for anew. */
  async refresh() {
    await Promise.all(BOXES.filter((name) => name === "toAnswer" || this.#shelves[name].loaded).map((name) => this.load(name)));
  }

  /** The first page of a box. @param {BoxName} name */
  load(name) {
    return this.#fetch(name, null);
  }

  /** The page that follows. @param {BoxName} name */
  async more(name) {
    const { next, busy } = this.#shelves[name];
    if (next && !busy) await this.#fetch(name, next);
  }

  /** A survey as the server says now; null: gone. @param {string} surveyId @param {Survey | null} survey */
  take(surveyId, survey) {
    this.watch();
    const boxes = survey ? boxesOf(survey) : [];
    for (const name of BOXES) {
      const shelf = this.#shelves[name];
      const kept = shelf.items.filter((one) => one.surveyId !== surveyId);
      shelf.items = survey && shelf.loaded && boxes.includes(name) ? placed(kept, survey) : kept;
    }
    this.#tell();
  }

  /** @param {BoxName} name @param {string | null} cursor */
  async #fetch(name, cursor) {
    const shelf = this.#shelves[name];
    shelf.busy = true;
    shelf.failed = false;
    this.#tell();
    try {
      const { results, next } = await api.get(`/surveys?box=${name}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
      shelf.items = cursor ? [...shelf.items, ...results] : results;
      shelf.next = next;
      shelf.loaded = true;
      if (!cursor && name !== "toAnswer") this.#askProgress(results);
    } catch {
      shelf.failed = true;
    }
    shelf.busy = false;
    this.#tell();
  }

  /** One after another, for they are only a nicety. @param {Survey[]} surveys */
  async #askProgress(surveys) {
    for (const { surveyId, canSeeResults, state } of surveys.slice(0, RATES)) {
      if (!canSeeResults || state === "DRAFT" || (state === "CLOSED" && this.#progress.has(surveyId))) continue;
      try {
        this.#progress.set(surveyId, await api.get(`/surveys/${surveyId}/progress?limit=1`));
      } catch {
        return;
      }
      this.#tell();
    }
  }

  #tell() {
    store.toAnswer = this.#shelves.toAnswer.items.length;
    store.tell("surveys");
  }
}

export const box = new Box();
