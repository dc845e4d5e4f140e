"use strict";
/* Keeps the offline shell and static files. Never a page, an answer of the API or a message. */
const { version, urls, hashed } = {{ content|safe }};
const KEPT = `static-${version}`;

self.addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(KEPT);
    await cache.addAll(urls.map((url) => new Request(url, { cache: "reload" })));
  };
  event.waitUntil(fill());
});

/** A newer version waits until the last window of the older one is closed, or somebody asks for it. */
self.addEventListener("message", ({ data }) => {
  if (data?.takeOver) self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) if (name !== KEPT) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(request, url));
});

/** A page comes from the server or not at all; without network the shell stands in. */
async function page(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const shell = await (await caches.open(KEPT)).match("/shell");
    if (shell) return shell;
    throw error;
  }
}

/** A file with a hash in its name never changes; any other is asked for anew while there is a network. */
async function file(request, url) {
  const cache = await caches.open(KEPT);
  const forever = hashed && /\.[0-9a-f]{12}\.\w+$/.test(url.pathname);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept && forever) return kept;
  try {
    const answer = await fetch(request);
    if (forever && answer.ok && answer.status === 200) await cache.put(request, answer.clone());
    return answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

/** Woken: shown at once, since browsers take the right away from who shows nothing. The newest of a thread replaces the others. */
self.addEventListener("push", (event) => {
  const said = read(event.data);
  const count = async () => {
    if (Number.isInteger(said.badge)) await self.navigator.setAppBadge?.(said.badge);
  };
  const show = self.registration.showNotification(String(said.title || "{{ product|escapejs }}"), {
    body: String(said.body || ""), tag: String(said.tag || "maru"), renotify: true, data: said.data ?? {}, icon: "{{ icon }}",
  });
  event.waitUntil(Promise.all([show, count().catch(() => {})]));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data ?? {}));
});

/** What came with a push; nothing of it is trusted. */
function read(data) {
  try {
    const said = data.json();
    return said && typeof said === "object" ? said : {};
  } catch {
    return {};
  }
}

/** Lead an open window there, or open one. */
async function open(data) {
  const [first] = await self.clients.matchAll({ type: "window" });
  if (!first) return self.clients.openWindow(address(data));
  first.postMessage({ open: data });
  return first.focus();
}

/** A place of ours: ids are taken for what they are. */
function address({ roomId, messageId, targetKind, targetId }) {
  const id = /^[0-9a-f-]{36}$/;
  if (targetKind === "survey" && id.test(targetId)) return `/surveys/${targetId}`;
  if (targetKind === "notice" && id.test(targetId)) return `/notices/${targetId}`;
  if (!id.test(roomId)) return "/";
  return /^[0-9]{1,18}$/.test(messageId) ? `/rooms/${roomId}#message-${messageId}` : `/rooms/${roomId}`;
}
