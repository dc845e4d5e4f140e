/** What I keep around messages: stars, messages for later, reminders. Fetched once, then followed by events. */
import { api } from "../api.js";
import { store } from "../store.js";

/**
 * @typedef {{scheduledId: string, roomId: string, clientMsgId: string, text: string, mentions: string[], mentionUnits: string[],
 *   replyTo: number | null, at: string, state: "WAITING" | "SENT" | "FAILED" | "CANCELLED", failure: string | null}} Scheduled
 * @typedef {{reminderId: string, messageId: number, at: string, toldAt: string | null, cancelled?: boolean,
 *   message: import("../types").Message | null}} Reminder
 */

const SOON = 1500;

class Own {
  /** Messages that have my star. @type {Set<number>} */
  stars = new Set();
  /** @type {Scheduled[]} */
  scheduled = [];
  /** @type {Reminder[]} */
  reminders = [];
  /** @type {Promise<void> | null} */
  #loading = null;

  constructor() {
    store.on("bookmark", ({ messageId, kept }) => this.#star(messageId, kept));
    store.on("scheduled", (one) => this.takeScheduled(one));
    store.on("reminder", () => this.#loading && this.refresh());
    store.on("connection", () => store.connection === "online" && this.#loading && this.refresh());
  }

  /** Have it there; asked again, nothing happens. */
  load() {
    this.#loading ??= this.refresh();
    return this.#loading;
  }

  /** Have it there when the browser has nothing else to do. */
  loadSoon() {
    if (!this.#loading) setTimeout(() => this.load(), SOON);
  }

  /** Ask the server for all of it. */
  async refresh() {
    try {
      const [stars, scheduled, reminders] = await Promise.all([api.get("/bookmarks/ids"), api.get("/scheduled"), api.get("/reminders")]);
      this.stars = new Set(stars.messageIds);
      this.scheduled = scheduled.results;
      this.reminders = reminders.results;
      this.#told();
    } catch {
      this.#loading = null; // the next one to need it asks again
    }
  }

  /** @param {number} messageId @param {boolean} kept */
  #star(messageId, kept) {
    if (kept) this.stars.add(messageId);
    else this.stars.delete(messageId);
    this.#told();
  }

  /** @param {Scheduled} one */
  takeScheduled(one) {
    this.scheduled = this.scheduled.filter(({ scheduledId }) => scheduledId !== one.scheduledId);
    if (one.state === "WAITING" || one.state === "FAILED") this.scheduled.push(one);
    this.scheduled.sort((a, b) => a.at.localeCompare(b.at));
    this.#told();
  }

  #told() {
    store.tell("own");
  }

  /** Put my star on a message or take it off. @param {number} messageId */
  async toggleStar(messageId) {
    const kept = this.stars.has(messageId);
    if (kept) await api.del(`/messages/${messageId}/bookmark`);
    else await api.put(`/messages/${messageId}/bookmark`);
    this.#star(messageId, !kept);
    return !kept;
  }

  /** @param {number} messageId @param {string} at */
  async remind(messageId, at) {
    await api.post(`/messages/${messageId}/reminders`, { at });
    await this.refresh();
  }

  /** @param {string} reminderId */
  async dropReminder(reminderId) {
    await api.del(`/reminders/${reminderId}`);
    this.reminders = this.reminders.filter((one) => one.reminderId !== reminderId);
    this.#told();
  }

  /** @param {string} roomId @param {{clientMsgId: string, text: string, at: string, mentions: string[], mentionUnits: string[], replyTo: number | null}} wanted */
  async schedule(roomId, wanted) {
    this.takeScheduled(await api.post(`/rooms/${roomId}/scheduled`, wanted));
  }

  /** @param {string} scheduledId @param {{text?: string, at?: string}} changes */
  async change(scheduledId, changes) {
    this.takeScheduled(await api.patch(`/scheduled/${scheduledId}`, changes));
  }

  /** @param {Scheduled} one */
  async cancel(one) {
    await api.del(`/scheduled/${one.scheduledId}`);
    this.takeScheduled({ ...one, state: "CANCELLED" });
  }

  /** @param {Scheduled} one */
  async sendNow(one) {
    await api.post(`/scheduled/${one.scheduledId}/send-now`);
    this.takeScheduled({ ...one, state: "SENT" });
  }
}

export const own = new Own();
