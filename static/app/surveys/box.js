/** The surveys that concern me, in four boxes, and how many wait for my answer. */
import { api } from "../api.js";
import { store } from "../store.js";

/** @typedef {import("./types").Survey} Survey @typedef {import("./types").BoxName} BoxName */
/** @typedef {{items: Survey[], next: string | null, busy: boolean, failed: boolean, loaded: boolean}} Shelf */

/** @type {BoxName[]} */
export const BOXES = ["toAnswer", "mine", "shared", "closed"];

const empty = () => /** @type {Shelf} */ ({ items: [], next: null, busy: false, failed: false, loaded: false });

class Box {
  /** @type {Record<BoxName, Shelf>} */
  #shelves = { toAnswer: empty(), mine: empty(), shared: empty(), closed: empty() };
  #watching = false;

  /** @param {BoxName} name */
  shelf(name) {
    return this.#shelves[name];
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

  /** @param {BoxName} name @param {string | null} after */
  async #fetch(name, after) {
    const shelf = this.#shelves[name];
    shelf.busy = true;
    shelf.failed = false;
    this.#tell();
    try {
      const { results, next } = await api.get(`/surveys?box=${name}${after ? `&after=${encodeURIComponent(after)}` : ""}`);
      shelf.items = after ? [...shelf.items, ...results] : results;
      shelf.next = next ?? null;
      shelf.loaded = true;
    } catch {
      shelf.failed = true;
    }
    shelf.busy = false;
    this.#tell();
  }

  #tell() {
    store.toAnswer = this.#shelves.toAnswer.items.length;
    store.tell("surveys");
  }
}

export const box = new Box();
