/** The hits of a search, page by page: late answers are dropped, an answer is never asked for twice at once. */
import { api } from "./api.js";
import { since } from "./periods.js";
import { isEnough } from "./search-address.js";

/** @typedef {import("./search-address.js").Asked} Asked @typedef {import("./search-text.js").Place} Place */
/** @typedef {import("./types").Message} Message @typedef {import("./types").Attachment} Attachment */
/**
 * @typedef {object} Hit
 * @property {"message" | "file" | "user" | "room"} type
 * @property {Message} [message] @property {Attachment} [file] @property {import("./types").User} [user] @property {import("./types").Room} [room]
 * @property {string} [roomId] @property {string} [senderId] @property {string} [sentAt] of a file's message
 * @property {Place[]} highlights in the text of the message, the file's name, the person's or the room's
 * @property {{text: string, highlights: Place[]} | null} [snippet] of what is written in a file
 */

const PAUSE = 250;
const PAGE = 20;

/** What tells hits apart. @param {Hit} hit */
export function keyOf(hit) {
  const id = hit.message?.messageId ?? hit.file?.attachmentId ?? hit.user?.userId ?? hit.room?.roomId;
  return `${hit.type} ${id}`;
}

export class SearchList {
  /** @type {Hit[]} */
  hits = [];
  /** What was looked for as well, because the keyboard may have stood on the other language. @type {string[]} */
  alsoTried = [];
  busy = false;
  /** Why the last page did not come. @type {import("./api.js").ApiError | null} */
  failed = null;
  /** Whether some of what could be found is missing, for the index is still being made. */
  partial = false;
  /** Whether hits of this question, and not of an older one, are shown. */
  fresh = false;
  /** @type {Asked | null} */
  #asked = null;
  /** Where the next page starts; null: this was all. @type {string | null} */
  #next = null;
  #timer = 0;
  #changed;
  #size;

  /** @param {() => void} changed is told whenever there is something new to draw @param {number} [size] hits a page */
  constructor(changed, size = PAGE) {
    this.#changed = changed;
    this.#size = size;
  }

  /** Whether there is no more. */
  get done() {
    return this.#next === null;
  }

  /** Ask anew; what was found before stays until the answer is there. @param {Asked} asked @param {boolean} [typing] wait for a pause */
  ask(asked, typing = false) {
    this.#asked = asked;
    this.fresh = false;
    clearTimeout(this.#timer);
    if (!isEnough(asked.q)) return this.#clear();
    this.busy = true;
    this.#timer = window.setTimeout(() => this.#page(asked, ""), typing ? PAUSE : 0);
    return this.#changed();
  }

  /** The next page. */
  async more() {
    if (this.busy || this.#next === null || !this.#asked || !this.fresh) return;
    await this.#page(this.#asked, this.#next);
  }

  /** Once more what failed. */
  async retry() {
    if (!this.#asked || this.busy) return;
    await this.#page(this.#asked, this.fresh ? this.#next ?? "" : "");
  }

  /** Keep only some of them. @param {(hit: Hit) => boolean} stays */
  keep(stays) {
    if (!this.hits.every(stays)) this.hits = this.hits.filter(stays);
  }

  #clear() {
    Object.assign(this, { hits: [], alsoTried: [], busy: false, failed: null, partial: false });
    this.#next = null;
    this.#changed();
  }

  /** @param {Asked} asked @param {string} cursor */
  async #page(asked, cursor) {
    this.busy = true;
    this.failed = null;
    this.#changed();
    try {
      const answer = await api.get(`/search?${request(asked, cursor, this.#size)}`);
      if (asked !== this.#asked) return;
      const known = new Set(cursor ? this.hits.map(keyOf) : []);
      const found = /** @type {Hit[]} */ (answer.results).filter((hit) => !known.has(keyOf(hit)));
      this.hits = cursor ? [...this.hits, ...found] : found;
      this.alsoTried = cursor ? [...new Set([...this.alsoTried, ...(answer.alsoTried ?? [])])] : answer.alsoTried ?? [];
      this.partial = Boolean(answer.partial);
      this.#next = answer.next ?? null;
      this.fresh = true;
    } catch (error) {
      if (asked !== this.#asked) return;
      this.failed = /** @type {import("./api.js").ApiError} */ (error);
      if (!cursor) this.hits = [];
    } finally {
      if (asked === this.#asked) this.busy = false;
      this.#changed();
    }
  }
}

/** @param {Asked} asked @param {string} cursor @param {number} limit */
function request(asked, cursor, limit) {
  const { q, kind, roomId, senderId, period } = asked;
  const [from, to] = period === "own" ? [asked.from, asked.to] : [since(period), ""];
  const flag = (/** @type {boolean} */ on) => (on ? "1" : "");
  const given = {
    q, type: kind, roomId, senderId, from, to, hasFile: flag(asked.hasFile), hasLink: flag(asked.hasLink),
    mentionsMe: flag(asked.mentionsMe), loose: flag(asked.loose), order: asked.best ? "best" : "newest",
    cursor, limit: String(limit),
  };
  return new URLSearchParams(Object.entries(given).filter(([, value]) => value));
}
