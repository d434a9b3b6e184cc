// Keeps the shell of the pages, so that they open quickly and say so when the server
// is out of reach. No mail is kept: only what lies under /static/ and the page below.
const SHELL = {{ shell|safe }};
const OFFLINE = {{ offline|safe }};
const NAME = `shell ${SHELL.join(" ")}`;

self.addEventListener("install", (event) => {
  // What is posted goes straight to the server: the last save of a page that goes
  // would be lost if it had to wait for us.
  event.addRoutes?.([{ condition: { requestMethod: "POST" }, source: "network" }]);
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(SHELL)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (SHELL.includes(url.pathname)) event.respondWith(caches.match(url.pathname).then((kept) => kept ?? fetch(request)));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
});

async function forgetOthers() {
  for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name);
}
