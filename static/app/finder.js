/** Searching for people while somebody types: waits for a pause, drops late answers, notices the wrong layout. */
import { meantHangul } from "./layout.js";
import { findPeople } from "./org.js";

const PAUSE = 150;

/** @typedef {import("./types").User} User */

export class Finder {
  query = "";
  /** @type {User[] | null} null: not asked yet */
  found = null;
  /** What was probably meant by a query that finds nothing. @type {string | null} */
  meant = null;
  failed = false;
  #timer = 0;
  #round = 0;
  #changed;

  /** @param {() => void} changed called when there is something new to draw */
  constructor(changed) {
    this.#changed = changed;
  }

  /** @param {string} query */
  ask(query) {
    this.query = query.trim();
    clearTimeout(this.#timer);
    this.#round++;
    if (!this.query) {
      this.found = this.meant = null;
      this.failed = false;
      return this.#changed();
    }
    this.#timer = window.setTimeout(() => this.#fetch(this.#round), PAUSE);
  }

  /** @param {number} round */
  async #fetch(round) {
    try {
      const found = await findPeople(this.query);
      if (round !== this.#round) return;
      this.found = found;
      this.failed = false;
    } catch {
      if (round !== this.#round) return;
      this.failed = true;
    }
    this.meant = this.found?.length ? null : meantHangul(this.query);
    this.#changed();
  }
}
