/**
 * Marks words in what is on the screen without touching it: ranges over text nodes (CSS Custom Highlights).
 * A browser that has no highlights shows none; the hits themselves are found by the server.
 */

const NAME = "found";

export class Marks {
  #root;
  #words = /** @type {string[]} */ ([]);
  #observer;
  #waiting = 0;

  /** @param {Element} root in which to mark */
  constructor(root) {
    this.#root = root;
    this.#observer = new MutationObserver(() => this.#soon());
  }

  /** @param {string} query its words are marked, wherever they stand */
  show(query) {
    this.#words = query.normalize("NFC").toLowerCase().split(/[\s"“”]+/).filter(Boolean);
    this.#observer.disconnect();
    if (!this.#words.length || !("highlights" in CSS)) return this.stop();
    this.#observer.observe(this.#root, { childList: true, subtree: true, characterData: true });
    this.#soon();
  }

  stop() {
    this.#observer.disconnect();
    cancelAnimationFrame(this.#waiting);
    if ("highlights" in CSS) CSS.highlights.delete(NAME);
  }

  /** Once a frame, however much changes. */
  #soon() {
    cancelAnimationFrame(this.#waiting);
    this.#waiting = requestAnimationFrame(() => this.#mark());
  }

  #mark() {
    const ranges = [...this.#root.querySelectorAll(".bubble, .text")].flatMap((bubble) => this.#ranges(bubble));
    if (ranges.length) CSS.highlights.set(NAME, new Highlight(...ranges));
    else CSS.highlights.delete(NAME);
  }

  /** @param {Element} element */
  #ranges(element) {
    const ranges = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = (node.nodeValue ?? "").toLowerCase();
      if (text.length !== node.nodeValue?.length) continue; // a letter that grows in lower case would shift the rest
      for (const word of this.#words) {
        for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, at + word.length);
          ranges.push(range);
        }
      }
    }
    return ranges;
  }
}
