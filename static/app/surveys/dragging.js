/** Reordering by a handle, with a mouse, a pen or a finger. What is dragged moves as soon as it passes the middle of another. */

const EDGE = 60;
const SPEED = 12;

/** Where in a column of boxes a height belongs. @param {{top: number, height: number}[]} boxes without the dragged one, in their order @param {number} y */
export const placeAt = (boxes, y) => boxes.filter(({ top, height }) => top + height / 2 < y).length;

/**
 * Follow the pointer until it is lifted.
 * @param {PointerEvent} event on the handle
 * @param {object} on
 * @param {HTMLElement} on.scroller scrolls when the pointer nears its edge
 * @param {() => HTMLElement[]} on.others the boxes without the dragged one
 * @param {(to: number) => void} on.move
 * @param {() => void} on.end
 */
export function drag(event, { scroller, others, move, end }) {
  if (event.button) return;
  event.preventDefault();
  /** @type {HTMLElement} */ (event.currentTarget).focus();
  const done = new AbortController();
  let { clientY } = event;
  let last = -1;
  let frame = 0;
  const follow = () => {
    const { top, bottom } = scroller.getBoundingClientRect();
    const by = clientY < top + EDGE ? -SPEED : clientY > bottom - EDGE ? SPEED : 0;
    if (by) scroller.scrollBy(0, by);
    const to = placeAt(others().map((one) => one.getBoundingClientRect()), clientY);
    if (to !== last) move((last = to));
    frame = requestAnimationFrame(follow);
  };
  const stop = () => {
    cancelAnimationFrame(frame);
    done.abort();
    end();
  };
  addEventListener("pointermove", (moved) => {
    if (moved.pointerId !== event.pointerId) return;
    ({ clientY } = moved);
    frame ||= requestAnimationFrame(follow);
  }, { signal: done.signal });
  for (const name of ["pointerup", "pointercancel", "blur"]) addEventListener(name, stop, { signal: done.signal });
}
