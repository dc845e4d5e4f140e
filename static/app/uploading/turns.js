/** So many at a time, first come first served. */
export class Turns {
  #free;
  /** @type {(() => void)[]} */
  #queue = [];

  /** @param {number} places */
  constructor(places) {
    this.#free = places;
  }

  /** Wait for a place; returns how to give it back. @returns {Promise<() => void>} */
  async take() {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise((resolve) => this.#queue.push(() => resolve(undefined)));
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const next = this.#queue.shift();
      if (next) next();
      else this.#free += 1;
    };
  }
}
