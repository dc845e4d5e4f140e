import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { isQuiet, wakes } from "../../static/app/noti-quiet.js";

const cases = JSON.parse(readFileSync(new URL("../notifications/quiet_hours.json", import.meta.url), "utf8"));

test("the hours of quiet are the server's", () => {
  for (const { name, quietHours, at, quiet } of cases) assert.equal(isQuiet(quietHours, Date.parse(`${at}+09:00`)), quiet, name);
  assert.equal(isQuiet(undefined), false);
});

test("a message calls as the level of its room says", () => {
  const room = (/** @type {any} */ me) => /** @type {any} */ ({ me });
  for (const [level, plain, mention] of /** @type {[string, boolean, boolean][]} */ ([["ALL", true, true], ["MENTIONS", false, true], ["NOTHING", false, false]])) {
    assert.equal(wakes(room({ notifyLevel: level }), false), plain);
    assert.equal(wakes(room({ notifyLevel: level }), true), mention);
  }
  assert.equal(wakes(room({ muted: true }), true), false);
});
