/** The messenger's page starts here. */
import "./shims.js";
import "./components/app-shell.js";
import { deleteBeforeLeaving } from "./actions.js";
import { restoreDrafts } from "./drafts.js";
import { receive } from "./events.js";
import { watchNotices } from "./notify.js";
import { outbox } from "./outgoing.js";
import { watchPresence } from "./presence.js";
import { watchReading } from "./reading.js";
import { watchKeys } from "./shortcuts.js";
import { wipeWhenRevoked } from "./signing-out.js";
import { Socket } from "./socket.js";
import { store } from "./store.js";
import { watchDialogs } from "./dialogs.js";
import { registerWorker } from "./worker.js";

store.socket = new Socket(receive, (state) => (state === "ended" ? store.endSession() : store.setConnection(state)));

watchDialogs();
watchKeys();
watchNotices();
watchReading();
watchPresence();
wipeWhenRevoked();
deleteBeforeLeaving();
restoreDrafts();
outbox.restore();
store.on("connection", () => store.connection === "online" && outbox.wake());
store.socket.start();
registerWorker();
