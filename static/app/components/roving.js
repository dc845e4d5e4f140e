/** Arrow keys in a list or a grid of any number of columns: where the focus goes next. */

/** @param {DOMRect} box */
const middle = (box) => box.left + box.width / 2;

/**
 * The neighbour in the direction of a key; null: the key means nothing here, or there is none.
 * @param {HTMLElement[]} all in reading order @param {Element | null} current @param {string} code of a key
 */
export function next(all, current, code) {
  const at = all.findIndex((one) => one === current);
  if (at < 0) return null;
  switch (code) {
    case "Home": return all[0];
    case "End": return all[all.length - 1];
    case "ArrowLeft": return all[at - 1] ?? null;
    case "ArrowRight": return all[at + 1] ?? null;
    case "ArrowUp": return nearest(all.slice(0, at).reverse(), all[at]);
    case "ArrowDown": return nearest(all.slice(at + 1), all[at]);
    default: return null;
  }
}

/** In the first row that follows, what lies closest above or below. @param {HTMLElement[]} others @param {HTMLElement} from */
function nearest(others, from) {
  const here = from.getBoundingClientRect();
  const beside = (/** @type {DOMRect} */ box) => box.top < here.bottom - 1 && box.bottom > here.top + 1;
  const beyond = others.filter((one) => !beside(one.getBoundingClientRect()));
  if (!beyond.length) return null;
  const { top } = beyond[0].getBoundingClientRect();
  const row = beyond.filter((one) => Math.abs(one.getBoundingClientRect().top - top) < 2);
  const away = (/** @type {HTMLElement} */ one) => Math.abs(middle(one.getBoundingClientRect()) - middle(here));
  return row.reduce((best, one) => (away(one) < away(best) ? one : best));
}
