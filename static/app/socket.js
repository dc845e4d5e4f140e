/** The one WebSocket of this tab (contract 10): comes back by itself, answers by `ref`, notices a dead line. */
import { ApiError } from "./api.js";
import { backoff } from "./ids.js";

/** @typedef {import("./types").Frame} Frame */

const STATUS = /** @type {Record<string, number>} */ ({
  INVALID_ARGUMENT: 400, UNAUTHENTICATED: 401, FORBIDDEN: 403, NOT_FOUND: 404, CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413, RATE_LIMITED: 429, INTERNAL: 500, UNAVAILABLE: 503,
});
const ANSWER_WITHIN = 10_000;
const PING_AFTER = 25_000;
const DEAD_AFTER = 60_000; // HEADS alone comes every 20 s
const CROWDED = 10_000;

export class Socket {
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {Map<number, {resolve: (data: any) => void, reject: (error: ApiError) => void, timer: number}>} */
  #asked = new Map();
  #ref = 0;
  #tries = 0;
  #timer = 0;
  #heardAt = 0;
  /** Since when there is no line; 0 while there is one. */
  downSince = Date.now();
  #onframe;
  #onstate;

  /**
   * @param {(frame: Frame) => void} onframe
   * @param {(state: import("./types").Connection, wasOpen: boolean) => void} onstate
   */
  constructor(onframe, onstate) {
    this.#onframe = onframe;
    this.#onstate = onstate;
  }

  start() {
    addEventListener("offline", () => {
      this.#socket?.close();
      this.#onstate("offline", false);
    });
    addEventListener("online", () => this.#connect());
    document.addEventListener("visibilitychange", () => document.hidden || this.#connect());
    setInterval(() => this.#watch(), PING_AFTER);
    this.#connect();
  }

  get open() {
    return this.#socket?.readyState === WebSocket.OPEN && !this.downSince;
  }

  /** Send and forget; says whether there was a line. @param {string} op @param {object} [data] */
  tell(op, data = {}) {
    if (!this.open) return false;
    this.#socket?.send(JSON.stringify({ op, data }));
    return true;
  }

  /** Send and wait for the answer. Rejects with ApiError. @param {string} op @param {object} data @returns {Promise<any>} */
  ask(op, data) {
    return new Promise((resolve, reject) => {
      if (!this.open) return reject(new ApiError(0, "NETWORK", ""));
      const ref = ++this.#ref;
      const timer = window.setTimeout(() => this.#settle(ref, new ApiError(0, "NETWORK", "")), ANSWER_WITHIN);
      this.#asked.set(ref, { resolve, reject, timer });
      this.#socket?.send(JSON.stringify({ op, ref, data }));
    });
  }

  #connect() {
    clearTimeout(this.#timer);
    const state = this.#socket?.readyState;
    if (state === WebSocket.OPEN || state === WebSocket.CONNECTING) return;
    if (this.#tries) this.#onstate(navigator.onLine ? "reconnecting" : "offline", false);
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/v1`);
    this.#socket = socket;
    socket.onmessage = (event) => this.#heard(JSON.parse(event.data));
    socket.onclose = (event) => {
      if (socket === this.#socket) this.#closed(event.code);
    };
  }

  /** @param {Frame} frame */
  #heard(frame) {
    this.#heardAt = Date.now();
    if (frame.event === "HELLO") {
      this.downSince = 0;
      this.#tries = 0;
    }
    const ref = Number(frame.ref);
    if (frame.event === "ACK") return this.#settle(ref, null, frame.data);
    if (frame.event === "ERROR") return this.#refused(ref, frame.data);
    this.#onframe(frame);
  }

  /** Too many frames: it does not say which one was dropped, so all that wait are asked again later. @param {number} ref @param {any} data */
  #refused(ref, { code, message, details }) {
    const error = new ApiError(STATUS[code] ?? 500, code, message, details);
    const concerned = this.#asked.has(ref) ? [ref] : code === "RATE_LIMITED" ? [...this.#asked.keys()] : [];
    for (const one of concerned) this.#settle(one, error);
  }

  /** @param {number} ref @param {ApiError | null} error @param {any} [data] */
  #settle(ref, error, data) {
    const asked = this.#asked.get(ref);
    if (!asked) return;
    this.#asked.delete(ref);
    clearTimeout(asked.timer);
    if (error) asked.reject(error);
    else asked.resolve(data);
  }

  /** @param {number} code */
  #closed(code) {
    const wasOpen = !this.downSince;
    this.#socket = null;
    this.downSince ||= Date.now();
    for (const ref of [...this.#asked.keys()]) this.#settle(ref, new ApiError(0, "NETWORK", ""));
    if (code === 4401) return this.#onstate("ended", wasOpen);
    this.#onstate(navigator.onLine ? "reconnecting" : "offline", wasOpen);
    // 4408 (too slow) and 1012 (restart) come back at once; a fresh count gives 0.2 to 0.4 s.
    if (code === 4408 || code === 1012) this.#tries = 0;
    const wait = backoff(this.#tries++) + (code === 4429 || code === 4403 ? CROWDED : 0);
    this.#timer = window.setTimeout(() => this.#connect(), wait);
  }

  #watch() {
    if (!this.open) return;
    if (Date.now() - this.#heardAt > DEAD_AFTER) this.#drop();
    else this.tell("ping");
  }

  /** A line that says nothing any more may take minutes to close; do not wait for that. */
  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#closed(1006);
  }
}
