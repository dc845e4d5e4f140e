/**
 * Who wants to know hears of it: `on(topic, ear)` and `tell(topic, detail)`.
 *
 * Topics: rooms (the list), room (detail: room id; its members or settings), timeline (room id), reads (room id), pins
 * (room id), people, presence, typing (room id), connection, outbox, uploads (file id), drafts, route (room, panel or
 * view), surveys, notices (the lists of them), survey ({surveyId, survey: null when it is gone}), notifications (those I got), toasts, preferences, file (what the server says anew of one); own (stars, messages
 * for later, reminders; each told by an event as bookmark, scheduled, reminder), draft (as the server has
 * it), draft-saved and draft-adopted (room id);
 * and acts: incoming (a message), notified (a notification), notices-read ({ids, readAt}: notifications), gone (room id:
 * no longer mine), pick-files, search (the field of the open search), find (in the open room),
 * jump (message id, or {messageId, still}: the focus stays where it is), dialog ({tag, attributes}).
 */
export class Bus {
  /** @type {Map<string, Set<(detail?: any) => void>>} */
  #ears = new Map();

  /** @param {string} topic @param {(detail?: any) => void} ear @returns {() => void} how to stop listening */
  on(topic, ear) {
    const ears = this.#ears.get(topic) ?? new Set();
    this.#ears.set(topic, ears.add(ear));
    return () => ears.delete(ear);
  }

  /** @param {string} topic @param {any} [detail] */
  tell(topic, detail) {
    for (const ear of [...(this.#ears.get(topic) ?? [])]) ear(detail);
  }
}
