/** Away after some minutes without a key or a movement, or while the window is hidden. */
import { store } from "./store.js";

const IDLE = 5 * 60_000;
const NOTICE = 10_000;

let active = Date.now();
/** @type {"" | "online" | "away"} */
let told = "";

function check() {
  const status = Date.now() - active > IDLE ? "away" : "online";
  if (status !== told && store.socket?.tell("presence.set", { status })) told = status;
}

function stir() {
  if (Date.now() - active < NOTICE) return;
  active = Date.now();
  check();
}

export function watchPresence() {
  for (const name of ["pointermove", "keydown", "focus"]) addEventListener(name, stir, { passive: true });
  setInterval(check, NOTICE);
  store.on("connection", () => {
    told = "";
    if (store.connection === "online") check();
  });
}
