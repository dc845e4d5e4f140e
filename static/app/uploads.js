/**
 * Files on their way. Each is written to this device with its bytes before the first one leaves, and taken up again
 * after a reload, a crash or a night offline from what the server has. One tab at a time sends (Web Locks); the others
 * see how far it is.
 */
import { backoff, uuid } from "./ids.js";
import { Book } from "./uploading/book.js";
import { Delivery } from "./uploading/delivery.js";
import { Speed } from "./uploading/speed.js";
import { Turns } from "./uploading/turns.js";

/** @typedef {import("./types").Upload} Upload @typedef {import("./api.js").ApiError} ApiError */
/** @typedef {{delivery: Delivery | null, ended: Promise<void>}} Run */
/**
 * @typedef {object} Roads
 * @property {import("./uploading/delivery.js").Server & {cancel: (uploadId: string) => Promise<unknown>}} server
 * @property {(error: ApiError) => string} words why it failed, for people
 * @property {(work: () => Promise<void>) => Promise<void>} exclusively
 */
/** @typedef {Roads & import("./uploading/book.js").Wires} Wires */

const FILES = 2;
/** One more than a file takes, so that a small one need not wait for a large one's part. */
const PARTS = 4;
/** Listeners hear of progress so often at most, in milliseconds. */
const TELL = 200;

export class Uploads {
  /** @type {Map<string, Run>} */
  #running = new Map();
  #turns = new Turns(PARTS);
  #holding = false;
  #asked = false;
  #tries = 0;
  #timer = 0;
  #n = 0;
  #wires;
  #book;

  /** @param {Wires} wires */
  constructor(wires) {
    this.#wires = wires;
    this.#book = new Book(wires);
    this.#book.heard = (upload, fileId) => this.#heard(upload, fileId);
    /** Resolves when what the last visit left is known. */
    this.restored = this.#book.reload().then(() => void this.flush());
  }

  /** @param {string} fileId */
  get(fileId) {
    return this.#book.get(fileId);
  }

  all() {
    return this.#book.list();
  }

  /** Those of a room, in the order of choosing. @param {string} roomId */
  in(roomId) {
    return this.#book.list().filter((upload) => upload.roomId === roomId);
  }

  /** @param {string} fileId */
  progress(fileId) {
    return this.#book.progress(fileId);
  }

  /** @param {string} fileId */
  bytes(fileId) {
    return this.#book.bytes(fileId);
  }

  /** Resolves once none of them moves by itself any more: arrived, failed, paused or gone. @param {string[]} fileIds */
  settled(fileIds) {
    return this.#book.settled(fileIds);
  }

  /** Whether something would be lost with this tab: not on the disk, and not on the server. */
  get fragile() {
    return this.#book.list().some(({ fileId, attachment }) => !attachment && this.#book.onlyHere(fileId));
  }

  /** @param {string} roomId @param {Blob} bytes @param {string} name */
  async add(roomId, bytes, name) {
    this.#n = Math.max(this.#n + 1, Date.now());
    const upload = { fileId: uuid(), roomId, name: name.normalize("NFC"), size: bytes.size, mime: bytes.type, n: this.#n };
    await this.#book.add(upload, bytes);
    this.flush();
    return upload.fileId;
  }

  /** @param {string} fileId */
  pause(fileId) {
    this.#stop(fileId);
    return this.#book.change(fileId, { paused: true, sent: this.progress(fileId).sent });
  }

  /** Go on with a paused one, or try a failed one again. @param {string} fileId */
  async resume(fileId) {
    await this.#book.change(fileId, { paused: undefined, reason: undefined });
    this.wake();
  }

  /** Give up: nothing is left here, nor on the server. @param {string} fileId */
  async cancel(fileId) {
    const running = this.#running.get(fileId)?.ended;
    const uploadId = this.get(fileId)?.uploadId;
    await Promise.all([this.forget(fileId), running]);
    if (uploadId) await this.#wires.server.cancel(uploadId).catch(() => {}); // the server collects it in the end
  }

  /** It hangs on a message now. @param {string} fileId */
  forget(fileId) {
    this.#stop(fileId);
    return this.#book.forget(fileId);
  }

  /** The scanner has spoken before it was sent. @param {string} attachmentId @param {Partial<import("./types").Attachment>} news */
  async judged(attachmentId, news) {
    const upload = this.#book.list().find(({ attachment }) => attachment?.attachmentId === attachmentId);
    if (upload?.attachment) await this.#book.change(upload.fileId, { attachment: { ...upload.attachment, ...news } });
  }

  /** The line is back, or somebody wants it now. */
  wake() {
    this.#tries = 0;
    this.flush();
  }

  /** Send what can be sent, unless another tab is at it; then this one waits for its turn. */
  flush() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (this.#holding) return this.#start();
    if (this.#asked || !this.#next()) return undefined;
    this.#asked = true;
    return this.#wires.exclusively(async () => {
      this.#asked = false;
      this.#holding = true;
      try {
        await this.#book.reload();
        this.#start();
        while (this.#running.size) await Promise.all([...this.#running.values()].map(({ ended }) => ended));
      } finally {
        this.#holding = false;
      }
    });
  }

  #start() {
    for (let upload = this.#next(); upload && this.#running.size < FILES; upload = this.#next()) {
      const { fileId } = upload;
      const run = /** @type {Run} */ ({ delivery: null, ended: Promise.resolve() });
      this.#running.set(fileId, run);
      run.ended = this.#deliver(upload, run).finally(() => {
        this.#running.delete(fileId);
        if (this.#holding && !this.#timer) this.#start();
      });
    }
  }

  #next() {
    return this.#book.list().find(({ fileId, attachment, reason, paused }) =>
      !attachment && !reason && !paused && !this.#running.has(fileId) && !this.#book.saving(fileId));
  }

  /** @param {Upload} upload @param {Run} run */
  async #deliver(upload, run) {
    const { fileId } = upload;
    try {
      const bytes = await this.bytes(fileId);
      if (!bytes) throw Object.assign(new Error(), { status: 400, code: "UNREADABLE" });
      run.delivery = new Delivery(upload, bytes, this.#wires.server, this.#turns, this.#listener(fileId));
      if (this.get(fileId)?.paused !== undefined || !this.get(fileId)) return;
      const attachment = await run.delivery.run();
      this.#tries = 0;
      await this.#book.change(fileId, { attachment });
    } catch (error) {
      if (!run.delivery?.stopped) await this.#failed(fileId, /** @type {ApiError} */ (error));
    }
  }

  /** @param {string} fileId @param {ApiError} error */
  async #failed(fileId, error) {
    if (!error.passing) return this.#book.change(fileId, { reason: this.#wires.words(error) });
    this.#book.move(fileId, { speed: 0, checking: false, waiting: error.status ? this.#wires.words(error) : "" });
    clearTimeout(this.#timer);
    this.#timer = Number(setTimeout(() => this.flush(), Math.max(error.wait, backoff(this.#tries++))));
  }

  /** @param {string} fileId */
  #stop(fileId) {
    this.#running.get(fileId)?.delivery?.stop();
  }

  /** @param {string} fileId */
  #listener(fileId) {
    const speed = new Speed();
    let told = 0;
    return {
      begun: (/** @type {string} */ uploadId) => this.#book.change(fileId, { uploadId }),
      sent: (/** @type {number} */ sent, /** @type {boolean} */ checking) => {
        const now = performance.now();
        speed.take(sent, now);
        if (now - told < TELL && !checking) return;
        told = now;
        this.#book.move(fileId, { sent, checking, speed: speed.rate, waiting: "" });
      },
    };
  }

  /** @param {Upload | undefined} upload @param {string} fileId */
  #heard(upload, fileId) {
    if (!upload || upload.paused) this.#stop(fileId);
    else this.flush(); // or be the next, should the other tab die
  }
}
