import assert from "node:assert/strict";
import test from "node:test";
import { csrfToken } from "../../static/app/api.js";
import { capped, compareNames, dayOf, formatDay, formatNear, formatRecent, formatTime } from "../../static/app/format.js";
import { interpolate, ngettext } from "../../static/app/i18n.js";

const NOW = Date.parse("2026-11-21T03:00:00Z"); // noon in Seoul

test("days and times are Seoul's", () => {
  assert.equal(formatDay("2026-11-20T00:12:00Z"), "2026년 11월 20일 금요일");
  assert.match(formatTime("2026-11-20T00:12:00Z"), /^(오전|AM) 9:12$/); // as the library of the system names it
  assert.equal(dayOf("2026-11-20T14:59:59Z"), dayOf("2026-11-19T15:00:00Z"));
  assert.notEqual(dayOf("2026-11-20T15:00:00Z"), dayOf("2026-11-20T14:59:59Z"));
});

test("the list says today, yesterday, this year, before", () => {
  assert.match(formatRecent("2026-11-21T00:12:00Z", NOW), / 9:12$/);
  assert.equal(formatRecent("2026-11-20T00:12:00Z", NOW), "Yesterday");
  assert.equal(formatRecent("2026-11-18T00:12:00Z", NOW), "11월 18일");
  assert.equal(formatRecent("2025-12-03T00:12:00Z", NOW), "2025. 12. 3.");
});

test("a sentence says today, tomorrow, yesterday with the time", () => {
  assert.match(formatNear("2026-11-21T09:00:00Z", NOW), /^today .*6:00$/);
  assert.match(formatNear("2026-11-22T09:00:00Z", NOW), /^tomorrow .*6:00$/);
  assert.match(formatNear("2026-11-20T09:00:00Z", NOW), /^yesterday .*6:00$/);
  assert.match(formatNear("2026-11-25T09:00:00Z", NOW), /^11월 25일 .*6:00$/);
});

test("counts and names", () => {
  assert.equal(capped(99), "99");
  assert.equal(capped(100), "99+");
  assert.deepEqual(["James", "하늘", "가람"].sort(compareNames), ["가람", "하늘", "James"]);
});

test("sentences take their values", () => {
  assert.equal(interpolate("%(name)s, %(n)s", { name: "김", n: 3 }), "김, 3");
  assert.equal(interpolate("%(gone)s", {}), "%(gone)s");
  assert.equal(ngettext("%(n)s message", "%(n)s messages", 1), "%(n)s message");
  assert.equal(ngettext("%(n)s message", "%(n)s messages", 2), "%(n)s messages");
});

test("the CSRF cookie is found under both of its names", () => {
  assert.equal(csrfToken("a=b; csrftoken=abc"), "abc");
  assert.equal(csrfToken("__Host-csrftoken=xyz; a=b"), "xyz");
  assert.equal(csrfToken("notcsrftoken=1"), "");
});
