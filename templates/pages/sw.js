"use strict";
/* Keeps the offline shell and static files. Never a page, an answer of the API or a message. */
const { version, urls, hashed } = {{ content|safe }};
const KEPT = `static-${version}`;

self.addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(KEPT);
    await cache.addAll(urls.map((url) => new Request(url, { cache: "reload" })));
    await self.skipWaiting();
  };
  event.waitUntil(fill());
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
