/** Opens dialogs, and sees that the focus returns to where it was. */
import { load } from "./lazy.js";
import { store } from "./store.js";

/** @param {{tag: string, attributes: Record<string, string>, properties?: object}} wanted */
async function open({ tag, attributes, properties }) {
  const opener = /** @type {HTMLElement | null} */ (document.activeElement);
  if (!(await load(tag))) return;
  document.querySelector(tag)?.remove();
  const dialog = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) dialog.setAttribute(name, value);
  Object.assign(dialog, properties);
  new MutationObserver((_, observer) => {
    if (dialog.isConnected) return;
    observer.disconnect();
    if (opener?.isConnected && !document.querySelector("dialog[open]")) opener.focus();
  }).observe(document.body, { childList: true });
  document.body.append(dialog);
}

export function watchDialogs() {
  store.on("dialog", open);
  // Whoever shows a file says so: {attachment, message?, album?}.
  document.addEventListener("open-attachment", (event) =>
    open({ tag: "light-box", attributes: {}, properties: /** @type {CustomEvent} */ (event).detail }));
}
