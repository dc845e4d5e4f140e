/** Writing now, sending later: from the composer's menu to the server. */
import { attempt } from "../actions.js";
import { pickMoment } from "../components/moment-menu.js";
import { gettext, interpolate } from "../i18n.js";
import { uuid } from "../ids.js";
import { store } from "../store.js";
import { formatMoment } from "./moments.js";
import { own } from "./own.js";

/**
 * @typedef {{roomId: string, text: string, mentions: string[], mentionUnits?: string[],
 *   replyTo: import("../types").ReplyTo | null, files: number}} Asked what stands in the composer
 */

const showScheduled = () => store.openDialog("saved-things", { tab: "scheduled" });

/** Choose when it is sent. @param {Element} anchor @param {Asked} asked @param {() => void} done the field can be emptied */
export function sendLater(anchor, asked, done) {
  if (asked.files) {
    return store.toast(gettext("Files are sent at once. Only text can be scheduled."), undefined, { kind: "error" });
  }
  const clientMsgId = uuid();
  pickMoment(anchor, {
    title: gettext("When shall it be sent?"), act: gettext("Schedule"),
    chosen: (at) => schedule(asked, clientMsgId, at, done),
    more: [["history", gettext("Scheduled messages"), showScheduled]],
  });
}

/** @param {Asked} asked @param {string} clientMsgId @param {string} at @param {() => void} done */
export async function schedule({ roomId, text, mentions, mentionUnits = [], replyTo }, clientMsgId, at, done) {
  const sent = await attempt(() =>
    own.schedule(roomId, { clientMsgId, text, at, mentions, mentionUnits, replyTo: replyTo?.messageId ?? null }));
  if (!sent) return;
  done();
  store.toast(interpolate(gettext("It will be sent %(when)s."), { when: formatMoment(at) }), { label: gettext("Show"), run: showScheduled });
}
