/** The service worker keeps the static files and a shell without data for times without a network. */

const ADDRESS = "/sw.js";

/** The one address that may become a script; the page's policy lets a policy of this name be made once. */
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("app", {
  createScriptURL(/** @type {string} */ url) {
    if (url !== ADDRESS) throw new TypeError(url);
    return url;
  },
});

export function registerWorker() {
  navigator.serviceWorker?.register(policy ? policy.createScriptURL(ADDRESS) : ADDRESS).catch(() => {});
}
