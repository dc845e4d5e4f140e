/** The messenger's page starts here. */
import "./components/app-shell.js";
import { watchDialogs } from "./dialogs.js";
import { restoreDrafts } from "./drafts.js";
import { receive } from "./events.js";
import { loadTheRestLater } from "./lazy.js";
import { watchNews } from "./notify.js";
import { outbox } from "./outgoing.js";
import { watchPresence } from "./presence.js";
import { watchReading } from "./reading.js";
import { forgetDevice, watchSession } from "./session.js";
import { watchKeys } from "./shortcuts.js";
import { Socket } from "./socket.js";
import { store } from "./store.js";

store.socket = new Socket(receive, (state, wasOpen) => {
  if (state === "ended" && wasOpen) forgetDevice();
  store.setConnection(state);
});

store.aim();
watchDialogs();
watchKeys();
watchNews();
watchReading();
watchPresence();
watchSession();
restoreDrafts();
outbox.restore();
store.on("connection", () => store.connection === "online" && outbox.wake());
store.socket.start();
loadTheRestLater();
