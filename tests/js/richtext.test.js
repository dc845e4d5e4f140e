import assert from "node:assert/strict";
import test from "node:test";
import { oneLine, parse } from "../../static/app/richtext.js";

const kinds = (/** @type {string} */ text, /** @type {any} */ names) => parse(text, names).map(({ kind, text: shown }) => [kind, shown]);

test("plain text stays one part, whatever it contains", () => {
  assert.deepEqual(kinds("<b>굵게</b> & 'x'"), [["text", "<b>굵게</b> & 'x'"]]);
});

test("code, block and bold", () => {
  assert.deepEqual(kinds("**가** `나` ```\n다\n```"), [["bold", "가"], ["text", " "], ["code", "나"], ["text", " "], ["block", "다"]]);
});

test("nothing inside code is looked at", () => {
  assert.deepEqual(kinds("`**x** https://a.kr`"), [["code", "**x** https://a.kr"]]);
});

test("a link ends before the sentence does", () => {
  assert.deepEqual(kinds("(https://a.kr/b?c=1)."), [["text", "("], ["link", "https://a.kr/b?c=1"], ["text", ")."]]);
  assert.deepEqual(kinds("https://ko.wikipedia.org/wiki/마루_(집) 참고")[0], ["link", "https://ko.wikipedia.org/wiki/마루_(집)"]);
  assert.deepEqual(kinds("https://a.kr를")[0][0], "link");
});

test("only http and https are links", () => {
  assert.deepEqual(kinds("javascript:alert(1) data:text/html,x"), [["text", "javascript:alert(1) data:text/html,x"]]);
});

test("mentions are those that the message names", () => {
  const names = new Map([["@김하늘", "1"], ["@김하", "2"]]);
  assert.deepEqual(kinds("@김하늘님 @박서준", names), [["mention", "@김하늘"], ["text", "님 @박서준"]]);
  assert.equal(/** @type {any} */ (parse("@김하늘", names)[0]).userId, "1");
});

test("one line for lists", () => {
  assert.equal(oneLine("**가**\n  `나`\n```\n다\n```"), "가 나 다");
});

test("a long text of markers takes no long time", () => {
  const begin = performance.now();
  parse("`".repeat(5000) + "*".repeat(5000));
  assert.ok(performance.now() - begin < 500);
});

test("nobody's tab stands still for a text of mentions or of closing brackets", () => {
  const names = new Map([["@김하늘", "1"], ...Array.from({ length: 99 }, (_, n) => /** @type {[string, string]} */ ([`@동료${n}`, "2"]))]);
  for (const text of ["@김하늘".repeat(2500), `http://a${")".repeat(9990)}`, `http://a${")".repeat(9980)}b`]) {
    const begin = performance.now();
    parse(text, names);
    assert.ok(performance.now() - begin < 200, text.slice(0, 10));
  }
});

test("a name is no pattern", () => {
  assert.deepEqual(kinds("@a.b @axb @(", new Map([["@a.b", "1"], ["@(", "2"]])), [["mention", "@a.b"], ["text", " @axb "], ["mention", "@("]]);
});
