/**
 * Answers and unfinished surveys, kept on this device until they are sent. The database bears the prefix of the others, so
 * that it goes with them at sign-out; what was sent is deleted at once.
 */
import { openDB } from "idb";
import { boot } from "../boot.js";

/** @typedef {import("./types").Answers} Answers @typedef {import("./types").Made} Made */

const opened = openDB(`maru-${boot.me.userId}-surveys`, 1, {
  upgrade(db) {
    db.createObjectStore("answers"); // by surveyId
    db.createObjectStore("made"); // by surveyId, or "new"
  },
  blocking(_from, _to, event) {
    /** @type {IDBDatabase} */ (event.target).close(); // signing out deletes it
  },
});
opened.catch(() => {}); // without a place to keep things one can still answer

/** @template T @param {string} store */
const shelf = (store) => ({
  /** @param {string} id @returns {Promise<T | undefined>} */
  get: async (id) => (await opened).get(store, id),
  /** @param {string} id @param {T} value */
  put: async (id, value) => void (await (await opened).put(store, value, id)),
  /** @param {string} id */
  drop: async (id) => (await opened).delete(store, id),
});

/** @type {ReturnType<typeof shelf<Answers>>} */
export const keptAnswers = shelf("answers");
/** @type {ReturnType<typeof shelf<Made>>} */
export const keptMade = shelf("made");
