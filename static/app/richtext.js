/** A message's text as parts: paragraphs, quotations, lists, code. Text stays text; nothing is ever parsed as HTML. */
import { inline, textOf } from "./text/inline.js";

/**
 * @typedef {import("./text/inline.js").Inline} Inline
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

const SHOWN = 300;

/** The beginning of the text in one line, for lists and notifications. @param {string} text */
export const oneLine = (text) =>
  parse(text.slice(0, SHOWN)).map((part) => (isBlock(part) ? ` ${part.text} ` : part.text)).join("")
    .replace(/\s+/g, " ").trim();

/** @param {Part} part */
const isBlock = ({ kind }) => kind === "block" || kind === "quote" || kind === "list";
