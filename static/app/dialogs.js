/** Dialogs are fetched when they are first needed; the focus returns to where it was. */
import { gettext } from "./i18n.js";
import { store } from "./store.js";

/** @type {Record<string, () => Promise<unknown>>} */
const LOADERS = {
  "profile-card": () => import("./components/profile-card.js"),
  "new-room-dialog": () => import("./components/new-room-dialog.js"),
  "shortcut-sheet": () => import("./components/shortcut-sheet.js"),
  "readers-dialog": () => import("./components/readers-dialog.js"),
};

/** @param {{tag: string, attributes: Record<string, string>}} wanted */
async function open({ tag, attributes }) {
  const opener = /** @type {HTMLElement | null} */ (document.activeElement);
  try {
    await LOADERS[tag]?.();
  } catch {
    return store.toast(gettext("This could not be loaded. Please try again."), undefined, { kind: "error" });
  }
  document.querySelector(tag)?.remove();
  const dialog = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) dialog.setAttribute(name, value);
  new MutationObserver((_, observer) => {
    if (dialog.isConnected) return;
    observer.disconnect();
    if (opener?.isConnected && !document.querySelector("dialog[open]")) opener.focus();
  }).observe(document.body, { childList: true });
  document.body.append(dialog);
}

export const watchDialogs = () => void store.on("dialog", open);
