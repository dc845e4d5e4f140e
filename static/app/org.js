/** The org chart, fetched once for a while, and people found in it. */
import { api } from "./api.js";
import { compareNames } from "./format.js";

/**
 * @typedef {{userId: string, name: string, title: string, photoUrl?: string | null, roleInOrg: string}} Post
 * @typedef {{orgUnitId: string, name: string, parentId: string | null, children: Unit[], members: Post[]}} Unit
 * @typedef {{roots: Unit[], counts: Map<string, number>, posts: Map<string, number>}} Chart
 *   counts: people at or below a unit; posts: how many posts somebody has (more than one is 겸직)
 */

const FRESH = 5 * 60_000;

/** @type {{at: number, chart: Promise<Chart>} | null} */
let kept = null;

/** @returns {Promise<Chart>} */
export function loadChart() {
  if (!kept || Date.now() - kept.at > FRESH) {
    const asked = { at: Date.now(), chart: api.get("/org/tree").then(charted) };
    kept = asked;
    asked.chart.catch(() => kept === asked && (kept = null));
  }
  return kept.chart;
}

/** @param {Unit[] | {results: Unit[]}} answer @returns {Chart} */
function charted(answer) {
  const roots = Array.isArray(answer) ? answer : answer.results;
  const counts = new Map();
  const posts = new Map();
  for (const root of roots) count(root, counts, posts);
  return { roots, counts, posts };
}

/** @param {Unit} unit @param {Map<string, number>} counts @param {Map<string, number>} posts @returns {Set<string>} */
function count(unit, counts, posts) {
  const found = new Set(unit.members.map((member) => member.userId));
  for (const id of found) posts.set(id, (posts.get(id) ?? 0) + 1);
  for (const child of unit.children) for (const id of count(child, counts, posts)) found.add(id);
  counts.set(unit.orgUnitId, found.size);
  return found;
}

/** Everybody at or below a unit, each once. @param {Unit} unit @returns {Post[]} */
export function everybodyIn(unit) {
  const found = new Map(unit.members.map((member) => [member.userId, member]));
  for (const child of unit.children) for (const member of everybodyIn(child)) found.set(member.userId, member);
  return [...found.values()];
}

/** People the server finds, by name. @param {string} query @returns {Promise<import("./types").User[]>} */
export async function findPeople(query) {
  const { results } = await api.get(`/users?query=${encodeURIComponent(query)}&limit=50`);
  return results.sort((/** @type {any} */ a, /** @type {any} */ b) => compareNames(a.name, b.name));
}

/** "대리 · 개발1팀" @param {import("./types").User | undefined} user */
export function postLine(user) {
  const unit = user?.units.find((one) => one.isPrimary) ?? user?.units[0];
  return [user?.title || unit?.title, unit?.name].filter(Boolean).join(" · ");
}
