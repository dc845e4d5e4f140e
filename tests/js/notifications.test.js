import assert from "node:assert/strict";
import test from "node:test";
import { store } from "../../static/app/store.js";
import { follow } from "../../static/app/components/noti-words.js";

const ROOM = "5b8f7d0e-0000-4000-8000-000000000001";

/** Where a notification leads. @param {object} notice */
function led(notice) {
  /** @type {unknown[][]} */
  const steps = [];
  for (const name of ["openSurvey", "openNotice", "openDialog", "openRoom", "showMessage"]) {
    Object.defineProperty(store, name, { configurable: true, value: (/** @type {unknown[]} */ ...where) => steps.push([name, ...where]) });
  }
  Object.defineProperty(store, "room", { configurable: true, value: (/** @type {string} */ id) => (id === ROOM ? {} : undefined) });
  const there = follow(/** @type {any} */ ({ target: null, roomId: null, messageId: null, gone: false, ...notice }));
  return there ? steps[0] : null;
}

test("a notification leads to what it is about", () => {
  assert.deepEqual(led({ target: { kind: "survey", id: "s" } }), ["openSurvey", "s"]);
  assert.deepEqual(led({ target: { kind: "notice", id: "n" }, roomId: ROOM, messageId: 3 }), ["openNotice", "n"]);
  assert.deepEqual(led({ target: { kind: "message", id: 3 }, roomId: ROOM, messageId: 3 }), ["showMessage", ROOM, 3]);
  assert.deepEqual(led({ roomId: ROOM }), ["openRoom", ROOM]);
});

test("a message that was not sent is shown among those that wait", () => {
  assert.deepEqual(led({ target: { kind: "scheduled", id: "x" } }), ["openDialog", "saved-things", { tab: "scheduled" }]);
});

test("what cannot be seen any more leads nowhere", () => {
  assert.equal(led({ gone: true, roomId: ROOM, messageId: 3 }), null);
  assert.equal(led({ roomId: "another", messageId: 3 }), null);
});
