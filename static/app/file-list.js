/** The files, pictures or links of one room or of all mine, page by page, newest first (contract 6). */
import { api } from "./api.js";

/** @typedef {import("./types").Attachment} Attachment @typedef {import("./types").LinkPlace} LinkPlace */
/** @typedef {{roomId: string, kind: "image" | "file" | "link", senderId: string, from: string, to: string}} Query dates as 2026-11-20 */
/** @typedef {Attachment | LinkPlace} Item */

/** @param {Item} item @returns {item is LinkPlace} */
export const isLink = (item) => "link" in item;
/** What tells items apart. @param {Item} item */
export const keyOf = (item) => (isLink(item) ? `${item.messageId} ${item.link.url}` : item.attachmentId);
/** Who sent it. @param {Item} item */
export const senderOf = (item) => (isLink(item) ? item.senderId : item.uploaderId);

export class FileList {
  /** @type {Item[]} */
  items = [];
  busy = false;
  failed = false;
  /** Where the next page starts; empty: nothing was asked yet, null: this was all. @type {string | null} */
  #next = "";
  /** @type {Query | null} */
  #query = null;
  #changed;
  #size;

  /** @param {() => void} changed is told whenever there is something new to draw @param {number} [size] items a page */
  constructor(changed, size = 60) {
    this.#changed = changed;
    this.#size = size;
  }

  get done() {
    return this.#next === null;
  }

  /** Begin anew. @param {Query} query */
  ask(query) {
    this.#query = query;
    this.items = [];
    this.#next = "";
    this.busy = this.failed = false;
    return this.more();
  }

  /** One more page. */
  async more() {
    const query = this.#query;
    if (!query || this.busy || this.#next === null) return;
    this.busy = true;
    this.failed = false;
    this.#changed();
    try {
      const { results, next } = await this.#page(query, this.#next);
      if (query !== this.#query) return;
      this.items = [...this.items, ...fresh(results, this.items)];
      this.#next = next;
    } catch {
      if (query === this.#query) this.failed = true;
    } finally {
      if (query === this.#query) this.busy = false;
      this.#changed();
    }
  }

  /** What came meanwhile goes to the top. */
  async refresh() {
    const query = this.#query;
    if (!query || this.#next === "") return;
    const page = await this.#page(query, "").catch(() => null);
    if (!page || query !== this.#query) return;
    this.items = [...fresh(page.results, this.items), ...this.items];
    this.#changed();
  }

  /** @param {string} id @param {Partial<Attachment>} news */
  patch(id, news) {
    this.items = this.items.map((item) => (!isLink(item) && item.attachmentId === id ? { ...item, ...news } : item));
  }

  /** Keep only some. @param {(item: Item) => boolean} stays */
  keep(stays) {
    if (!this.items.every(stays)) this.items = this.items.filter(stays);
  }

  /** @param {Query} query @param {string} cursor @returns {Promise<{results: Item[], next: string | null}>} */
  #page({ roomId, ...asked }, cursor) {
    const wanted = Object.entries({ ...asked, cursor, limit: String(this.#size) }).filter(([, value]) => value);
    return api.get(`${roomId ? `/rooms/${roomId}` : ""}/files?${new URLSearchParams(wanted)}`);
  }
}

/** Those of a page that are not listed yet. @param {Item[]} page @param {Item[]} items */
function fresh(page, items) {
  const known = new Set(items.map(keyOf));
  return page.filter((item) => !known.has(keyOf(item)));
}

/** Items by the month in which they were sent. @param {Item[]} items @param {(iso: string) => string} name @returns {[string, Item[]][]} */
export function byMonth(items, name) {
  /** @type {Map<string, Item[]>} */
  const months = new Map();
  for (const item of items) {
    const month = name(item.createdAt);
    months.set(month, [...(months.get(month) ?? []), item]);
  }
  return [...months];
}
