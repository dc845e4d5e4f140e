/** Files one can leaf through, in the order in which they are shown. */
import { api } from "./api.js";

/** @typedef {import("./types").Attachment} Attachment */

const PAGE = 100;
/** How far back a picture of a conversation is looked for among the room's; beyond, its own message is the album. */
const PAGES = 10;

export class Album {
  /** @type {Attachment[]} */
  files;
  at;
  #more;
  /** What was asked for before; one thing after another, however fast the keys are. @type {Promise<unknown>} */
  #before = Promise.resolve();

  /**
   * @param {Attachment[]} files @param {Attachment} current
   * @param {() => Promise<Attachment[]>} [more] the whole list once it has grown at its far end; unchanged: that was all
   */
  constructor(files, current, more) {
    this.files = files;
    this.at = Math.max(0, this.#place(current));
    this.#more = more;
  }

  get current() {
    return this.files[this.at];
  }

  /** @param {Attachment} file */
  #place(file) {
    return this.files.findIndex(({ attachmentId }) => attachmentId === file.attachmentId);
  }

  /** @param {-1 | 1} by */
  has(by) {
    return Boolean(this.files[this.at + by]) || this.#grows(by);
  }

  /** @param {-1 | 1} by */
  #grows(by) {
    return by === this.far && Boolean(this.#more);
  }

  /** The end at which more may lie: the last, unless an album knows better. @returns {-1 | 1} */
  get far() {
    return 1;
  }

  /** Turn to the neighbour; says whether there is one. @param {-1 | 1} by */
  turn(by) {
    return this.after(() => this.#turn(by));
  }

  /** Do something once everything before it is done. @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  after(work) {
    const done = this.#before.then(work);
    this.#before = done.catch(() => {});
    return done;
  }

  /** @param {-1 | 1} by */
  async #turn(by) {
    if (!this.files[this.at + by] && this.#grows(by)) await this.#grow();
    if (!this.files[this.at + by]) return false;
    this.at += by;
    return true;
  }

  async #grow() {
    const { current, files: { length } } = this;
    this.take((await this.#more?.()) ?? this.files, current);
    if (this.files.length === length) this.end();
  }

  /** There is no more. */
  end() {
    this.#more = undefined;
  }

  /** Other files, the same one in sight. @param {Attachment[]} files @param {Attachment} current */
  take(files, current) {
    this.files = files;
    this.at = Math.max(0, this.#place(current));
  }

  /** What was found out about a file meanwhile. @param {string} id @param {Partial<Attachment>} news */
  patch(id, news) {
    this.files = this.files.map((file) => (file.attachmentId === id ? { ...file, ...news } : file));
  }
}

/** The pictures of a room as a conversation has them: older ones to the left. */
export class RoomAlbum extends Album {
  /** @type {Attachment[]} as the server lists them: newest message first */
  #listed = [];
  /** @type {string | null} */
  #cursor = "";
  #roomId;

  /** @param {Attachment[]} own the pictures of the message @param {Attachment} current */
  constructor(own, current) {
    super(own, current, () => this.#older());
    this.#roomId = current.roomId;
  }

  /** @returns {-1 | 1} */
  get far() {
    return -1;
  }

  async #older() {
    if (this.#cursor === null) return this.files;
    const query = this.#cursor ? `&cursor=${encodeURIComponent(this.#cursor)}` : "";
    const { results, next } = await api.get(`/rooms/${this.#roomId}/files?kind=image&limit=${PAGE}${query}`);
    this.#cursor = next;
    if (next === null) this.end();
    this.#listed.push(...results);
    return this.#listed.toSorted((a, b) => (a.messageId ?? 0) - (b.messageId ?? 0)); // stable: a message's own order stays
  }

  /** Find the neighbours of the picture that is shown. */
  load() {
    return this.after(() => this.#find());
  }

  async #find() {
    const shown = this.current;
    for (let page = 0; page < PAGES && this.#cursor !== null; page++) {
      const files = await this.#older();
      if (!files.some(({ attachmentId }) => attachmentId === shown.attachmentId)) continue;
      return this.take(files, this.current);
    }
  }
}
