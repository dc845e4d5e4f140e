/** How fast bytes go, over the last few seconds. */
const WINDOW = 5000;
/** Before that there is nothing to say. */
const LEAST = 400;

export class Speed {
  /** @type {[number, number][]} when, how many bytes until then */
  #samples = [];

  /** @param {number} sent @param {number} [now] milliseconds */
  take(sent, now = performance.now()) {
    const last = this.#samples.at(-1);
    if (last && sent < last[1]) this.#samples = []; // a part begins again
    this.#samples.push([now, sent]);
    while (this.#samples.length > 2 && now - this.#samples[0][0] > WINDOW) this.#samples.shift();
  }

  /** Bytes a second; 0 while that is not known. */
  get rate() {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (!first || !last || last[0] - first[0] < LEAST) return 0;
    return Math.max(0, (last[1] - first[1]) / (last[0] - first[0])) * 1000;
  }
}
