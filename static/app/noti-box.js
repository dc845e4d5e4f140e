/** What I was notified of: fetched when it is looked at, moved on by events. `store.unreadNotifications` counts. */
import { api } from "./api.js";
import { store } from "./store.js";

/** @typedef {import("./types").Noti} Noti */

const PAGE = 30;

class Box {
  /** Newest first. @type {Noti[]} */
  items = [];
  loaded = false;
  busy = false;
  failed = false;
  /** @type {string | null} */
  next = null;

  constructor() {
    store.on("notified", (notice) => this.#came(notice));
    store.on("notices-read", ({ ids, readAt }) => this.#wereRead(ids, readAt));
    store.on("connection", () => store.connection === "online" && this.loaded && this.load());
  }

  /** The first page, anew. */
  async load() {
    await this.#fetch("", () => (this.items = []));
  }

  async more() {
    if (this.next && !this.busy) await this.#fetch(`&cursor=${encodeURIComponent(this.next)}`, () => {});
  }

  /** @param {number[]} ids */
  async read(ids) {
    const fresh = ids.filter((id) => this.items.some((one) => one.notificationId === id && !one.readAt));
    if (fresh.length) await api.post("/notifications/read", { ids: fresh });
  }

  /** All that there are, also those that are not on the list yet. */
  async readAll() {
    const [newest] = this.items;
    if (newest) await api.post("/notifications/read", { upToId: newest.notificationId });
  }

  /** @param {string} more @param {() => void} before */
  async #fetch(more, before) {
    if (this.busy) return;
    this.busy = true;
    this.#tell();
    try {
      const { results, next, unreadNotifications } = await api.get(`/notifications?limit=${PAGE}${more}`);
      before();
      const known = new Set(this.items.map((one) => one.notificationId));
      this.items = [...this.items, ...results.filter((/** @type {Noti} */ one) => !known.has(one.notificationId))];
      this.next = next;
      this.loaded = true;
      this.failed = false;
      store.countNotifications(unreadNotifications);
    } catch {
      this.failed = true;
    }
    this.busy = false;
    this.#tell();
  }

  /** @param {Noti} notice */
  #came(notice) {
    if (!this.loaded || this.items.some((one) => one.notificationId === notice.notificationId)) return;
    this.items = [notice, ...this.items];
    this.#tell();
  }

  /** @param {number[]} ids @param {string} readAt */
  #wereRead(ids, readAt) {
    const read = new Set(ids);
    this.items = this.items.map((one) => (read.has(one.notificationId) && !one.readAt ? { ...one, readAt } : one));
    this.#tell();
  }

  #tell() {
    store.tell("notifications");
  }
}

export const box = new Box();
