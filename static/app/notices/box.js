/** The must-read notices that concern me, in three boxes, and which of them wait for me. */
import { attempt } from "../actions.js";
import { api } from "../api.js";
import { store } from "../store.js";

/** @typedef {import("./types").Notice} Notice @typedef {import("./types").BoxName} BoxName */
/** @typedef {{items: Notice[], next: string | null, busy: boolean, failed: boolean, loaded: boolean}} Shelf */

/** @type {BoxName[]} */
export const BOXES = ["toConfirm", "mine", "done"];
const MOST = 200;

const empty = () => /** @type {Shelf} */ ({ items: [], next: null, busy: false, failed: false, loaded: false });

/** Those with the nearest deadline first, those without one after them, then the latest. @param {Notice} a @param {Notice} b */
export function byUrgency(a, b) {
  const due = (/** @type {Notice} */ one) => (one.deadline ? Date.parse(one.deadline) : Infinity);
  return due(a) === due(b) ? Date.parse(b.createdAt) - Date.parse(a.createdAt) : due(a) - due(b);
}

class NoticeBox {
  /** @type {Record<BoxName, Shelf>} */
  #shelves = { toConfirm: empty(), mine: empty(), done: empty() };
  #watching = false;

  /** @param {BoxName} name */
  shelf(name) {
    return this.#shelves[name];
  }

  /** What waits for me, most urgent first. */
  get waiting() {
    return [...this.#shelves.toConfirm.items].sort(byUrgency);
  }

  /** Whether I am asked to confirm this one. @param {string} mustReadId */
  asks(mustReadId) {
    return this.#shelves.toConfirm.items.some((one) => one.mustReadId === mustReadId);
  }

  /** Know what waits for me, now and whenever the line comes back. */
  watch() {
    if (this.#watching) return;
    this.#watching = true;
    store.on("connection", () => store.connection === "online" && this.refresh());
    this.load("toConfirm");
  }

  /** What may have changed is asked for anew. */
  async refresh() {
    await Promise.all(BOXES.filter((name) => name === "toConfirm" || this.#shelves[name].loaded).map((name) => this.load(name)));
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

  /** I have read it; says whether the server knows. @param {string} mustReadId */
  confirm(mustReadId) {
    return attempt(async () => this.take(await api.post(`/must-reads/${mustReadId}/confirm`)));
  }

  /** Another device of mine confirmed. @param {string} mustReadId */
  confirmed(mustReadId) {
    if (!this.asks(mustReadId)) return;
    this.#drop("toConfirm", mustReadId);
    if (this.#shelves.done.loaded) this.load("done");
    this.#tell(mustReadId);
  }

  /** A notice as the server says now. @param {Notice} notice */
  take(notice) {
    const waits = Boolean(notice.me && !notice.me.confirmedAt && !notice.closedAt);
    if (!waits) this.#drop("toConfirm", notice.mustReadId);
    this.#change(notice.mustReadId, notice);
    if (!waits && this.#shelves.done.loaded) this.load("done");
    this.#tell(notice.mustReadId);
  }

  /** Numbers, or the end of a notice. @param {Partial<Notice> & {mustReadId: string}} news */
  hear(news) {
    this.#change(news.mustReadId, news);
    if (news.closedAt) this.refresh();
    this.#tell(news.mustReadId, news);
  }

  /** @param {string} mustReadId @param {Partial<Notice>} news */
  #change(mustReadId, news) {
    for (const name of BOXES) {
      const shelf = this.#shelves[name];
      shelf.items = shelf.items.map((one) => (one.mustReadId === mustReadId ? { ...one, ...news } : one));
    }
  }

  /** @param {BoxName} name @param {string} mustReadId */
  #drop(name, mustReadId) {
    const shelf = this.#shelves[name];
    shelf.items = shelf.items.filter((one) => one.mustReadId !== mustReadId);
  }

  /** @param {BoxName} name @param {string | null} cursor */
  async #fetch(name, cursor) {
    const shelf = this.#shelves[name];
    shelf.busy = true;
    shelf.failed = false;
    this.#tell();
    try {
      const limit = name === "toConfirm" ? `&limit=${MOST}` : "";
      const { results, next } = await api.get(`/must-reads?box=${name}${limit}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
      shelf.items = cursor ? [...shelf.items, ...results] : results;
      shelf.next = next;
      shelf.loaded = true;
    } catch {
      shelf.failed = true;
    }
    shelf.busy = false;
    this.#tell();
  }

  /** @param {string} [mustReadId] @param {object} [news] */
  #tell(mustReadId, news) {
    store.toConfirm = this.#shelves.toConfirm.items.length;
    store.tell("notices", mustReadId ? { mustReadId, news } : undefined);
  }
}

export const box = new NoticeBox();
