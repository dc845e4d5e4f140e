/** Short notes at the bottom of the window, one action each. */

const SHOWN = 5000;

export class Toasts {
  /** @type {import("../types").Toast[]} */
  list = [];
  #next = 1;
  #bus;

  /** @param {import("../bus.js").Bus} bus */
  constructor(bus) {
    this.#bus = bus;
  }

  /**
   * Show a note for a while. With `then`, that runs when the note goes without its action having been used.
   * @param {string} text @param {{label: string, run: () => void}} [action]
   * @param {{kind?: "info" | "error", then?: () => void, shown?: number}} [options]
   */
  add(text, action, { kind = "info", then, shown = SHOWN } = {}) {
    const id = this.#next++;
    const timer = setTimeout(() => {
      this.close(id);
      then?.();
    }, shown);
    const run = () => {
      clearTimeout(timer);
      this.close(id);
      action?.run();
    };
    const toast = { id, text, kind, action: action && { label: action.label, run } };
    this.list = [...this.list.slice(-2), toast];
    this.#bus.tell("toasts");
  }

  /** @param {number} id */
  close(id) {
    this.list = this.list.filter((toast) => toast.id !== id);
    this.#bus.tell("toasts");
  }
}
