/** The service worker keeps the static files and a shell without data for times without a network. */

const ADDRESS = "/sw.js";

/** @param {string} address */
function trusted(address) {
  const { trustedTypes } = /** @type {any} */ (globalThis);
  const policy = trustedTypes?.createPolicy("app", {
    createScriptURL(/** @type {string} */ url) {
      if (url !== ADDRESS) throw new TypeError(url);
      return url;
    },
  });
  return policy ? policy.createScriptURL(address) : address;
}

export function registerWorker() {
  if (!("serviceWorker" in navigator)) return;
  const register = () => navigator.serviceWorker.register(trusted(ADDRESS)).catch(() => {});
  if (document.readyState === "complete") register();
  else addEventListener("load", register, { once: true });
}
