/** Which files are on their way and how far they are: in this tab, on the disk, and in the other tabs. */

/** @typedef {import("../types").Upload} Upload @typedef {import("../types").Progress} Progress */
/**
 * @typedef {object} Wires
 * @property {typeof import("../db.js").uploadsOnDisk} disk
 * @property {(fileId: string) => void} changed
 * @property {BroadcastChannel | null} channel to the other tabs
 */

export class Book {
  /** @type {Map<string, Upload>} */
  #uploads = new Map();
  /** @type {Map<string, Progress>} */
  #progress = new Map();
  /** @type {Map<string, Blob>} what this tab was given and the disk has not taken, or not yet */
  #bytes = new Map();
  /** @type {Map<string, number>} changes on their way to the disk */
  #saving = new Map();
  /** @type {Set<string>} changed here since the disk was asked last */
  #touched = new Set();
  /** @type {Set<() => void>} */
  #waiters = new Set();
  #wires;
  /** What another tab changed. @type {(upload: Upload | undefined, fileId: string) => void} */
  heard = () => {};

  /** @param {Wires} wires */
  constructor(wires) {
    this.#wires = wires;
    wires.channel?.addEventListener("message", (event) => this.#heard(event.data));
  }

  /** @param {string} fileId */
  get(fileId) {
    return this.#uploads.get(fileId);
  }

  /** All, in the order of choosing. */
  list() {
    return [...this.#uploads.values()].sort((a, b) => a.n - b.n);
  }

  /** @param {string} fileId @returns {Progress} */
  progress(fileId) {
    return this.#progress.get(fileId) ?? { sent: this.get(fileId)?.sent ?? 0, speed: 0, checking: false, waiting: "" };
  }

  /** @param {string} fileId */
  async bytes(fileId) {
    return this.#bytes.get(fileId) ?? (await this.#wires.disk.bytes(fileId).catch(() => undefined));
  }

  /** Whether the disk has not taken its bytes, or not yet. @param {string} fileId */
  onlyHere(fileId) {
    return this.#bytes.has(fileId);
  }

  /** Whether the disk is still taking it in. @param {string} fileId */
  saving(fileId) {
    return this.#saving.has(fileId);
  }

  /** @param {Upload} upload @param {Blob} bytes */
  async add(upload, bytes) {
    const { fileId } = upload;
    this.#bytes.set(fileId, bytes);
    await this.#save(upload, () => this.#wires.disk.add(upload, bytes).then(() => void this.#bytes.delete(fileId)));
  }

  /** @param {string} fileId @param {Partial<Upload>} changes */
  async change(fileId, changes) {
    const upload = this.get(fileId);
    if (!upload) return;
    const changed = { ...upload, ...changes };
    await this.#save(changed, () => this.#wires.disk.put(changed));
  }

  /** @param {string} fileId @param {Partial<Progress>} news */
  move(fileId, news) {
    if (!this.#uploads.has(fileId)) return;
    const progress = { ...this.progress(fileId), ...news };
    this.#progress.set(fileId, progress);
    this.#wires.changed(fileId);
    this.#wires.channel?.postMessage({ moved: fileId, progress });
  }

  /** @param {string} fileId */
  async forget(fileId) {
    this.#remove(fileId);
    this.#wires.channel?.postMessage({ drop: fileId });
    await this.#wires.disk.drop(fileId).catch(() => {});
  }

  /** Take in what the disk has. */
  async reload() {
    const newer = (this.#touched = new Set(this.#saving.keys()));
    const stored = await this.#wires.disk.all().catch(() => null);
    if (!stored) return;
    for (const upload of stored) if (!newer.has(upload.fileId)) this.#set(upload);
    const ids = new Set(stored.map(({ fileId }) => fileId));
    for (const id of this.#uploads.keys()) if (!ids.has(id) && !newer.has(id) && !this.#bytes.has(id)) this.#remove(id);
  }

  /** Resolves once none of them moves by itself any more: arrived, failed, paused or gone. @param {string[]} fileIds */
  settled(fileIds) {
    const moving = () => fileIds.some((id) => {
      const upload = this.get(id);
      return upload && !upload.attachment && !upload.reason && !upload.paused;
    });
    return new Promise((resolve) => {
      const look = () => {
        if (moving()) return;
        this.#waiters.delete(look);
        resolve(undefined);
      };
      this.#waiters.add(look);
      look();
    });
  }

  /** @param {Upload} upload @param {() => Promise<unknown>} write */
  async #save(upload, write) {
    const { fileId } = upload;
    this.#saving.set(fileId, (this.#saving.get(fileId) ?? 0) + 1);
    this.#set(upload);
    await write().catch(() => {}); // no disk, or a full one: it goes all the same, while this tab lives
    const left = /** @type {number} */ (this.#saving.get(fileId)) - 1;
    if (left) this.#saving.set(fileId, left);
    else this.#saving.delete(fileId);
    if (this.#uploads.has(fileId)) this.#wires.channel?.postMessage({ put: upload });
  }

  /** @param {Upload} upload */
  #set(upload) {
    this.#uploads.set(upload.fileId, upload);
    this.#told(upload.fileId);
  }

  /** @param {string} fileId */
  #remove(fileId) {
    this.#uploads.delete(fileId);
    this.#progress.delete(fileId);
    this.#bytes.delete(fileId);
    this.#told(fileId);
  }

  /** @param {string} fileId */
  #told(fileId) {
    this.#touched.add(fileId);
    this.#wires.changed(fileId);
    for (const look of [...this.#waiters]) look();
  }

  /** @param {{put?: Upload, drop?: string, moved?: string, progress?: Progress}} news from another tab */
  #heard({ put, drop, moved, progress }) {
    if (moved && progress && this.#uploads.has(moved)) {
      this.#progress.set(moved, progress);
      this.#wires.changed(moved);
    }
    if (put) this.#set(put);
    if (drop) this.#remove(drop);
    const id = put?.fileId ?? drop;
    if (id) this.heard(put, id);
  }
}
