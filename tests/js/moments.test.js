import assert from "node:assert/strict";
import test from "node:test";
import { fieldValue, formatMoment, fromField, quickMoments } from "../../static/app/around/moments.js";

const at = (/** @type {string} */ seoul) => Date.parse(`${seoul}:00+09:00`);
const names = (/** @type {string} */ now) => quickMoments(at(now)).map((one) => [one.name, fieldValue(one.at)]);

test("what is offered on a Wednesday afternoon", () => {
  assert.deepEqual(names("2026-11-18T15:10"), [
    ["In 30 minutes", "2026-11-18T15:40"],
    ["In 3 hours", "2026-11-18T18:10"],
    ["Tomorrow morning", "2026-11-19T09:00"],
    ["Next Monday", "2026-11-23T09:00"],
  ]);
});

test("on a Sunday tomorrow is Monday, on a Monday the next one is in a week", () => {
  assert.deepEqual(names("2026-11-22T23:50").map(([name]) => name), ["In 30 minutes", "In 3 hours", "Tomorrow morning"]);
  assert.deepEqual(names("2026-11-23T08:00").at(-1), ["Next Monday", "2026-11-30T09:00"]);
});

test("days are those of Seoul, whatever the clock of the device says", () => {
  assert.deepEqual(names("2026-11-19T00:30")[2], ["Tomorrow morning", "2026-11-20T09:00"]);
  assert.equal(fromField("2026-11-23T09:00"), "2026-11-23T00:00:00.000Z");
  assert.equal(fromField(""), null);
});

test("today and tomorrow have no date", () => {
  const now = at("2026-11-18T23:30");
  const iso = (/** @type {string} */ seoul) => new Date(at(seoul)).toISOString();
  assert.match(formatMoment(iso("2026-11-18T23:50"), now), /^today/);
  assert.match(formatMoment(iso("2026-11-19T00:10"), now), /^tomorrow/);
  assert.match(formatMoment(iso("2026-11-20T00:10"), now), /20/);
});
