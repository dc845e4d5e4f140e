/** The end of a session: on this tab, by another device, or because its time was over. */
import { wipe } from "./db.js";
import { gettext } from "./i18n.js";
import { store } from "./store.js";

/**
 * Nothing stays on the screen. When the end came over an open line somebody ended the session on purpose (signed out,
 * revoked, disabled), so nothing stays on the device either; a session that ran out while there was no network
 * keeps what is unsent for the next sign-in of the same person.
 */
export function watchSession() {
  store.on("connection", () => {
    if (store.connection !== "ended") return;
    document.title = gettext("Signed out");
    document.getElementById("bootstrap")?.remove();
    if (store.lastConnection === "online") wipe().catch(() => {});
  });
}
