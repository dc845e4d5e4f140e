/** System lines, said in the reader's language (the server's own text is the fallback). */
import { gettext, interpolate, pgettext } from "./i18n.js";
import { store } from "./store.js";

const SENTENCES = /** @type {Record<string, () => string>} */ ({
  "member.invited": () => gettext("%(actor)s invited %(people)s."),
  "member.removed": () => gettext("%(actor)s removed %(people)s."),
  "member.left": () => gettext("%(people)s left the conversation."),
  "member.admin_granted": () => gettext("%(people)s is now an admin of this conversation."),
  "member.admin_withdrawn": () => gettext("%(people)s is no longer an admin of this conversation."),
  "room.renamed": () => gettext("%(actor)s named the conversation “%(name)s”."),
  "room.history_all": () => gettext("New members can now read everything written before they joined."),
  "room.history_joined": () => gettext("New members now read only what is written after they joined."),
});
const NAMED = 5;

/** 김하늘 님 @param {string | null | undefined} id */
function polite(id) {
  const name = store.user(id ?? null)?.name;
  return name ? interpolate(pgettext("politely", "%(name)s"), { name }) : gettext("Unknown person");
}

/** @param {string[]} ids */
function people(ids) {
  const names = ids.slice(0, NAMED).map(polite).join(", ");
  const more = ids.length - NAMED;
  return more > 0 ? interpolate(gettext("%(names)s and %(n)s others"), { names, n: more }) : names;
}

/** @param {import("./types").Message} message */
export function systemText(message) {
  const facts = message.system;
  const sentence = facts && SENTENCES[facts.kind];
  if (!sentence) return message.text;
  return interpolate(sentence(), { actor: polite(facts.actorId), people: people(facts.userIds ?? []), name: facts.name ?? "" });
}
