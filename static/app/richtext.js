/** A message's text as parts: links, mentions, code, bold. Text stays text; nothing is ever parsed as HTML. */

/**
 * @typedef {{kind: "text" | "block" | "code" | "bold", text: string} | {kind: "link", text: string, url: string}
 *   | {kind: "mention", text: string, userId: string}} Part
 */

const TOKEN = /(```[\s\S]+?```)|(`[^`\n]+`)|(\*\*[^*\n]+\*\*)|(https?:\/\/[^\s<>"']+)/gu;
const CLOSERS = new Set(".,!?;:'\"…。、」』”’〉》】)]}");

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
function safeUrl(raw) {
  try {
    return new URL(raw).href;
  } catch {
    return null;
  }
}

/**
 * @param {string} text
 * @param {Map<string, string>} [mentions] "@김하늘" -> user id ("all" for everybody), only those the message mentions
 * @returns {Part[]}
 */
export function parse(text, mentions = new Map()) {
  /** @type {Part[]} */
  const parts = [];
  const named = anyOf(mentions.keys());
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, block, code, bold, link] = match;
    const url = link && trimUrl(link);
    if (link && !safeUrl(url ?? "")) continue;
    plain(parts, text.slice(at, match.index), named, mentions);
    if (block) parts.push({ kind: "block", text: block.slice(3, -3).replace(/^\n|\n$/g, "") });
    else if (code) parts.push({ kind: "code", text: code.slice(1, -1) });
    else if (bold) parts.push({ kind: "bold", text: bold.slice(2, -2) });
    else if (url) parts.push({ kind: "link", text: url, url });
    at = match.index + (url ? url.length : whole.length);
  }
  plain(parts, text.slice(at), named, mentions);
  return parts;
}

/** @param {Part[]} parts @param {string} text @param {RegExp | null} named @param {Map<string, string>} mentions */
function plain(parts, text, named, mentions) {
  let at = 0;
  for (const match of named ? text.matchAll(named) : []) {
    if (match.index > at) parts.push({ kind: "text", text: text.slice(at, match.index) });
    parts.push({ kind: "mention", text: match[0], userId: /** @type {string} */ (mentions.get(match[0])) });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ kind: "text", text: text.slice(at) });
}

/** Finds the names, the longest of those that begin alike; in one go, however many there are. @param {Iterable<string>} names */
function anyOf(names) {
  const sorted = [...names].filter(Boolean).sort((a, b) => b.length - a.length);
  return sorted.length ? new RegExp(sorted.map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|"), "gu") : null;
}

/** The text in one line, for lists and notifications. @param {string} text */
export const oneLine = (text) => text.replace(/```|\*\*|`/g, "").replace(/\s+/g, " ").trim();
