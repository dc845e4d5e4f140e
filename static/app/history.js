/** Pages of a room's messages: the newest, older ones, a place in the middle. */
import { api } from "./api.js";
import { store } from "./store.js";

const PAGE = 60;
const OLDER = 100;
/** With more than this unread, a room opens where reading stopped instead of at its end. */
const MANY_UNREAD = 30;

/** @param {string} roomId @param {string} query @returns {Promise<any>} */
const page = (roomId, query) => api.get(`/rooms/${roomId}/messages?${query}`);

/** The order's number that any later page is at least as new as. @param {string} roomId */
const known = (roomId) => store.room(roomId)?.lastChange ?? 0;

/** First messages of a room: its end, or where reading stopped when a lot is unread. @param {string} roomId */
export async function openHistory(roomId) {
  const me = store.room(roomId)?.me;
  const behind = me && me.unreadCount > MANY_UNREAD ? me.lastReadMessageId : null;
  const opened = behind ? await showAround(roomId, behind).catch(() => false) : false;
  if (!opened) await showNewest(roomId);
}

/** The end of the room. @param {string} roomId */
export function showNewest(roomId) {
  return loading(roomId, "window", async (timeline) => {
    const cursor = known(roomId);
    const { results, hasMore } = await page(roomId, `limit=${PAGE}`);
    timeline.replace(results, { before: hasMore, after: false, cursor });
  });
}

/** The place around a message; says whether it is there. @param {string} roomId @param {number} messageId */
export async function showAround(roomId, messageId) {
  if (store.timeline(roomId).get(messageId)) return true;
  await loading(roomId, "window", async (timeline) => {
    const cursor = known(roomId);
    const found = await page(roomId, `aroundId=${messageId}&limit=${PAGE}`);
    timeline.replace(found.results, { before: found.hasMoreBefore, after: found.hasMoreAfter, cursor });
  });
  return Boolean(store.timeline(roomId).get(messageId));
}

/** @param {string} roomId */
export async function showOlder(roomId) {
  const { first, hasMoreBefore, loading: busy } = store.timeline(roomId);
  if (!first || !hasMoreBefore || busy) return;
  await loading(roomId, "before", async (timeline) => {
    const { results, hasMore } = await page(roomId, `beforeId=${first.messageId}&limit=${OLDER}`);
    timeline.prepend(results, hasMore);
  });
}

/** @param {string} roomId */
export async function showNewer(roomId) {
  const { last, hasMoreAfter, loading: busy } = store.timeline(roomId);
  if (!last || !hasMoreAfter || busy) return;
  await loading(roomId, "after", async (timeline) => {
    const { results, hasMore } = await page(roomId, `afterId=${last.messageId}&limit=${OLDER}`);
    timeline.append(results, hasMore);
  });
}

/**
 * @param {string} roomId @param {"before" | "after" | "window"} what
 * @param {(timeline: import("./state/timeline.js").Timeline) => Promise<void>} work
 */
async function loading(roomId, what, work) {
  const timeline = store.timeline(roomId);
  timeline.loading = what;
  timeline.failed = false;
  store.tell("timeline", roomId);
  try {
    await work(timeline);
  } catch (error) {
    timeline.failed = true;
    throw error;
  } finally {
    timeline.loading = "";
    store.tell("timeline", roomId);
  }
}
