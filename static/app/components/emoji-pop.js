/** The emoji panel as a floating box, fetched when first needed. */
import { attempt } from "../actions.js";
import { hide, show } from "./popover.js";

/** @param {Element} anchor @param {(emoji: string) => void} then */
export function pickEmoji(anchor, then) {
  return attempt(async () => {
    await import("./emoji-panel.js");
    const panel = document.createElement("emoji-panel");
    panel.addEventListener("pick", (event) => {
      hide(panel);
      then(/** @type {CustomEvent<string>} */ (event).detail);
    });
    show(panel, anchor);
    // Its height is known once it has drawn itself.
    await /** @type {any} */ (panel).updateComplete;
    const { place } = await import("./popover.js");
    place(panel, anchor.getBoundingClientRect());
    panel.querySelector("input")?.focus();
  });
}
