import assert from "node:assert/strict";
import test from "node:test";
import { countBelow, Reads } from "../../static/app/state/reads.js";
import { Timeline } from "../../static/app/state/timeline.js";
import { Bus } from "../../static/app/bus.js";

const message = (/** @type {number} */ seq, more = {}) => /** @type {any} */ ({
  messageId: seq + 100, roomId: "r", seq, change: seq, text: `글 ${seq}`, senderId: "a", type: "TEXT",
  replyTo: null, deletedAt: null, unreadCount: null, ...more,
});
const seqs = (/** @type {Timeline} */ timeline) => timeline.messages.map(({ seq }) => seq);

function opened(/** @type {number[]} */ list, edge = {}) {
  const timeline = new Timeline();
  timeline.replace(list.map((seq) => message(seq)), { before: true, after: false, cursor: list.at(-1) ?? 0, ...edge });
  return timeline;
}

test("new messages go to the end, in whatever order they come", () => {
  const timeline = opened([5, 6]);
  assert.ok(timeline.apply(message(8)));
  assert.ok(timeline.apply(message(7)));
  assert.deepEqual(seqs(timeline), [5, 6, 7, 8]);
});

test("the same message twice is one message", () => {
  const timeline = opened([5, 6]);
  assert.ok(!timeline.apply(message(6)));
  assert.deepEqual(seqs(timeline), [5, 6]);
});

test("an older state does not undo a newer one", () => {
  const timeline = opened([5, 6]);
  timeline.apply(message(6, { change: 9, text: "고침" }));
  assert.ok(!timeline.apply(message(6, { change: 8, text: "먼저 것" })));
  assert.equal(timeline.last?.text, "고침");
});

test("what lies outside of the window is left out", () => {
  const timeline = opened([5, 6]);
  assert.ok(!timeline.apply(message(3, { change: 20 })));
  const detached = opened([5, 6], { after: true });
  assert.ok(!detached.apply(message(7)));
});

test("at the beginning of the room an earlier message belongs", () => {
  const timeline = opened([5, 6], { before: false });
  assert.ok(timeline.apply(message(4, { change: 20 })));
  assert.deepEqual(seqs(timeline), [4, 5, 6]);
});

test("pages before and after overlap without doubling", () => {
  const timeline = opened([5, 6], { after: true });
  timeline.prepend([message(3), message(4), message(5)], false);
  timeline.append([message(6), message(7)], false);
  assert.deepEqual(seqs(timeline), [3, 4, 5, 6, 7]);
  assert.ok(!timeline.hasMoreBefore && !timeline.hasMoreAfter);
});

test("quotes follow the message they quote", () => {
  const timeline = opened([5]);
  timeline.apply(message(6, { replyTo: { messageId: 105, senderId: "a", type: "TEXT", text: "글 5", deletedAt: null } }));
  timeline.apply(message(5, { change: 7, text: "고친 글" }));
  assert.equal(timeline.last?.replyTo?.text, "고친 글");
  timeline.apply(message(5, { change: 8, text: "", deletedAt: "2026-01-01T00:00:00.000Z" }));
  assert.ok(timeline.last?.replyTo?.deletedAt);
  assert.equal(timeline.get(106)?.replyTo?.text, "");
});

test("any order of the same events ends in the same state", () => {
  const events = [message(6), message(7), message(6, { change: 8, text: "x" }), message(8, { change: 9 }), message(5, { change: 10, deletedAt: "t", text: "" })];
  const end = (/** @type {any[]} */ list) => {
    const timeline = opened([4, 5]);
    for (const event of list) timeline.apply(event);
    return timeline.messages;
  };
  const expected = end(events);
  for (let round = 0; round < 50; round++) {
    const shuffled = [...events, ...events].sort(() => Math.random() - 0.5);
    assert.deepEqual(end(shuffled), expected);
  }
});

test("the unread number counts positions before the message, without the sender", () => {
  const reads = new Reads(new Bus());
  const members = [["a", 0], ["b", 5], ["c", 6], ["d", 3]].map(([userId, lastReadSeq]) => ({ userId, lastReadSeq, isAdmin: false, joinedAt: "" }));
  reads.take(/** @type {any} */ ({ roomId: "r", members }));
  assert.equal(reads.unread(message(6)), 2);
  assert.equal(reads.unread(message(7, { senderId: "c" })), 3);
  reads.move("r", "d", 6);
  assert.equal(reads.unread(message(6)), 1);
  reads.move("r", "d", 2);
  assert.equal(reads.unread(message(6)), 1, "positions never move back");
  assert.equal(reads.unread(message(6, { deletedAt: "t" })), 0);
  assert.equal(reads.unread(message(6, { type: "SYSTEM" })), 0);
});

test("large rooms carry the number themselves", () => {
  const reads = new Reads(new Bus());
  reads.take(/** @type {any} */ ({ roomId: "r", members: [{ userId: "a", isAdmin: false, joinedAt: "" }] }));
  assert.equal(reads.unread(message(6, { unreadCount: 412 })), 412);
});

test("counting below a limit", () => {
  assert.equal(countBelow([], 5), 0);
  assert.equal(countBelow([1, 2, 2, 9], 2), 1);
  assert.equal(countBelow([1, 2, 2, 9], 10), 4);
});
