/**
 * How far everybody has read. The number beside a message is counted here: members whose position lies
 * before it. Nothing is sent per message (contract 5; rooms above the limit carry `unreadCount` instead).
 */

export class Reads {
  /** @type {Map<string, Map<string, number>>} room -> person -> seq */
  #rooms = new Map();
  /** @type {Map<string, number[]>} the same positions, sorted */
  #sorted = new Map();
  #bus;

  /** @param {import("../bus.js").Bus} bus */
  constructor(bus) {
    this.#bus = bus;
  }

  /** Take the positions of a freshly loaded room. @param {import("../types").Room} room */
  take(room) {
    const known = room.members?.every((member) => typeof member.lastReadSeq === "number");
    if (!room.members || !known) this.#rooms.delete(room.roomId);
    else {
      const before = this.#rooms.get(room.roomId);
      const positions = room.members.map((member) => /** @type {[string, number]} */ (
        [member.userId, Math.max(Number(member.lastReadSeq), before?.get(member.userId) ?? 0)]
      ));
      this.#rooms.set(room.roomId, new Map(positions));
    }
    this.#changed(room.roomId);
  }

  /** Somebody read on; positions never move back. @param {string} roomId @param {string} userId @param {number} seq */
  move(roomId, userId, seq) {
    const room = this.#rooms.get(roomId);
    const now = room?.get(userId);
    if (!room || now === undefined || now >= seq) return;
    room.set(userId, seq);
    this.#changed(roomId);
  }

  /** How many have not read this message yet. @param {import("../types").Message} message */
  unread(message) {
    if (message.deletedAt || message.type === "SYSTEM") return 0;
    const room = this.#rooms.get(message.roomId);
    if (!room) return message.unreadCount ?? 0;
    const behind = countBelow(this.#positions(message.roomId, room), message.seq);
    const sender = room.get(message.senderId ?? "") ?? Infinity;
    return behind - (sender < message.seq ? 1 : 0);
  }

  /** @param {string} roomId @param {Map<string, number>} room */
  #positions(roomId, room) {
    let sorted = this.#sorted.get(roomId);
    if (!sorted) this.#sorted.set(roomId, (sorted = [...room.values()].sort((a, b) => a - b)));
    return sorted;
  }

  /** @param {string} roomId */
  #changed(roomId) {
    this.#sorted.delete(roomId);
    this.#bus.tell("reads", roomId);
  }
}

/** How many of the sorted numbers are below a limit. @param {number[]} sorted @param {number} limit */
export function countBelow(sorted, limit) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
