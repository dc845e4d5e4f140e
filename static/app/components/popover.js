/** One floating box at a time, beside what opened it; Esc or a click elsewhere closes it (native popover). */

const GAP = 6;
const EDGE = 8;

/**
 * Show a box beside its anchor; it is removed when closed, and the focus goes back.
 * @param {HTMLElement} box @param {Element} anchor
 * @param {{point?: {clientX: number, clientY: number}, held?: boolean, within?: Element | null}} [options] a point instead of
 *   the anchor; held: a finger still lies on the screen, whose lifting would close a box that closes itself; within: the
 *   open dialog, outside of which nothing can be reached
 */
export function show(box, anchor, { point, held = false, within } = {}) {
  const opener = /** @type {HTMLElement | null} */ (document.activeElement);
  box.setAttribute("popover", held ? "manual" : "auto");
  box.classList.add("floating-box");
  (within ?? document.body).append(box);
  box.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== "closed") return;
    const hadFocus = box.contains(document.activeElement) || document.activeElement === document.body;
    box.remove();
    if (hadFocus && opener?.isConnected) opener.focus({ preventScroll: true });
  });
  if (held) closeByHand(box);
  box.showPopover();
  place(box, point ? { left: point.clientX, right: point.clientX, top: point.clientY, bottom: point.clientY } : anchor.getBoundingClientRect());
}

/** @param {HTMLElement} box @param {{left: number, right: number, top: number, bottom: number}} at */
export function place(box, at) {
  const { width, height } = box.getBoundingClientRect();
  const below = at.bottom + GAP + height + EDGE <= innerHeight;
  const top = below ? at.bottom + GAP : Math.max(EDGE, at.top - GAP - height);
  const left = Math.min(Math.max(EDGE, at.left), innerWidth - width - EDGE);
  box.style.setProperty("--pop-top", `${Math.min(top, innerHeight - height - EDGE)}px`);
  box.style.setProperty("--pop-left", `${Math.max(EDGE, left)}px`);
}

/** What the browser does for other boxes. @param {HTMLElement} box */
function closeByHand(box) {
  const done = new AbortController();
  const away = (/** @type {Event} */ event) => {
    if (box.contains(/** @type {Node} */ (event.target))) return;
    event.preventDefault();
    hide(box);
  };
  addEventListener("pointerdown", away, { capture: true, signal: done.signal });
  addEventListener("keydown", (event) => event.key === "Escape" && hide(box), { signal: done.signal });
  box.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "closed") done.abort();
  });
}

/** @param {HTMLElement | null | undefined} box */
export function hide(box) {
  if (box?.matches(":popover-open")) box.hidePopover();
}
