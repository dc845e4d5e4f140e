/** My rooms: their summaries for the list and, once opened, their members. */
import { api } from "../api.js";
import { gettext } from "../i18n.js";

/** @typedef {import("../types").Room} Room @typedef {import("../types").Message} Message */

const PAGE = 200;

export class Rooms {
  /** @type {Map<string, Room>} */
  #rooms = new Map();
  /** @type {Room[] | null} */
  #sorted = null;
  /** @type {Map<string, Promise<Room | null>>} */
  #loading = new Map();
  #bus;
  #people;
  #me;

  /** @param {import("../bus.js").Bus} bus @param {import("./people.js").People} people @param {string} me @param {Room[]} rooms */
  constructor(bus, people, me, rooms) {
    this.#bus = bus;
    this.#people = people;
    this.#me = me;
    for (const room of rooms) this.#rooms.set(room.roomId, room);
  }

  /** @param {string | null} id */
  get(id) {
    return id ? this.#rooms.get(id) : undefined;
  }

  /** Pinned first, then by the latest message. */
  list() {
    this.#sorted ??= [...this.#rooms.values()].sort(
      (a, b) => Number(b.me.pinned) - Number(a.me.pinned) || moved(b).localeCompare(moved(a)),
    );
    return this.#sorted;
  }

  /** The room's name as I see it. @param {Room} room */
  title(room) {
    if (room.type === "GROUP") return room.name || gettext("Group conversation");
    const peer = this.peer(room);
    if (!peer) return gettext("Notes to myself");
    return this.#people.get(peer)?.name ?? room.name ?? "";
  }

  /** The other one of a direct message; undefined in my notes to myself. @param {Room} room */
  peer(room) {
    if (room.type !== "DM") return undefined;
    return room.members?.find((member) => member.userId !== this.#me)?.userId;
  }

  /** Take in what the server says of a room, keeping the members we know when it leaves them out. @param {Room} room */
  put(room) {
    const known = this.#rooms.get(room.roomId);
    const me = room.me ?? known?.me;
    const lastMessage = room.lastMessage === undefined ? (known?.lastMessage ?? null) : room.lastMessage;
    const members = room.members ?? known?.members;
    this.#rooms.set(room.roomId, { ...known, ...room, me, members, lastMessage });
    this.#changed(room.roomId);
  }

  /** @param {string} id @param {Partial<Room>} changes */
  patch(id, changes) {
    const room = this.#rooms.get(id);
    if (!room) return;
    this.#rooms.set(id, { ...room, ...changes });
    this.#changed(id);
  }

  /** @param {string} id @param {Partial<Room["me"]>} changes */
  patchMe(id, changes) {
    const room = this.#rooms.get(id);
    if (room) this.patch(id, { me: { ...room.me, ...changes } });
  }

  /** @param {string} id */
  remove(id) {
    if (this.#rooms.delete(id)) this.#changed(id);
  }

  /** A message arrived in a room's order: move the summary on. @param {Message} message @param {boolean} created */
  moved(message, created) {
    const room = this.#rooms.get(message.roomId);
    if (!room) return;
    const newest = message.seq >= room.lastSeq || message.messageId === room.lastMessage?.messageId;
    const counts = created && message.seq > room.me.lastReadSeq && message.type !== "SYSTEM";
    const foreign = message.senderId !== this.#me;
    const me = { ...room.me };
    if (counts && foreign) me.unreadCount += 1;
    if (created && !foreign && message.type !== "SYSTEM") {
      Object.assign(me, { unreadCount: 0, lastReadSeq: message.seq, lastReadMessageId: message.messageId });
    }
    this.patch(room.roomId, {
      me,
      lastMessage: newest ? message : room.lastMessage,
      lastSeq: Math.max(room.lastSeq, message.seq),
      lastChange: Math.max(room.lastChange, message.change),
    });
  }

  /** The room with its members, from the server; null when it is no longer mine. @param {string} id */
  load(id) {
    const running = this.#loading.get(id);
    if (running) return running;
    const promise = this.#fetch(id).finally(() => this.#loading.delete(id));
    this.#loading.set(id, promise);
    return promise;
  }

  /** Every room's summary, from the server; those no longer mine go. */
  async refresh() {
    const seen = new Set();
    let pages = 0;
    let cursor = "";
    do {
      pages++;
      const page = await api.get(`/rooms?limit=${PAGE}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      for (const room of page.results) {
        seen.add(room.roomId);
        this.put(room);
      }
      cursor = page.next ?? "";
    } while (cursor);
    const gone = [...this.#rooms.keys()].filter((id) => !seen.has(id));
    // Between two pages a room can move from one to the other: then it is asked for by name.
    for (const id of gone) await (pages > 1 ? this.load(id).catch(() => {}) : this.remove(id));
  }

  /** What is unread in all rooms that are not muted. */
  unread() {
    let sum = 0;
    for (const room of this.#rooms.values()) if (!room.me.muted) sum += room.me.unreadCount;
    return sum;
  }

  /** @param {string} id @returns {Promise<Room | null>} */
  async #fetch(id) {
    try {
      this.put(await api.get(`/rooms/${id}`));
      return this.get(id) ?? null;
    } catch (error) {
      if (/** @type {any} */ (error).status !== 404) throw error;
      this.remove(id);
      return null;
    }
  }

  /** @param {string} id */
  #changed(id) {
    this.#sorted = null;
    this.#bus.tell("rooms");
    this.#bus.tell("room", id);
  }
}

/** When a room last moved. @param {Room} room */
const moved = (room) => room.lastMessage?.createdAt ?? room.createdAt;
