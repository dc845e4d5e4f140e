/** One floating box at a time, beside what opened it; Esc or a click elsewhere closes it (native popover). */

const GAP = 6;
const EDGE = 8;

/**
 * Show a box beside its anchor; it is removed when closed, and the focus goes back.
 * @param {HTMLElement} box @param {Element} anchor @param {{clientX: number, clientY: number}} [point] instead of the anchor
 */
export function show(box, anchor, point) {
  const opener = /** @type {HTMLElement | null} */ (document.activeElement);
  box.setAttribute("popover", "auto");
  box.classList.add("floating-box");
  document.body.append(box);
  box.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== "closed") return;
    const hadFocus = box.contains(document.activeElement) || document.activeElement === document.body;
    box.remove();
    if (hadFocus && opener?.isConnected) opener.focus({ preventScroll: true });
  });
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

/** @param {HTMLElement | null | undefined} box */
export function hide(box) {
  if (box?.matches(":popover-open")) box.hidePopover();
}
