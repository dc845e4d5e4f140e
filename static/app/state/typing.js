/** Who is writing where; a person who falls silent drops out by themselves. */

const SILENT = 5000;

export class Typing {
  /** @type {Map<string, Map<string, number>>} room -> person -> timer */
  #rooms = new Map();
  #bus;

  /** @param {import("../bus.js").Bus} bus */
  constructor(bus) {
    this.#bus = bus;
  }

  /** @param {string} roomId @returns {string[]} */
  in(roomId) {
    return [...(this.#rooms.get(roomId)?.keys() ?? [])];
  }

  /** @param {string} roomId @param {string} userId */
  heard(roomId, userId) {
    const room = this.#rooms.get(roomId) ?? new Map();
    this.#rooms.set(roomId, room);
    clearTimeout(room.get(userId));
    room.set(userId, setTimeout(() => this.stop(roomId, userId), SILENT));
    this.#bus.tell("typing", roomId);
  }

  /** @param {string} roomId @param {string | null} userId */
  stop(roomId, userId) {
    const room = this.#rooms.get(roomId);
    const timer = room?.get(userId ?? "");
    if (!room || timer === undefined) return;
    clearTimeout(timer);
    room.delete(userId ?? "");
    this.#bus.tell("typing", roomId);
  }
}
