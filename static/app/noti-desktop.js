/** Notifications of the system: one for each room, shown by one tab, while no tab of mine is looked at. */
import { boot } from "./boot.js";
import { gettext } from "./i18n.js";
import { attentive } from "./reading.js";
import { store } from "./store.js";

const LONGEST = 120;
const LOOKING = "maru-looking";
const HELD = 1500;

/** @type {AbortController | null} */
let looking = null;

/** Whether bodies may be shown outside the page: I say so, and the company. */
const previews = () => boot.policies.notificationPreviews !== false && store.me.preferences.notificationPreviews !== false;

/** Whether the system shows what we give it. */
export const allowed = () => store.me.preferences.desktopNotifications !== false && globalThis.Notification?.permission === "granted";

/**
 * Show a notification. What belongs together has one `tag`: the newest takes the place of the others.
 * @param {{id: string, tag: string, title: string, body: string, go: () => void}} note
 */
export async function show({ id, tag, title, body, go }) {
  if (!allowed() || await lookedAt()) return;
  once(`note-${id}`, () => {
    const said = previews() ? { title, body: body.slice(0, LONGEST) } : { title: boot.product, body: gettext("There is something new.") };
    const note = new Notification(said.title, /** @type {any} */ ({ body: said.body, tag: `maru-${tag}`, renotify: true, silent: true }));
    note.onclick = () => {
      window.focus();
      go();
      note.close();
    };
  });
}

/** Done by one tab, if several come to it within a moment. @param {string} name @param {() => void} work */
export function once(name, work) {
  if (!navigator.locks) return work();
  navigator.locks.request(`maru-${name}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    work();
    await new Promise((resolve) => setTimeout(resolve, HELD));
  });
}

/** Whether a tab of mine has the focus: then nothing needs to be shown outside. */
async function lookedAt() {
  if (attentive()) return true;
  const { held = [] } = (await navigator.locks?.query().catch(() => null)) ?? {};
  return held.some(({ name }) => name === LOOKING);
}

/** While this tab is looked at, the others know by a lock. */
function look() {
  looking?.abort();
  looking = attentive() ? new AbortController() : null;
  const signal = looking?.signal;
  if (!signal) return;
  const until = () => new Promise((resolve) => signal.addEventListener("abort", resolve));
  navigator.locks?.request(LOOKING, { mode: "shared", signal }, until).catch(() => {});
}

export function watchLooking() {
  for (const name of ["focus", "blur"]) addEventListener(name, look);
  document.addEventListener("visibilitychange", look);
  look();
}
