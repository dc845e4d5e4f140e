import assert from "node:assert/strict";
import test from "node:test";
import { chosenBy, fromLocal, isOver, leaders, left, share, toggled, toLocal, usualEnds } from "../../static/app/polling.js";

const NOON = Date.parse("2026-11-20T03:00:00Z"); // 12:00 in Seoul
const option = (/** @type {string} */ optionId, count = 0, /** @type {string[] | undefined} */ voterIds = undefined) => ({ optionId, text: optionId, count, ...(voterIds ? { voterIds } : {}) });
const poll = (/** @type {object} */ more) => /** @type {any} */ ({ isAnonymous: false, isMultiple: false, closesAt: null, closedAt: null, voterCount: 0, options: [], myOptionIds: null, ...more });

test("a poll is over when it was closed, or when its time has come and nobody has said so yet", () => {
  assert.equal(isOver(poll({}), NOON), false);
  assert.equal(isOver(poll({ closedAt: "2026-11-20T02:00:00.000Z" }), NOON), true);
  assert.equal(isOver(poll({ closesAt: "2026-11-20T03:00:00.000Z" }), NOON), true);
  assert.equal(isOver(poll({ closesAt: "2026-11-20T03:00:00.001Z" }), NOON), false);
});

test("who leads: one, several in a tie, nobody before the first vote", () => {
  assert.deepEqual(leaders(poll({ options: [option("a", 2), option("b", 1)] })), ["a"]);
  assert.deepEqual(leaders(poll({ options: [option("a", 2), option("b", 2), option("c")] })), ["a", "b"]);
  assert.deepEqual(leaders(poll({ options: [option("a"), option("b")] })), []);
});

test("shares are of those who voted", () => {
  assert.equal(share(poll({ voterCount: 3 }), 2), 67);
  assert.equal(share(poll({}), 0), 0);
});

test("what I chose: from the answer to me, from the names, or not to be seen", () => {
  const options = [option("a", 1, ["me"]), option("b", 0, [])];
  assert.deepEqual(chosenBy(poll({ options }), "me"), ["a"]);
  assert.deepEqual(chosenBy(poll({ options, myOptionIds: ["b"] }), "me"), ["b"]);
  assert.equal(chosenBy(poll({ isAnonymous: true, options: [option("a", 1)] }), "me"), null);
  assert.equal(chosenBy(poll({ options: [option("a", 500)] }), "me"), null); // too many names for a message
});

test("a click chooses, chooses another, chooses more, or takes it back", () => {
  assert.deepEqual(toggled(poll({}), ["a"], "b"), ["b"]);
  assert.deepEqual(toggled(poll({}), ["a"], "a"), []);
  assert.deepEqual(toggled(poll({ isMultiple: true }), ["a"], "b"), ["a", "b"]);
  assert.deepEqual(toggled(poll({ isMultiple: true }), ["a", "b"], "a"), ["b"]);
});

test("the time that is left, in the unit that one thinks in", () => {
  assert.equal(left(900), "1 second left");
  assert.equal(left(59_000), "59 seconds left");
  assert.equal(left(60_000), "1 minute left");
  assert.equal(left(119 * 60_000), "119 minutes left");
  assert.equal(left(3 * 3_600_000), "3 hours left");
  assert.equal(left(50 * 3_600_000), "2 days left");
});

test("usual ends are in the office's zone, and none is over", () => {
  const at = (/** @type {number} */ now) => usualEnds(now).map(({ value, at: end }) => `${value} ${new Date(end).toISOString()}`);
  assert.deepEqual(at(NOON), ["hour 2026-11-20T04:00:00.000Z", "today 2026-11-20T09:00:00.000Z",
    "tomorrow 2026-11-21T09:00:00.000Z", "week 2026-11-27T09:00:00.000Z"]);
  assert.ok(!at(NOON + 7 * 3_600_000).some((end) => end.startsWith("today")));
  assert.deepEqual(at(Date.parse("2026-11-20T15:30:00Z"))[1], "today 2026-11-21T09:00:00.000Z"); // past midnight in Seoul
});

test("what stands in the field for a day and a time", () => {
  assert.equal(toLocal(NOON), "2026-11-20T12:00");
  assert.equal(fromLocal("2026-11-20T12:00"), NOON);
  assert.ok(Number.isNaN(fromLocal("")));
});
