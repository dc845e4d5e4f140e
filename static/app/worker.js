/** The service worker keeps the static files and a shell without data, shows what is pushed, and brings new versions. */
import { gettext } from "./i18n.js";
import { store } from "./store.js";

const ADDRESS = "/sw.js";
const LONG = 600_000; // how long a new version is offered at a time
const PAUSE = 60_000; // between two looks for one, at least
const SELDOM = 3_600_000; // and at most, in a window that stays open

/** The one address that may become a script; the page's policy lets a policy of this name be made once. */
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("app", {
  createScriptURL(/** @type {string} */ url) {
    if (url !== ADDRESS) throw new TypeError(url);
    return url;
  },
});

/** @type {WeakSet<ServiceWorker>} */
const offered = new WeakSet();
let lookedAt = 0;

export async function registerWorker() {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return; // no secure connection
  serviceWorker.addEventListener("message", ({ data }) => data?.open && go(data.open));
  try {
    const registration = await serviceWorker.register(policy ? policy.createScriptURL(ADDRESS) : ADDRESS);
    watch(registration);
    store.on("connection", () => store.connection === "online" && look(registration)); // a new server has new files
    setInterval(() => look(registration), SELDOM);
  } catch { /* without one everything works but the times without a network */ }
}

/** @param {ServiceWorkerRegistration} registration */
function watch(registration) {
  if (registration.waiting) offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming?.addEventListener("statechange", () => coming.state === "installed" && offer(coming));
  });
}

/** @param {ServiceWorkerRegistration} registration */
function look(registration) {
  if (registration.waiting) offer(registration.waiting);
  if (Date.now() - lookedAt < PAUSE) return;
  lookedAt = Date.now();
  registration.update().catch(() => {});
}

/** Never forced: who is writing goes on writing. @param {ServiceWorker} worker */
function offer(worker) {
  if (!navigator.serviceWorker.controller || offered.has(worker)) return; // the first one replaces nothing
  offered.add(worker);
  const run = () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    worker.postMessage({ takeOver: true });
  };
  store.toast(gettext("There is a new version."), { label: gettext("Reload"), run }, { shown: LONG, then: () => offered.delete(worker) });
}

/** Where a notification leads that was clicked. @param {Record<string, string>} place */
function go({ roomId, messageId, targetKind, targetId }) {
  if (targetKind === "survey") store.openSurvey(targetId);
  else if (targetKind === "notice") store.openNotice(targetId);
  else if (store.room(roomId) && messageId) store.showMessage(roomId, Number(messageId));
  else if (store.room(roomId)) store.openRoom(roomId);
}
