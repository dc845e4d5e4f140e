/**
 * Drafts of my other devices. This device is the first home of what is typed here: nothing waits for the network, and
 * nothing that is being typed is ever replaced. The server keeps one text a room and refuses to write over one that this
 * device has not seen; both are kept then, and the other one is offered.
 */
import { ApiError, api } from "../api.js";
import { draftOf, draftRooms, saveDraft } from "../drafts.js";
import { gettext } from "../i18n.js";
import { store } from "../store.js";

/** @typedef {import("../types").Draft} Draft */
/** @typedef {{roomId: string, text: string, replyTo: import("../types").ReplyTo | null, version: number}} Kept what the server has */

const PAUSE = 1500;

class DraftSync {
  watching = false;
  /** What the server has, as far as we know. @type {Map<string, Kept>} */
  #kept = new Map();
  /** Rooms whose text the server does not have yet. @type {Map<string, number>} */
  #waiting = new Map();
  /** Versions that were offered already. @type {Set<string>} */
  #offered = new Set();
  /** Half a syllable stands in the field: nobody touches it. */
  #composing = false;

  /** Begin to listen, and fetch what there is. */
  async watch() {
    if (this.watching) return;
    this.watching = true;
    store.on("draft-saved", (roomId) => this.#soon(roomId, PAUSE));
    store.on("draft", (kept) => this.#heard(kept));
    store.on("connection", () => store.connection === "online" && this.#again());
    for (const [name, composing] of /** @type {const} */ ([["compositionstart", true], ["compositionend", false]])) {
      document.addEventListener(name, () => { this.#composing = composing; });
    }
    await this.#fetch();
    for (const roomId of draftRooms()) this.#soon(roomId, 0);
  }

  async #fetch() {
    const { results } = await api.get("/drafts");
    for (const kept of results) this.#heard(kept);
  }

  #again() {
    for (const roomId of this.#waiting.keys()) this.#soon(roomId, 0);
    this.#fetch().catch(() => {});
  }

  /** @param {string} roomId @param {number} pause */
  #soon(roomId, pause) {
    clearTimeout(this.#waiting.get(roomId));
    const there = this.#kept.get(roomId)?.text ?? "";
    const text = draftOf(roomId)?.text ?? "";
    if (text === there) return void this.#waiting.delete(roomId); // written and sent before the server heard of it
    this.#waiting.set(roomId, window.setTimeout(() => this.#put(roomId), text ? pause : 0));
  }

  /** @param {string} roomId */
  async #put(roomId) {
    const { text = "", replyTo = null } = draftOf(roomId) ?? {};
    try {
      const version = this.#kept.get(roomId)?.version ?? 0;
      const kept = await api.put(`/rooms/${roomId}/draft`, { text, replyTo: replyTo?.messageId ?? null, version });
      this.#kept.set(roomId, kept);
      if ((draftOf(roomId)?.text ?? "") === text) this.#waiting.delete(roomId);
    } catch (error) {
      const { status, details, passing } = /** @type {ApiError} */ (error);
      if (status === 409 && details.draft) this.#moved(details.draft);
      else if (!passing) this.#waiting.delete(roomId); // not my room any more, or too long
    }
  }

  /** Another device of mine wrote, or this one. @param {Kept} kept */
  #heard(kept) {
    const known = this.#kept.get(kept.roomId);
    if (known && known.version >= kept.version) return;
    const mine = draftOf(kept.roomId)?.text ?? "";
    if (mine === kept.text) {
      this.#kept.set(kept.roomId, kept);
      this.#waiting.delete(kept.roomId);
    } else if (!this.#composing && !this.#waiting.has(kept.roomId) && mine === (known?.text ?? "")) this.#adopt(kept);
    else if (kept.text) this.#offer(kept);
  }

  /** The server has a text that I have not seen. @param {Kept} kept */
  #moved(kept) {
    if (draftOf(kept.roomId)?.text) return this.#offer(kept);
    this.#waiting.delete(kept.roomId);
    this.#adopt(kept); // mine was sent; the other one goes on
  }

  /** Mine was as the server knew it: then the newer one is what I would be writing. @param {Kept} kept */
  #adopt(kept) {
    this.#kept.set(kept.roomId, kept);
    this.#show(kept.roomId, { text: kept.text, replyTo: kept.replyTo });
  }

  /** Both are kept: theirs there, mine here, until I choose. @param {Kept} kept */
  #offer(kept) {
    const key = `${kept.roomId} ${kept.version}`;
    if (this.#offered.has(key) || kept.roomId !== store.currentRoomId) return;
    this.#offered.add(key);
    store.toast(gettext("You wrote something else on another device."), { label: gettext("Take it over"), run: () => this.#both(kept) }, { shown: 15_000 });
  }

  /** Theirs, then mine. @param {Kept} kept */
  #both(kept) {
    const mine = draftOf(kept.roomId);
    this.#kept.set(kept.roomId, kept);
    this.#show(kept.roomId, { text: [kept.text, mine?.text].filter(Boolean).join("\n"), replyTo: mine?.replyTo ?? kept.replyTo });
  }

  /** @param {string} roomId @param {Draft} draft */
  #show(roomId, draft) {
    saveDraft(roomId, draft);
    store.tell("draft-adopted", roomId);
    store.tell("drafts");
  }
}

export const draftSync = new DraftSync();
