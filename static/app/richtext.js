/**
 * A message's text as parts: paragraphs, quotations, lists, code, and inside a line links, mentions, code, and words that
 * are bold, in italics, struck through. Text stays text; nothing is ever parsed as HTML.
 *
 * Marks count only where somebody meant them. A particle may follow at once (`**중요**합니다`), which the usual rules of
 * Markdown forbid; `2*3*4`, snake_case, `ㅋㅋ~~` and marks beside a blank stay what they are. One pass, no going back.
 */

/**
 * @typedef {{kind: "text" | "code", text: string} | {kind: "link", text: string, url: string}
 *   | {kind: "mention", text: string, userId: string} | {kind: "bold" | "italic" | "strike", text: string, parts: Inline[]}} Inline
 * @typedef {{kind: "bold" | "italic" | "strike", mark: string}} Mark
 * @typedef {{mark: Mark, parts: Inline[]}} Open a mark that waits for its end, and what stands before it
 * @typedef {{kind: "block", text: string, language: string}} Block
 * @typedef {{kind: "quote", text: string, parts: Inline[]}} Quote
 * @typedef {{kind: "list", text: string, ordered: boolean, items: {number: number, parts: Inline[]}[]}} List
 * @typedef {Inline | Block | Quote | List} Part
 */

const FENCE = /```[\s\S]+?```/gu;
const LANGUAGE = /^([\w+#.-]{1,20})[ \t]*\n/;
const QUOTE = /^> ?/;
const BULLET = /^ {0,3}[-•] (?=\S)/; // not *: that begins a footnote
const NUMBER = /^ {0,3}(\d{1,3})[.)] (?=\S)/;

/**
 * @param {string} text
 * @param {Map<string, string>} [mentions] "@김하늘" -> user id ("all" for everybody), only those the message mentions
 * @returns {Part[]}
 */
export function parse(text, mentions = new Map()) {
  const named = anyOf(mentions.keys());
  /** @type {Part[]} */
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(FENCE)) {
    lines(parts, text.slice(at, match.index).replace(/\n$/, ""), named, mentions);
    parts.push(block(match[0].slice(3, -3)));
    at = match.index + match[0].length;
    if (text[at] === "\n") at += 1; // a block has its own line ends
  }
  lines(parts, text.slice(at), named, mentions);
  return parts;
}

/** @param {string} raw @returns {Block} */
function block(raw) {
  const language = LANGUAGE.exec(raw);
  const text = language ? raw.slice(language[0].length) : raw;
  return { kind: "block", text: text.replace(/^\n|\n$/g, ""), language: language?.[1] ?? "" };
}

/** What a line is the beginning of. @param {string} line */
function kindOf(line) {
  if (QUOTE.test(line)) return "quote";
  if (BULLET.test(line)) return "bullet";
  return NUMBER.test(line) ? "number" : "plain";
}

/**
 * Lines that belong together become one part.
 * @param {Part[]} parts @param {string} text @param {RegExp | null} named @param {Map<string, string>} mentions
 */
function lines(parts, text, named, mentions) {
  const all = text.split("\n");
  for (let from = 0, upto = 0; from < all.length; from = upto) {
    const kind = kindOf(all[from]);
    while (upto < all.length && kindOf(all[upto]) === kind) upto += 1;
    const found = all.slice(from, upto);
    if (kind === "quote") {
      const inner = inline(found.map((line) => line.replace(QUOTE, "")).join("\n"), named, mentions);
      parts.push({ kind, text: textOf(inner), parts: inner });
    } else if (kind !== "plain") parts.push(list(found, kind === "number", named, mentions));
    else parts.push(...inline(found.join("\n"), named, mentions)); // what stands by itself has its own line ends
  }
}

/** @param {string[]} found @param {boolean} ordered @param {RegExp | null} named @param {Map<string, string>} mentions @returns {List} */
function list(found, ordered, named, mentions) {
  const items = found.map((line, i) => ({
    number: ordered ? Number(NUMBER.exec(line)?.[1]) : i + 1, // as it was written, whatever came before
    parts: inline(line.replace(ordered ? NUMBER : BULLET, ""), named, mentions),
  }));
  return { kind: "list", text: items.map((item) => textOf(item.parts)).join("\n"), ordered, items };
}

/** Finds the names, the longest of those that begin alike; in one go, however many there are. @param {Iterable<string>} names */
function anyOf(names) {
  const sorted = [...names].filter(Boolean).sort((a, b) => b.length - a.length);
  return sorted.length ? new RegExp(sorted.map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|"), "gu") : null;
}

// --- Inside a line

const TOKEN = /(`[^`\n]+`)|(https?:\/\/[^\s<>"']+)|(\*+|_+|~+)/gu;
const CLOSERS = new Set(".,!?;:'\"…。、」』”’〉》】)]}*~");
const LETTER = /[\p{L}\p{N}]/u;
const HANGUL = /\p{Script=Hangul}/u;

/** @type {Record<string, Mark>} */
const MARKS = {
  "**": { kind: "bold", mark: "**" },
  "*": { kind: "italic", mark: "*" },
  _: { kind: "italic", mark: "_" },
  "~~": { kind: "strike", mark: "~~" },
};

/** A link without the punctuation of the sentence around it; a bracket that belongs to it stays. @param {string} raw */
function trimUrl(raw) {
  let open = raw.split("(").length - raw.split(")").length; // brackets opened and not closed
  let end = raw.length;
  for (; end && CLOSERS.has(raw[end - 1]); end -= 1) {
    if (raw[end - 1] === ")" && open++ >= 0) break;
  }
  return raw.slice(0, end);
}

/** @param {string} raw */
function isUrl(raw) {
  try {
    return Boolean(new URL(raw).href);
  } catch {
    return false;
  }
}

/** Whether marked words may begin here. @param {Mark} mark @param {string} before @param {string} after */
function opens({ mark }, before, after) {
  if (!after || /\s/.test(after)) return false;
  return !LETTER.test(before) || (mark === "**" && HANGUL.test(before)); // 아주**중요**한
}

/** Whether marked words may end here. @param {Mark} mark @param {string} before @param {string} after */
function closes({ mark }, before, after) {
  if (!before || /\s/.test(before)) return false;
  return !LETTER.test(after) || (mark !== "_" && HANGUL.test(after)); // **중요**합니다
}

/** The text of parts, without marks. @param {{text: string}[]} parts */
const textOf = (parts) => parts.map(({ text }) => text).join("");

class Line {
  /** @type {Inline[]} */
  parts = [];
  /** @type {Open[]} at most one of each mark */
  #open = [];

  /** @param {Inline} part */
  add(part) {
    const last = this.parts.at(-1);
    if (part.kind === "text" && last?.kind === "text") last.text += part.text;
    else if (part.text) this.parts.push(part);
  }

  /** @param {Mark} mark @param {string} before @param {string} after */
  mark(mark, before, after) {
    const at = this.#open.findIndex((one) => one.mark === mark);
    if (at >= 0 && this.parts.length && closes(mark, before, after)) return this.#close(at);
    if (at < 0 && opens(mark, before, after)) {
      this.#open.push({ mark, parts: this.parts });
      this.parts = [];
    } else this.add({ kind: "text", text: mark.mark });
  }

  /** What was opened inside and never closed is no mark. @param {number} at */
  #close(at) {
    while (this.#open.length > at + 1) this.#giveUp();
    const { mark, parts: before } = /** @type {Open} */ (this.#open.pop());
    const { parts } = this;
    this.parts = before;
    this.add({ kind: mark.kind, text: textOf(parts), parts });
  }

  #giveUp() {
    const { mark, parts: before } = /** @type {Open} */ (this.#open.pop());
    const { parts } = this;
    this.parts = before;
    this.add({ kind: "text", text: mark.mark });
    for (const part of parts) this.add(part);
  }

  end() {
    while (this.#open.length) this.#giveUp();
    return this.parts;
  }
}

/** @param {Line} line @param {string} text @param {RegExp | null} named @param {Map<string, string>} mentions */
function plain(line, text, named, mentions) {
  let at = 0;
  for (const match of named ? text.matchAll(named) : []) {
    line.add({ kind: "text", text: text.slice(at, match.index) });
    line.add({ kind: "mention", text: match[0], userId: /** @type {string} */ (mentions.get(match[0])) });
    at = match.index + match[0].length;
  }
  line.add({ kind: "text", text: text.slice(at) });
}

/**
 * Text without blocks, which may be of several lines; marks end with their line.
 * @param {string} text @param {RegExp | null} named @param {Map<string, string>} mentions @returns {Inline[]}
 */
function inline(text, named, mentions) {
  /** @type {Inline[]} */
  const parts = [];
  text.split(/(\n)/).forEach((piece) => {
    const line = new Line();
    if (piece) read(line, piece, named, mentions);
    for (const part of line.end()) {
      const last = parts.at(-1);
      if (part.kind === "text" && last?.kind === "text") last.text += part.text;
      else parts.push(part);
    }
  });
  return parts;
}

/** @param {Line} line @param {string} text @param {RegExp | null} named @param {Map<string, string>} mentions */
function read(line, text, named, mentions) {
  const token = new RegExp(TOKEN);
  let at = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [whole, code, link, run] = match;
    const start = match.index;
    const url = link && trimUrl(link);
    if ((link && !isUrl(url ?? "")) || (run && !MARKS[run])) continue;
    plain(line, text.slice(at, start), named, mentions);
    at = token.lastIndex = start + (url ?? whole).length; // behind a link the sentence goes on
    if (code) line.add({ kind: "code", text: code.slice(1, -1) });
    else if (url) line.add({ kind: "link", text: url, url });
    else line.mark(MARKS[run], text[start - 1] ?? "", text[at] ?? "");
  }
  plain(line, text.slice(at), named, mentions);
}

const SHOWN = 300;

/** The beginning of the text in one line, for lists and notifications. @param {string} text */
export const oneLine = (text) =>
  parse(text.slice(0, SHOWN)).map((part) => (isBlock(part) ? ` ${part.text} ` : part.text)).join("")
    .replace(/\s+/g, " ").trim();

/** @param {Part} part */
const isBlock = ({ kind }) => kind === "block" || kind === "quote" || kind === "list";
