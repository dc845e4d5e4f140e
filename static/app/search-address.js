/** What is asked of a search, and how it stands in the address, so that a reload and Back lead to the same. */

/** @typedef {"all" | "messages" | "files" | "users" | "rooms"} Kind */
/**
 * @typedef {object} Asked
 * @property {string} q @property {Kind} kind @property {string} roomId @property {string} senderId
 * @property {string} period "" | week | month | year | own @property {string} from @property {string} to 2026-11-20
 * @property {boolean} hasFile @property {boolean} hasLink @property {boolean} mentionsMe
 * @property {boolean} loose wherever the spaces are @property {boolean} best best first instead of newest first
 */

/** @type {Kind[]} */
export const KINDS = ["all", "messages", "files", "users", "rooms"];

/** @type {Readonly<Asked>} */
export const NOTHING = Object.freeze({
  q: "", kind: "all", roomId: "", senderId: "", period: "", from: "", to: "",
  hasFile: false, hasLink: false, mentionsMe: false, loose: false, best: false,
});

const PERIODS = ["week", "month", "year", "own"];
const ID = /^[0-9a-f-]{36}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const LONGEST = 200;

/** @typedef {"hasFile" | "hasLink" | "mentionsMe" | "loose" | "best"} Switch */
/** @type {Switch[]} */
const SWITCHES = ["hasFile", "hasLink", "mentionsMe", "loose", "best"];

/** Anybody may have written the address: what makes no sense in it is left out. @param {string} address `q=회의&kind=files` @returns {Asked} */
export function fromAddress(address) {
  const given = new URLSearchParams(address);
  const text = (/** @type {string} */ name) => given.get(name) ?? "";
  const fits = (/** @type {string} */ name, /** @type {RegExp} */ pattern) => (pattern.test(text(name)) ? text(name) : "");
  const kind = /** @type {Kind} */ (text("kind"));
  const period = PERIODS.includes(text("period")) ? text("period") : "";
  const switches = Object.fromEntries(SWITCHES.map((name) => [name, text(name) === "1"]));
  return {
    ...NOTHING, ...switches, q: text("q").slice(0, LONGEST), kind: KINDS.includes(kind) ? kind : "all",
    roomId: fits("in", ID), senderId: fits("by", ID), period,
    from: period === "own" ? fits("from", DAY) : "", to: period === "own" ? fits("to", DAY) : "",
  };
}

/** What can be left out is; `q` stands there always, for it says that this is a search. @param {Asked} asked */
export function toAddress(asked) {
  const { q, kind, roomId, senderId, period, from, to } = asked;
  const given = { kind: kind === "all" ? "" : kind, in: roomId, by: senderId, period, from, to };
  const texts = Object.entries(given).filter(([, value]) => value);
  const switches = SWITCHES.filter((name) => asked[name]).map((name) => [name, "1"]);
  return new URLSearchParams([["q", q], ...texts, ...switches]).toString();
}

/** The filters alone, without what is looked for, where it is listed and in what order. @param {Asked} asked */
export function filtersOf({ roomId, senderId, period, hasFile, hasLink, mentionsMe, loose }) {
  return { roomId, senderId, period, hasFile, hasLink, mentionsMe, loose };
}

/** The same question without any filter. @param {Asked} asked @returns {Asked} */
export const unfiltered = ({ q, kind, best }) => ({ ...NOTHING, q, kind, best });

/** Whether there is enough to look for: one Hangul letter, or two others. @param {string} q */
export function isEnough(q) {
  const bare = q.normalize("NFC").replace(/["“”\s]/g, "");
  return [...bare].length > 1 || /[\u3131-\u318e\uac00-\ud7a3\u3400-\u9fff]/.test(bare);
}
