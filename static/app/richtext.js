/** A message's text as parts: links, mentions, code, bold. Text stays text; nothing is ever parsed as HTML. */

/**
 * @typedef {{kind: "text" | "block" | "code" | "bold", text: string} | {kind: "link", text: string, url: string}
 *   | {kind: "mention", text: string, userId: string}} Part
 */

const TOKEN = /(```[\s\S]+?```)|(`[^`\n]+`)|(\*\*[^*\n]+\*\*)|(https?:\/\/[^\s<>"']+)/gu;
const CLOSERS = /[.,!?;:'"…。、」』)\]}]+$/u;

/** A link without the punctuation of the sentence around it; a bracket that belongs to it stays. @param {string} raw */
function trimUrl(raw) {
  let url = raw;
  for (let tail = CLOSERS.exec(url); tail; tail = CLOSERS.exec(url)) {
    const last = url.at(-1);
    if (last === ")" && url.split("(").length > url.split(")").length - 1) break;
    url = url.slice(0, -1);
  }
  return url;
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
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, block, code, bold, link] = match;
    const url = link && trimUrl(link);
    if (link && !safeUrl(url ?? "")) continue;
    plain(parts, text.slice(at, match.index), mentions);
    if (block) parts.push({ kind: "block", text: block.slice(3, -3).replace(/^\n|\n$/g, "") });
    else if (code) parts.push({ kind: "code", text: code.slice(1, -1) });
    else if (bold) parts.push({ kind: "bold", text: bold.slice(2, -2) });
    else if (url) parts.push({ kind: "link", text: url, url });
    at = match.index + (url ? url.length : whole.length);
  }
  plain(parts, text.slice(at), mentions);
  return parts;
}

/** @param {Part[]} parts @param {string} text @param {Map<string, string>} mentions */
function plain(parts, text, mentions) {
  let rest = text;
  const names = [...mentions.keys()].sort((a, b) => b.length - a.length);
  while (rest) {
    const found = names.map((name) => ({ name, at: rest.indexOf(name) })).filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at || b.name.length - a.name.length)[0];
    if (!found) break;
    if (found.at) parts.push({ kind: "text", text: rest.slice(0, found.at) });
    parts.push({ kind: "mention", text: found.name, userId: /** @type {string} */ (mentions.get(found.name)) });
    rest = rest.slice(found.at + found.name.length);
  }
  if (rest) parts.push({ kind: "text", text: rest });
}

/** The text in one line, for lists and notifications. @param {string} text */
export const oneLine = (text) => text.replace(/```|\*\*|`/g, "").replace(/\s+/g, " ").trim();
