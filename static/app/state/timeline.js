/** The messages of one room that this tab holds: a window without holes, in the order of `seq`. */

/** @typedef {import("../types").Message} Message */

export class Timeline {
  /** @type {Message[]} replaced by a new array with every change */
  messages = [];
  /** @type {Map<number, Message>} */
  #byId = new Map();
  /** Whether this window reaches the beginning, and the end, of what the room shows us. */
  hasMoreBefore = true;
  hasMoreAfter = false;
  loaded = false;
  /** @type {"" | "before" | "after" | "window"} */
  loading = "";
  /** Whether the last page could not be fetched. */
  failed = false;
  /** Reading had come to this seq when the room was opened: the line "read up to here" stands after it. */
  marker = 0;
  /** Every change of the room up to this number is in here. */
  cursor = 0;

  /** @param {number} id */
  get(id) {
    return this.#byId.get(id);
  }

  get first() {
    return this.messages[0];
  }

  get last() {
    return this.messages.at(-1);
  }

  /** The place of the first message at or after a seq. @param {number} seq */
  indexOfSeq(seq) {
    let low = 0;
    let high = this.messages.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.messages[middle].seq < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Start anew with a page. @param {Message[]} page @param {{before: boolean, after: boolean, cursor: number}} edge */
  replace(page, edge) {
    this.messages = page;
    this.#byId = new Map(page.map((message) => [message.messageId, message]));
    this.hasMoreBefore = edge.before;
    this.hasMoreAfter = edge.after;
    this.cursor = edge.cursor;
    this.loaded = true;
  }

  /** @param {Message[]} page oldest first @param {boolean} hasMore */
  prepend(page, hasMore) {
    const fresh = page.filter((message) => !this.#byId.has(message.messageId));
    for (const message of fresh) this.#byId.set(message.messageId, message);
    this.messages = [...fresh, ...this.messages];
    this.hasMoreBefore = hasMore;
  }

  /** @param {Message[]} page oldest first @param {boolean} hasMore */
  append(page, hasMore) {
    const fresh = page.filter((message) => !this.#byId.has(message.messageId));
    for (const message of fresh) this.#byId.set(message.messageId, message);
    this.messages = [...this.messages, ...fresh];
    this.hasMoreAfter = hasMore;
  }

  /**
   * Take in the latest state of a message. What is older than what we hold, or lies outside of the window,
   * is left aside. Says whether anything here changed.
   * @param {Message} message
   */
  apply(message) {
    const known = this.#byId.get(message.messageId);
    if (known ? known.change >= message.change : !this.#belongs(message)) return false;
    this.#byId.set(message.messageId, message);
    const at = this.indexOfSeq(message.seq);
    this.messages = this.messages.toSpliced(at, known ? 1 : 0, message);
    if (known) this.#requote(message);
    return true;
  }

  /** @param {Message} message */
  #belongs(message) {
    if (!this.last) return !this.hasMoreAfter;
    if (message.seq > this.last.seq) return !this.hasMoreAfter;
    return message.seq > this.messages[0].seq || !this.hasMoreBefore;
  }

  /** Quotes of a message follow it when it is edited or deleted. @param {Message} message */
  #requote(message) {
    const quotes = this.messages.filter((one) => one.replyTo?.messageId === message.messageId);
    if (!quotes.length) return;
    const fields = { text: [...message.text].slice(0, 100).join(""), deletedAt: message.deletedAt };
    this.messages = this.messages.slice();
    for (const quote of quotes) {
      const fresh = { ...quote, replyTo: quote.replyTo && { ...quote.replyTo, ...fields } };
      this.#byId.set(quote.messageId, fresh);
      this.messages[this.indexOfSeq(quote.seq)] = fresh;
    }
  }
}
