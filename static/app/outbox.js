/**
 * Messages on their way. Each is written to IndexedDB before it is sent and stays there until the server has
 * acknowledged it, under the same `clientMsgId` for ever, so that neither a reload nor a lost answer loses or doubles
 * it. One tab at a time sends (Web Locks), a room's messages one after another; the other tabs see them waiting.
 * A message with files waits for them, and what was written after it waits too: but not for a slow or paused one.
 */
import { backoff, uuid } from "./ids.js";

/** @typedef {import("./types").OutboxItem} OutboxItem @typedef {import("./types").Message} Message */
/**
 * @typedef {object} Wires
 * @property {(item: OutboxItem) => Promise<OutboxItem | null>} [ready] the item once its files have arrived; null: not
 *   soon, others may go first; throws ApiError
 * @property {(item: OutboxItem) => void} [again] somebody wants a refused one sent again
 * @property {(item: OutboxItem) => void} [gone] somebody threw one away
 * @property {(item: OutboxItem) => Promise<Message | null>} send resolves once the server has it; throws ApiError
 * @property {{all: () => Promise<OutboxItem[]>, put: (item: OutboxItem) => Promise<void>, drop: (id: string) => Promise<void>}} disk
 * @property {(roomId: string) => void} changed
 * @property {(message: Message) => void} sent
 * @property {BroadcastChannel | null} channel to the other tabs
 * @property {(work: () => Promise<void>) => Promise<void>} exclusively
 */

export class Outbox {
  /** @type {Map<string, OutboxItem>} */
  #items = new Map();
  /** @type {Set<string>} not on disk yet: not to be sent yet */
  #unsaved = new Set();
  /** @type {Set<string>} sent or thrown away: what was read from the disk before brings none back */
  #over = new Set();
  /** @type {Map<string, Promise<void>>} rooms that are being sent to */
  #drains = new Map();
  /** @type {Set<string>} whose files take their time: others go first */
  #slow = new Set();
  #holding = false;
  #waiting = false;
  #tries = 0;
  #timer = 0;
  #n = 0;
  #wires;

  /** @param {Wires} wires */
  constructor(wires) {
    this.#wires = wires;
    wires.channel?.addEventListener("message", (event) => this.#heard(event.data));
  }

  /** Take back what the last visit left. */
  async restore() {
    await this.#reload();
    if (this.size) this.flush();
  }

  /** What waits in a room, in the order of writing, failed ones too. @param {string} roomId */
  in(roomId) {
    return [...this.#items.values()].filter((item) => item.roomId === roomId).sort(inOrder);
  }

  /** How many wait to be sent (failed ones wait for a person, not for the network). */
  get size() {
    return [...this.#items.values()].filter((item) => !item.reason).length;
  }

  /** @param {Pick<OutboxItem, "roomId" | "text" | "mentions" | "mentionUnits" | "replyTo" | "files">} content */
  async add(content) {
    const item = { ...content, type: content.files?.length ? "FILE" : "TEXT", clientMsgId: uuid(), createdAt: new Date().toISOString(), n: this.#order() };
    this.#unsaved.add(item.clientMsgId);
    this.#set(item);
    await this.#save(item);
    this.#unsaved.delete(item.clientMsgId);
    this.flush();
    return item;
  }

  /** Send a failed one again, as the last of its room. @param {string} id */
  async retry(id) {
    const item = this.#items.get(id);
    if (!item) return;
    const { reason: _, ...again } = item;
    this.#wires.again?.(item);
    await this.#save({ ...again, n: this.#order() });
    this.flush();
  }

  /** @param {string} id */
  async discard(id) {
    const item = this.#items.get(id);
    await this.#forget(id);
    this.#wires.channel?.postMessage({ drop: id });
    if (item) this.#wires.gone?.(item);
  }

  /** Send without one of its files; without any and without words there is nothing left to send. @param {string} fileId */
  async without(fileId) {
    const item = this.withFile(fileId);
    if (!item || item.attachments) return;
    const files = item.files?.filter((id) => id !== fileId) ?? [];
    if (!files.length && !item.text) return this.discard(item.clientMsgId);
    const { reason: _, ...rest } = item;
    await this.#save({ ...rest, files, type: files.length ? item.type : "TEXT" });
    this.arrived();
  }

  /** The message that a file goes with. @param {string} fileId */
  withFile(fileId) {
    return [...this.#items.values()].find(({ files }) => files?.includes(fileId));
  }

  /** Files have arrived, failed or been stopped: look at those that waited for them. */
  arrived() {
    this.#slow.clear();
    this.flush();
  }

  /** The line is back: do not wait for the next attempt. */
  wake() {
    this.#tries = 0;
    this.flush();
  }

  /** Send what can be sent, unless another tab is at it; then this one waits for its turn. */
  flush() {
    clearTimeout(this.#timer);
    if (this.#holding) return this.#start();
    if (this.#waiting) return undefined;
    this.#waiting = true;
    return this.#wires.exclusively(async () => {
      this.#waiting = false;
      this.#holding = true;
      try {
        await this.#reload();
        this.#start();
        while (this.#drains.size) await Promise.all(this.#drains.values());
      } finally {
        this.#holding = false;
      }
    });
  }

  #start() {
    for (const { roomId, reason } of this.#items.values()) {
      if (reason || this.#drains.has(roomId)) continue;
      this.#drains.set(roomId, this.#drain(roomId).finally(() => this.#drains.delete(roomId)));
    }
  }

  /** @param {string} roomId */
  async #drain(roomId) {
    for (let item = this.#next(roomId); item; item = this.#next(roomId)) {
      try {
        item = await this.#whole(item);
        if (!item) continue;
        const message = await this.#wires.send(item);
        this.#tries = 0;
        if (message) this.#wires.sent(message);
        await this.#forget(item.clientMsgId);
        this.#wires.channel?.postMessage({ drop: item.clientMsgId, message });
      } catch (error) {
        const refusal = /** @type {import("./api.js").ApiError} */ (error);
        if (refusal.passing) return this.#later(refusal.wait);
        const now = item && this.#items.get(item.clientMsgId);
        if (item && now && now.files?.length === item.files?.length) await this.#save({ ...item, reason: reasonOf(refusal) });
      }
    }
  }

  /** An item with its files, if it has any; undefined: it is to wait for them while others go. @param {OutboxItem} item */
  async #whole(item) {
    if (!item.files?.length || item.attachments) return item;
    const whole = await this.#wires.ready?.(item);
    if (!whole) this.#slow.add(item.clientMsgId);
    else if (this.#items.get(item.clientMsgId) !== item) return undefined; // changed meanwhile: look again
    else await this.#save(whole);
    return whole ?? undefined;
  }

  /** @param {string} roomId */
  #next(roomId) {
    return this.in(roomId).find(({ reason, clientMsgId }) => !reason && !this.#unsaved.has(clientMsgId) && !this.#slow.has(clientMsgId));
  }

  /** @param {number} [wait] as the server asked */
  #later(wait = 0) {
    clearTimeout(this.#timer);
    this.#timer = Number(setTimeout(() => this.flush(), Math.max(wait, backoff(this.#tries++))));
  }

  /** A number that grows with every message, over reloads and tabs. */
  #order() {
    this.#n = Math.max(this.#n + 1, Date.now());
    return this.#n;
  }

  /** @param {OutboxItem} item */
  async #save(item) {
    this.#set(item);
    await this.#wires.disk.put(item).catch(() => {}); // no disk in a private window: it is sent all the same
    this.#wires.channel?.postMessage({ put: item });
  }

  /** @param {OutboxItem} item */
  #set(item) {
    this.#items.set(item.clientMsgId, item);
    this.#wires.changed(item.roomId);
  }

  /** @param {string} id */
  async #forget(id) {
    const item = this.#items.get(id);
    this.#over.add(id);
    this.#items.delete(id);
    if (item) this.#wires.changed(item.roomId);
    await this.#wires.disk.drop(id).catch(() => {});
  }

  async #reload() {
    const stored = await this.#wires.disk.all().catch(() => null);
    if (!stored) return;
    const ids = new Set(stored.map((item) => item.clientMsgId));
    for (const item of stored) if (!this.#over.has(item.clientMsgId)) this.#set(item);
    for (const item of [...this.#items.values()]) {
      if (ids.has(item.clientMsgId) || this.#unsaved.has(item.clientMsgId)) continue;
      this.#items.delete(item.clientMsgId);
      this.#wires.changed(item.roomId);
    }
  }

  /** @param {{put?: OutboxItem, drop?: string, message?: Message}} news from another tab */
  #heard({ put, drop, message }) {
    if (message) this.#wires.sent(message);
    if (put) {
      this.#set(put);
      if (!put.reason) this.flush(); // or be the next, should the other tab die
    }
    const item = drop && this.#items.get(drop);
    if (!item) return;
    this.#items.delete(item.clientMsgId);
    this.#wires.changed(item.roomId);
  }
}

/** The most particular words for a refusal. @param {import("./api.js").ApiError} refusal */
function reasonOf({ details, message, code }) {
  const field = Object.values(details).find((words) => Array.isArray(words) && typeof words[0] === "string");
  return field?.[0] || message || code;
}

/** @param {OutboxItem} a @param {OutboxItem} b */
const inOrder = (a, b) => a.n - b.n || a.clientMsgId.localeCompare(b.clientMsgId);
