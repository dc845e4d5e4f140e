/** What the first screen does not need is fetched later: when it is asked for, or when the browser has nothing to do. */
import { gettext } from "./i18n.js";
import { store } from "./store.js";

/** @type {Record<string, () => Promise<unknown>>} by the element that the module defines */
const LOADERS = {
  "conversation-view": () => import("./components/conversation-view.js"),
  "session-ended": () => import("./components/session-ended.js"),
  "toast-stack": () => import("./components/toast-stack.js"),
  "people-results": () => import("./components/people-results.js"),
  "room-info": () => import("./components/room-info.js"),
  "org-chart": () => import("./components/org-chart.js"),
  "profile-card": () => import("./components/profile-card.js"),
  "new-room-dialog": () => import("./components/new-room-dialog.js"),
  "shortcut-sheet": () => import("./components/shortcut-sheet.js"),
  "forward-dialog": () => import("./components/forward-dialog.js"),
  "saved-things": () => import("./components/saved-things.js"),
  "readers-dialog": () => import("./components/readers-dialog.js"),
  "download-reason": () => import("./components/download-reason.js"),
  "light-box": () => import("./components/light-box.js"),
  "file-box": () => import("./components/file-box.js"),
  "search-page": () => import("./components/search-page.js"),
  "find-bar": () => import("./components/find-bar.js"),
  "poll-card": () => import("./components/poll-card.js"),
  "poll-new": () => import("./components/poll-new.js"),
  "poll-people": () => import("./components/poll-people.js"),
  "notice-list": () => import("./components/notice-list.js"),
  "notice-view": () => import("./components/notice-view.js"),
  "notice-dialog": () => import("./components/notice-dialog.js"),
  "must-read-card": () => import("./components/must-read-card.js"),
  "must-read-strip": () => import("./components/must-read-strip.js"),
  "noti-list": () => import("./components/noti-list.js"),
  "survey-list": () => import("./components/survey-list.js"),
  "survey-view": () => import("./components/survey-view.js"),
  "survey-target": () => import("./components/survey-target.js"),
  "survey-sharing": () => import("./components/survey-sharing.js"),
};
/** @type {Record<string, string[]>} the styles of a part (templates/chat/app.html) and the elements that wear them */
const WORN = {
  conversation: ["conversation-view", "readers-dialog", "light-box", "file-box", "search-page", "find-bar", "poll-card", "poll-new",
    "poll-people", "notice-list", "notice-view", "notice-dialog", "must-read-card", "must-read-strip", "survey-list", "survey-view",
    "survey-target", "survey-sharing", "forward-dialog", "saved-things"],
  files: ["light-box", "file-box"],
  search: ["search-page", "find-bar"],
  polls: ["poll-card", "poll-new", "poll-people"],
  notices: ["notice-list", "notice-view", "notice-dialog", "must-read-card", "must-read-strip"],
  notifications: ["noti-list"],
  surveys: ["survey-list", "survey-view", "survey-target", "survey-sharing"],
  around: ["forward-dialog", "saved-things"],
};
/** They need no styles but the page's. */
const PLAIN = ["session-ended", "toast-stack", "people-results"];
/** Every other element wears those of the panels. */
const NO_PANEL = [...PLAIN, "conversation-view", "readers-dialog", "search-page", "find-bar"];
/** Needed soon by everybody, and when the server may be out of reach. */
const SOON = ["conversation-view", "session-ended", "toast-stack", "people-results"];
const PATIENCE = 3000;

/** @type {Set<string>} */
const there = new Set();

/** Fetch an element's module; says whether it is there. @param {string} tag */
export async function load(tag) {
  if (there.has(tag)) return true;
  try {
    await Promise.all([LOADERS[tag](), dress(tag)]);
  } catch {
    store.toast(gettext("This could not be loaded. Please try again."), undefined, { kind: "error" });
    return false;
  }
  there.add(tag);
  return true;
}

/** Switch on the styles of an element and wait for them. @param {string} tag */
function dress(tag) {
  const worn = Object.keys(WORN).filter((part) => WORN[part].includes(tag));
  const parts = NO_PANEL.includes(tag) ? worn : [...worn, "panels"];
  return parts.length ? dressWith(parts) : Promise.resolve([]);
}

/** @param {string[]} parts */
function dressWith(parts) {
  const links = /** @type {HTMLLinkElement[]} */ ([...document.querySelectorAll(parts.map((part) => `link[data-part=${part}]`).join())]);
  return Promise.all(links.filter((link) => link.disabled).map((link) => new Promise((resolve) => {
    link.addEventListener("load", resolve, { once: true });
    link.addEventListener("error", resolve, { once: true });
    link.disabled = false;
  })));
}

/** Whether an element can be drawn; if not, it is fetched and `then` is called. @param {string} tag @param {(loaded: boolean) => void} then */
export function ready(tag, then) {
  if (there.has(tag)) return true;
  load(tag).then(then);
  return false;
}

export function loadTheRestLater() {
  const idle = globalThis.requestIdleCallback ?? ((/** @type {() => void} */ work) => setTimeout(work, PATIENCE));
  setTimeout(() => idle(loadTheRest), PATIENCE);
}

/** What cannot be fetched now is fetched when the line is back. */
async function loadTheRest() {
  try {
    (await import("./worker.js")).registerWorker();
    await import("./calling.js");
    (await import("./around/drafts.js")).draftSync.watch().catch(() => {});
    for (const tag of SOON) {
      await Promise.all([LOADERS[tag](), dress(tag)]);
      there.add(tag);
    }
    (await import("./notices/box.js")).box.watch();
    (await import("./surveys/box.js")).box.watch();
  } catch {
    const stop = store.on("connection", () => {
      if (store.connection !== "online") return;
      stop();
      loadTheRest();
    });
  }
}
