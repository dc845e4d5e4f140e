/** Keys that work everywhere. They compare `code`, for under the Hangul layout `key` may be a jamo. */
import { store } from "./store.js";

const PANES = ["#pane-list", "#pane-conversation", "#pane-side"];

/** @type {[string, (event: KeyboardEvent) => boolean, () => void][]} */
const KEYS = [
  ["KeyK", command, () => focusSearch()],
  ["KeyF", findsHere, () => store.tell("find")],
  ["KeyF", commandShift, () => store.search()],
  ["Slash", command, () => store.openDialog("shortcut-sheet")],
  ["KeyI", alt, () => store.openPanel(store.panel ? null : "room-info")],
  ["KeyU", alt, () => store.tell("pick-files")],
  ["Digit1", alt, () => store.openPanel("room-list")],
  ["Digit2", alt, () => store.openPanel("org-chart")],
  ["Digit3", alt, () => store.openPanel("file-box")],
  ["Digit4", alt, () => store.openPanel("survey-list")],
  ["Digit5", alt, () => location.assign("/settings")],
  ["ArrowUp", alt, () => step(-1, false)],
  ["ArrowDown", alt, () => step(1, false)],
  ["ArrowUp", altShift, () => step(-1, true)],
  ["ArrowDown", altShift, () => step(1, true)],
  ["End", command, () => store.tell("newest")],
  ["F6", plain, () => nextPane(1)],
  ["F6", shift, () => nextPane(-1)],
];

/** @param {KeyboardEvent} event */
function command(event) {
  return (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
}
/** @param {KeyboardEvent} event */
function commandShift(event) {
  return (event.ctrlKey || event.metaKey) && event.shiftKey && !event.altKey;
}
/** In the open room; the second time, from our field, it is the browser's own search. @param {KeyboardEvent} event */
function findsHere(event) {
  return command(event) && store.visible() && !document.activeElement?.closest("find-bar");
}
/** @param {KeyboardEvent} event */
function alt(event) {
  return event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
}
/** @param {KeyboardEvent} event */
function altShift(event) {
  return event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey;
}
/** @param {KeyboardEvent} event */
function shift(event) {
  return event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
}
/** @param {KeyboardEvent} event */
function plain(event) {
  return !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
}

function focusSearch() {
  store.openPanel("room-list");
  requestAnimationFrame(() => document.getElementById("room-search")?.focus());
}

/** The neighbouring room of the list. @param {number} by @param {boolean} unread only rooms with something unread */
function step(by, unread) {
  const all = store.rooms();
  const here = all.findIndex((room) => room.roomId === store.currentRoomId);
  for (let i = here + by; i >= 0 && i < all.length; i += by) {
    if (!unread || all[i].me.unreadCount) return store.openRoom(all[i].roomId);
  }
}

/** @param {number} by */
function nextPane(by) {
  const panes = PANES.map((selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector)))
    .filter((pane) => pane !== null && pane.offsetParent !== null);
  if (!panes.length) return;
  const here = panes.findIndex((pane) => pane?.contains(document.activeElement));
  const next = panes[(here + by + panes.length) % panes.length];
  const first = next?.querySelector("textarea, input, a[href], button, [tabindex='0']");
  /** @type {HTMLElement | null} */ (first ?? next ?? null)?.focus();
}

export function watchKeys() {
  addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const found = KEYS.find(([code, fits]) => code === event.code && fits(event));
    if (!found) return;
    event.preventDefault();
    found[2]();
  });
}
