/** Offers to install the product as an app, or says why the browser does not. */

const card = /** @type {HTMLElement | null} */ (document.querySelector("[data-install]"));
const button = /** @type {HTMLButtonElement | null} */ (card?.querySelector("button") ?? null);
const said = /** @type {HTMLElement | null} */ (card?.querySelector("[data-said]") ?? null);
const PATIENCE = 1500; // browsers think about it for a moment

/** @type {any} */
let offer = null;

/** @param {string} what */
function say(what) {
  if (said && card) said.textContent = card.getAttribute(`data-${what}`) ?? "";
  if (button) button.hidden = what !== "offer";
}

function why() {
  if (matchMedia("(display-mode: standalone)").matches) return "running";
  if (!isSecureContext) return "insecure";
  return /iPad|iPhone/.test(navigator.userAgent) ? "apple" : "silent";
}

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault(); // not in the way of somebody who came to do something else
  offer = event;
  say("offer");
});
addEventListener("appinstalled", () => {
  offer = null;
  say("done");
});
button?.addEventListener("click", async () => {
  const asked = offer;
  offer = null; // it can be asked once
  await asked?.prompt();
  const { outcome } = (await asked?.userChoice) ?? {};
  say(outcome === "accepted" ? "done" : "later");
});
if (why() !== "silent") say(why());
else setTimeout(() => offer || say("silent"), PATIENCE);
