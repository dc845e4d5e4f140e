/** What somebody began to write, per room, kept on this device until it is sent. */
import { allDrafts, putDraft } from "./db.js";
import { store } from "./store.js";

/** @typedef {import("./types").Draft} Draft */

const PAUSE = 300;

/** @type {Map<string, Draft>} */
let drafts = new Map();
/** @type {Map<string, number>} */
const timers = new Map();

export async function restoreDrafts() {
  drafts = await allDrafts().catch(() => new Map());
  store.tell("drafts");
}

/** @param {string} roomId */
export const draftOf = (roomId) => drafts.get(roomId);

/** Rooms in which something was begun. */
export const draftRooms = () => [...drafts.keys()];

/** @param {string} roomId @param {Draft} draft */
export function saveDraft(roomId, draft) {
  const kept = draft.text.trim() || draft.replyTo ? draft : null;
  const shown = Boolean(drafts.get(roomId)?.text.trim()) !== Boolean(kept?.text.trim());
  if (kept) drafts.set(roomId, kept);
  else drafts.delete(roomId);
  clearTimeout(timers.get(roomId));
  timers.set(roomId, window.setTimeout(() => putDraft(roomId, kept).catch(() => {}), kept ? PAUSE : 0));
  if (shown) store.tell("drafts");
  store.tell("draft-saved", roomId);
}
