/** Mentions: from "@김하늘" in a text to people's ids, and back. */
import { gettext, interpolate, ngettext } from "./i18n.js";
import { matches } from "./hangul.js";
import { store } from "./store.js";

/** @typedef {{id: string, name: string, detail: string, unit?: boolean}} Candidate unit: a department */
/** @typedef {import("./org.js").Unit} Unit */

/** How everybody can be written; all of them are understood. */
const everybody = () => [...new Set([gettext("all"), "all", "전체"])];

/**
 * "@name" -> id for what a message mentions; "unit" for a department.
 * @param {string[]} mentions @param {{name: string}[]} [units] @returns {Map<string, string>}
 */
export function mentionNames(mentions, units = []) {
  const names = new Map(units.map(({ name }) => [`@${name}`, "unit"]));
  for (const id of mentions) {
    if (id === "all") for (const word of everybody()) names.set(`@${word}`, "all");
    else if (store.user(id)) names.set(`@${store.user(id)?.name}`, id);
  }
  return names;
}

/**
 * Whom I can mention in a room: everybody, people, departments that have somebody there.
 * @param {string} roomId @param {string} query @param {Unit[] | null} [roots] the org chart @returns {Candidate[]}
 */
export function candidates(roomId, query, roots = null) {
  const room = store.room(roomId);
  const people = (room?.members ?? []).filter(({ userId }) => userId !== store.me.userId);
  const found = people.map(({ userId }) => store.user(userId)).filter((user) => user !== undefined)
    .filter((user) => matches(query, user.name, user.loginId))
    .map((user) => ({ id: user.userId, name: user.name, detail: [user.title, user.units?.[0]?.name].filter(Boolean).join(" · ") }));
  const all = { id: "all", name: gettext("all"), detail: gettext("Everybody in this conversation") };
  const wanted = room?.type === "GROUP" && (!query || everybody().some((word) => word.startsWith(query)));
  const units = room?.type === "GROUP" && query ? unitsOf(roots ?? [], query, new Set(people.map(({ userId }) => userId))) : [];
  return [...(wanted ? [all] : []), ...found.slice(0, units.length ? 5 : 8), ...units].slice(0, 8);
}

/** Departments whose name fits, with how many of their people are in the room. @param {Unit[]} roots @param {string} query @param {Set<string>} inside */
function unitsOf(roots, query, inside) {
  /** @type {Candidate[]} */
  const found = [];
  /** @param {Unit} unit @returns {Set<string>} its people who are here */
  const walk = (unit) => {
    const here = new Set(unit.members.map(({ userId }) => userId).filter((id) => inside.has(id)));
    for (const child of unit.children) for (const id of walk(child)) here.add(id);
    if (here.size && matches(query, unit.name)) {
      const detail = interpolate(ngettext("Department, %(n)s person here", "Department, %(n)s people here", here.size), { n: here.size });
      found.push({ id: unit.orgUnitId, name: unit.name, detail, unit: true });
    }
    return here;
  };
  for (const root of roots) walk(root);
  return found;
}

/** The departments among those picked that still stand in the text. @param {string} text @param {Map<string, string>} picked "@name" -> id */
export const unitsIn = (text, picked) => [...new Set([...picked].filter(([name]) => text.includes(name)).map(([, id]) => id))];

/** The "@…" being written just before the caret. @param {string} text @param {number} caret */
export function queryAt(text, caret) {
  const found = /(?:^|[\s(])@([\p{L}\p{N}_.]{0,20})$/u.exec(text.slice(0, caret));
  return found ? { query: found[1], start: caret - found[1].length - 1 } : null;
}

/**
 * The ids that a text mentions: who was picked, and members whose name is written out and is nobody else's.
 * @param {string} roomId @param {string} text @param {Map<string, string>} picked "@name" -> id
 */
export function mentionsIn(roomId, text, picked) {
  const room = store.room(roomId);
  const ids = new Set([...picked].filter(([name]) => text.includes(name)).map(([, id]) => id));
  const names = new Map();
  for (const { userId } of room?.members ?? []) {
    const name = store.user(userId)?.name;
    if (name) names.set(name, names.has(name) ? null : userId);
  }
  for (const [name, id] of names) if (id && !picked.has(`@${name}`) && wrote(text, name)) ids.add(id);
  if (room?.type === "GROUP" && everybody().some((word) => wrote(text, word))) ids.add("all");
  ids.delete(store.me.userId);
  return [...ids];
}

/** "@name" as a word of its own; a particle may follow it. @param {string} text @param {string} name */
const wrote = (text, name) => new RegExp(`(^|[\\s(])@${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![A-Za-z0-9])`, "u").test(text);
