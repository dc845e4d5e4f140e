/** Everybody we have heard of. Who is missing is fetched together with the others that are missing. */
import { api } from "../api.js";

/** @typedef {import("../types").User} User */

const MOST = 100;
const STALE = "offline";

export class People {
  /** @type {Map<string, User | null>} null: asked for and unknown */
  #users = new Map();
  /** @type {Map<string, import("../types").Status>} */
  #status = new Map();
  /** @type {Set<string>} */
  #wanted = new Set();
  #timer = 0;
  #bus;

  /** @param {import("../bus.js").Bus} bus @param {User[]} users */
  constructor(bus, users) {
    this.#bus = bus;
    for (const user of users) this.#users.set(user.userId, user);
  }

  /** A person, or undefined while (or after) asking for them; topic `people` tells. @param {string | null} id */
  get(id) {
    if (!id) return undefined;
    const user = this.#users.get(id);
    if (user === undefined) this.#want(id);
    return user ?? undefined;
  }

  /** The address of somebody's photo as far as it is known: an empty one for who has none. @param {string} id */
  photo(id) {
    const user = this.#users.get(id);
    return user ? user.photoUrl ?? "" : undefined;
  }

  /** Everybody known so far. */
  all() {
    return [...this.#users.values()].filter((user) => user !== null);
  }

  /** @param {User[]} users */
  put(users) {
    for (const user of users) this.#users.set(user.userId, user);
    if (users.length) this.#bus.tell("people");
  }

  /** @param {string} id @returns {import("../types").Status} */
  status(id) {
    return this.#status.get(id) ?? STALE;
  }

  /** @param {string} id @param {import("../types").Status} status */
  setStatus(id, status) {
    this.#status.set(id, status);
    this.#bus.tell("presence", id);
  }

  /** Ask who is there now: at the start and after every gap. */
  async refreshPresence() {
    const { results } = await api.get("/presence");
    this.#status = new Map(results.map((/** @type {any} */ one) => [one.userId, one.status]));
    this.#bus.tell("presence");
  }

  /** @param {string} id */
  #want(id) {
    this.#wanted.add(id);
    this.#timer ||= window.setTimeout(() => this.#fetch(), 20);
  }

  async #fetch() {
    this.#timer = 0;
    const ids = [...this.#wanted].slice(0, MOST);
    for (const id of ids) this.#wanted.delete(id);
    try {
      const { results } = await api.get(`/users?ids=${ids.join(",")}&limit=${MOST}`);
      for (const id of ids) if (!this.#users.has(id)) this.#users.set(id, null);
      this.put(results);
    } catch {
      // Whoever draws the name again asks again.
    }
    if (this.#wanted.size) this.#timer ||= window.setTimeout(() => this.#fetch(), 20);
  }
}
