/** The end of a session: on this tab, by another device, or because its time was over. */
import { wipe } from "./db.js";
import { gettext } from "./i18n.js";
import { store } from "./store.js";

/** Nothing stays on the screen, nor in the page behind it. */
export function watchSession() {
  store.on("connection", () => {
    if (store.connection !== "ended") return;
    document.title = gettext("Signed out");
    document.getElementById("bootstrap")?.remove();
    for (const room of [...store.rooms()]) store.forgetRoom(room.roomId);
  });
}

/**
 * An open line was hung up: the session was ended on purpose (signed out, revoked, disabled), so nothing stays on the
 * device either. A session that only ran out meanwhile keeps what is unsent for the same person's next sign-in.
 */
export const forgetDevice = () => wipe().catch(() => {});
