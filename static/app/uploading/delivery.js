/**
 * One file on its way (contract 6): begun or taken up where it stopped, its parts put a few at a time, then joined on
 * the server. The bytes are only ever sliced, never read here: memory stays flat however large the file is.
 */
import { ApiError } from "../api.js";
import { backoff } from "../ids.js";

/** @typedef {import("../types").Upload} Upload @typedef {import("../types").Attachment} Attachment */
/** @typedef {{partNumber: number, arrived?: boolean, etag?: string, url?: string, headers?: Record<string, string>}} Part */
/** @typedef {{uploadId: string, partSize: number, attachmentId?: string | null, parts: Part[]}} Begun */
/**
 * @typedef {object} Server all throw ApiError
 * @property {(upload: Upload) => Promise<Begun>} init
 * @property {(uploadId: string) => Promise<Begun>} state
 * @property {(uploadId: string, parts: {partNumber: number, etag: string}[]) => Promise<Attachment>} complete
 * @property {(part: any, body: Blob, signal: AbortSignal, progress: (sent: number) => void) => Promise<string | null>} put
 */

const AT_ONCE = 3;
const TRIES = 4;
/** The address has expired, or the upload is joined or given up already: the server knows. */
const ASK = [403, 404, 409];
/** Worth one more attempt: parts are missing, or the upload is no more. */
const AGAIN = [400, 404, 409];

export class Delivery {
  #stop = new AbortController();
  #uploadId = "";
  #joined = false;
  /** @type {Map<number, Part>} */
  #parts = new Map();
  /** @type {Map<number, number>} bytes of each part that have left */
  #sent = new Map();
  #partSize = 1;
  /** @type {Promise<void> | null} */
  #asking = null;
  #upload;
  #blob;
  #server;
  #turns;
  #told;

  /**
   * @param {Upload} upload @param {Blob} blob @param {Server} server @param {import("./turns.js").Turns} turns shared by all files
   * @param {{begun: (uploadId: string) => Promise<void>, sent: (bytes: number, whole: boolean) => void}} told
   */
  constructor(upload, blob, server, turns, told) {
    this.#upload = upload;
    this.#blob = blob;
    this.#server = server;
    this.#turns = turns;
    this.#told = told;
  }

  stop() {
    this.#stop.abort();
  }

  get stopped() {
    return this.#stop.signal.aborted;
  }

  /** @returns {Promise<Attachment>} */
  async run() {
    try {
      return await this.#attempt(this.#upload.uploadId);
    } catch (error) {
      const { status } = /** @type {ApiError} */ (error);
      if (this.stopped || !this.#uploadId || !AGAIN.includes(status)) throw error;
      return this.#attempt(status === 400 ? this.#uploadId : undefined); // parts got lost, or the upload did
    }
  }

  /** @param {string | undefined} known */
  async #attempt(known) {
    await this.#begin(known);
    if (this.#joined) return this.#server.complete(this.#uploadId, []);
    await this.#putAll();
    this.#told.sent(this.#upload.size, true);
    return this.#server.complete(this.#uploadId, await this.#named());
  }

  /** @param {string | undefined} known @returns {Promise<void>} */
  async #begin(known) {
    this.#uploadId = known ?? "";
    let begun;
    try {
      begun = known ? await this.#server.state(known) : await this.#server.init(this.#upload);
    } catch (error) {
      if (known && /** @type {ApiError} */ (error).status === 404) return this.#begin(undefined); // thrown away meanwhile
      throw error;
    }
    this.#take(begun);
    if (!known) await this.#told.begun(begun.uploadId);
  }

  /** @param {Begun} begun */
  #take({ uploadId, partSize, attachmentId, parts }) {
    this.#uploadId = uploadId;
    this.#partSize = partSize;
    this.#joined = Boolean(attachmentId);
    this.#parts = new Map(parts.map((part) => [part.partNumber, part]));
    this.#sent = new Map(parts.filter(({ arrived }) => arrived).map(({ partNumber }) => [partNumber, this.#slice(partNumber).size]));
    this.#tell();
  }

  async #putAll() {
    const waiting = [...this.#parts.values()].filter(({ arrived }) => !arrived).map(({ partNumber }) => partNumber);
    const worker = async () => {
      for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) await this.#put(number);
    };
    const stopAll = (/** @type {unknown} */ error) => {
      waiting.length = 0;
      throw error;
    };
    const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => worker().catch(stopAll)));
    for (const end of ended) if (end.status === "rejected") throw end.reason;
  }

  /** @param {number} number */
  async #put(number) {
    for (let tries = 0; !this.#parts.get(number)?.arrived && !this.#joined; tries++) {
      const release = await this.#turns.take();
      try {
        await this.#once(number);
      } catch (error) {
        const refusal = /** @type {ApiError} */ (error);
        this.#sent.delete(number);
        this.#tell();
        if (this.stopped || tries >= TRIES || !(refusal.passing || ASK.includes(refusal.status))) throw error;
        release();
        await rest(Math.max(refusal.wait, backoff(tries)));
        if (this.stopped) throw error;
        if (ASK.includes(refusal.status)) await this.#ask();
      } finally {
        release();
      }
    }
  }

  /** @param {number} number */
  async #once(number) {
    if (this.stopped) throw new ApiError(0, "STOPPED", "");
    const part = /** @type {Part} */ (this.#parts.get(number));
    const body = this.#slice(number);
    await readable(body);
    const etag = await this.#server.put(part, body, this.#stop.signal, (bytes) => {
      this.#sent.set(number, Math.min(bytes, body.size));
      this.#tell();
    });
    this.#sent.set(number, body.size);
    this.#parts.set(number, { ...part, arrived: true, etag: etag ?? undefined });
    this.#tell();
  }

  /** What the server has, and new addresses; once for all parts that want to know. */
  #ask() {
    this.#asking ??= this.#server.state(this.#uploadId).then((begun) => this.#take(begun)).finally(() => { this.#asking = null; });
    return this.#asking;
  }

  /** The parts by their etags; those that another origin hid are asked for. */
  async #named() {
    if ([...this.#parts.values()].some(({ etag }) => !etag)) {
      for (const part of (await this.#server.state(this.#uploadId)).parts) {
        const known = this.#parts.get(part.partNumber);
        if (known && !known.etag) this.#parts.set(part.partNumber, { ...known, etag: part.etag });
      }
    }
    return [...this.#parts.values()].map(({ partNumber, etag }) => ({ partNumber, etag: etag || "-" }));
  }

  /** @param {number} number */
  #slice(number) {
    return this.#blob.slice((number - 1) * this.#partSize, number * this.#partSize);
  }

  #tell() {
    let bytes = 0;
    for (const n of this.#sent.values()) bytes += n;
    this.#told.sent(bytes, false);
  }
}

/** A file that was moved or changed since it was chosen cannot be read; the network would only say "failed". @param {Blob} slice */
async function readable(slice) {
  try {
    await slice.slice(0, 1).arrayBuffer();
  } catch {
    throw new ApiError(400, "UNREADABLE", "");
  }
}

/** @param {number} time */
const rest = (time) => new Promise((resolve) => setTimeout(resolve, time));
