/** What a script adds to the settings of notifications: the browser's permission, a test, and being woken when closed. */

/** @param {ParentNode} root @param {string} selector */
const find = (root, selector) => {
  const found = root.querySelector(selector);
  return found instanceof HTMLElement ? found : document.createElement("span");
};

const state = find(document, "[data-permission]");
const push = find(document, "[data-push]");

/** What the browser says about notifications. */
function permission() {
  if (!isSecureContext) return "insecure";
  return globalThis.Notification ? Notification.permission : "missing";
}

function showPermission() {
  const now = permission();
  state.hidden = false;
  find(state, "[role=status]").textContent = state.dataset[now] ?? "";
  state.classList.toggle("warn", now === "denied" || now === "insecure");
  find(state, "[data-steps]").hidden = now !== "denied";
  find(state, "[data-allow]").hidden = now !== "default";
  find(state, "[data-try]").hidden = now !== "granted";
}

/** Browsers listen to a click only. */
async function ask() {
  await globalThis.Notification?.requestPermission?.();
  showPermission();
  showPush();
}

find(state, "[data-allow]").addEventListener("click", ask);
document.getElementById("desktopNotifications")?.addEventListener("change", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.checked && permission() === "default") ask();
});
find(state, "[data-try]").addEventListener("click", ({ currentTarget }) => {
  const { title = "", body = "" } = /** @type {HTMLElement} */ (currentTarget).dataset;
  new Notification(title, { body, tag: "maru-test" });
});

/** @param {string} method @param {string} path @param {unknown} [body] */
async function call(method, path, body) {
  const token = /(?:^|;\s*)(?:__Host-)?csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
  const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
  const answer = await fetch(`/api/v1${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.status === 204 ? null : answer.json();
}

/** The subscription of this browser, if it has one. */
async function subscription() {
  const worker = await navigator.serviceWorker?.getRegistration("/");
  return (await worker?.pushManager?.getSubscription()) ?? null;
}

async function showPush(failed = false) {
  const can = isSecureContext && "PushManager" in globalThis && permission() === "granted";
  push.hidden = !can;
  if (!can) return;
  const on = Boolean(await subscription());
  find(push, "[role=status]").textContent = (failed ? push.dataset.failed : on ? push.dataset.on : push.dataset.off) ?? "";
  find(push, "[data-start]").hidden = on;
  find(push, "[data-stop]").hidden = !on;
}

/** The server's key as bytes. @param {string} text base64url */
function bytes(text) {
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}

find(push, "[data-start]").addEventListener("click", async () => {
  try {
    const worker = await navigator.serviceWorker.ready;
    const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(push.dataset.key ?? "") });
    await call("POST", "/push-tokens", { platform: "WEB", token: JSON.stringify(made) });
    showPush();
  } catch {
    showPush(true);
  }
});

find(push, "[data-stop]").addEventListener("click", async () => {
  try {
    await (await subscription())?.unsubscribe(); // the service tells the server that the device is gone
    showPush();
  } catch {
    showPush(true);
  }
});

showPermission();
showPush();
if (location.hash === "#notifications") document.getElementById("notifications")?.focus();
