/** Which rows are drawn and where: @tanstack/virtual-core under a Lit element, held to the end of the list. */
import "../shims.js";
import { Virtualizer, elementScroll, measureElement, observeElementOffset, observeElementRect } from "@tanstack/virtual-core";

const ESTIMATE = 56;
const OVERSCAN = 10;
const PADDING = 12;
const END = 80;
const SETTLED = 120;
const STILL = 600;

/** @typedef {import("./message-list.js").MessageList} List */

export class Scroller {
  /** @type {Virtualizer<HTMLElement, Element> | undefined} */
  #virtualizer;
  /** @type {(() => void)[]} */
  #cleanups = [];
  #held = true;
  #resizing = false;
  #list;
  /** Whether the first position has been taken. */
  placed = false;

  /** @param {List} list */
  constructor(list) {
    this.#list = list;
    /** @param {Element | undefined} element */
    this.measure = (element) => this.#virtualizer?.measureElement(/** @type {HTMLElement} */ (element) ?? null);
  }

  get #element() {
    return /** @type {HTMLElement | null} */ (this.#list.querySelector(".scroller"));
  }

  get items() {
    return this.#virtualizer?.getVirtualItems() ?? [];
  }

  get offset() {
    return this.#virtualizer?.scrollOffset ?? 0;
  }

  /** Pixels between what is shown and the end. */
  get below() {
    return this.#virtualizer?.getDistanceFromEnd() ?? 0;
  }

  get atEnd() {
    return this.#virtualizer?.isAtEnd(END) ?? true;
  }

  get topIndex() {
    return this.#virtualizer?.getVirtualItemForOffset(this.offset + PADDING)?.index;
  }

  #options() {
    const list = this.#list;
    return {
      count: list.count,
      getScrollElement: () => this.#element,
      estimateSize: () => ESTIMATE,
      overscan: OVERSCAN,
      paddingStart: PADDING,
      paddingEnd: PADDING,
      getItemKey: (/** @type {number} */ i) => list.row(i)?.key ?? i,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      measureElement,
      anchorTo: /** @type {const} */ ("end"),
      followOnAppend: !list.timeline.hasMoreAfter,
      scrollEndThreshold: END,
      onChange: () => list.requestUpdate(),
    };
  }

  /** Before rendering: tell the virtualizer what there is. */
  prepare() {
    this.#virtualizer?.setOptions(this.#options());
  }

  /** After rendering: take the new height, then let the virtualizer correct the position. */
  settle() {
    if (!this.#virtualizer) return this.#begin();
    const rows = /** @type {HTMLElement} */ (this.#list.querySelector(".rows"));
    // Through the CSSOM: `style-src 'self'` forbids style attributes.
    rows.style.setProperty("padding-top", `${this.items[0]?.start ?? 0}px`);
    rows.style.setProperty("height", `${this.#virtualizer.getTotalSize()}px`);
    this.#virtualizer._willUpdate(); // only now, or an anchored position is clamped by the old height
    if (!this.placed && this.#list.count && this.#list.timeline.loaded && this.items.length) this.#place();
  }

  #place() {
    this.placed = true;
    const { start } = this.#list;
    if (start > 0) this.to(start, "start");
    else this.toEnd();
    performance.mark("list-rendered");
  }

  #begin() {
    const element = this.#element;
    if (!element) return;
    this.#virtualizer = new Virtualizer(this.#options());
    this.#cleanups.push(this.#virtualizer._didMount());
    this.#holdEnd(element);
    this.#list.requestUpdate();
  }

  /** Stay at the end when the pane shrinks or grows: window, keyboard of a phone, composer. @param {HTMLElement} element */
  #holdEnd(element) {
    let timer = 0;
    const scrolled = () => {
      if (!this.#resizing) this.#held = this.atEnd;
      this.#list.classList.add("scrolling");
      clearTimeout(timer);
      timer = window.setTimeout(() => this.#list.classList.remove("scrolling"), STILL);
    };
    const resized = new ResizeObserver(() => {
      if (!this.#held || !this.placed) return;
      this.#resizing = true;
      this.toEnd();
      setTimeout(() => {
        if (this.#held) this.toEnd();
        this.#resizing = false;
      }, SETTLED);
    });
    element.addEventListener("scroll", scrolled, { passive: true });
    resized.observe(element);
    this.#cleanups.push(() => {
      element.removeEventListener("scroll", scrolled);
      resized.disconnect();
      clearTimeout(timer);
    });
  }

  toEnd() {
    this.#held = true;
    this.#virtualizer?.scrollToEnd();
  }

  /** @param {number} index @param {"start" | "center" | "auto"} [align] */
  to(index, align = "center") {
    this.#held = false;
    this.#virtualizer?.scrollToIndex(index, { align });
  }

  stop() {
    for (const cleanup of this.#cleanups) cleanup();
    this.#cleanups = [];
    this.#virtualizer = undefined;
    this.placed = false;
  }
}
