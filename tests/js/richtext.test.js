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

/** Parts and what is in them, in short. @param {any[]} parts @returns {any[]} */
const deep = (parts) => parts.map((part) => (part.parts ? [part.kind, deep(part.parts)] : part.kind === "text" ? part.text : [part.kind, part.text]));

test("a particle may follow bold and italics at once", () => {
  assert.deepEqual(deep(parse("**중요**합니다, *기울임*은 ~~취소~~함")), [
    ["bold", ["중요"]], "합니다, ", ["italic", ["기울임"]], "은 ", ["strike", ["취소"]], "함"]);
  assert.deepEqual(deep(parse("아주**중요**한")), ["아주", ["bold", ["중요"]], "한"]);
});

test("marks stand within one another", () => {
  assert.deepEqual(deep(parse("**굵고 _기운_ `코드`**")), [["bold", ["굵고 ", ["italic", ["기운"]], " ", ["code", "코드"]]]]);
  assert.deepEqual(deep(parse("*a **b** c*")), [["italic", ["a ", ["bold", ["b"]], " c"]]]);
  assert.deepEqual(deep(parse("**https://a.kr**")), [["bold", [["link", "https://a.kr"]]]]);
});

test("what only looks like a mark stays as it was written", () => {
  for (const text of ["ㅋㅋ~~ 좋아요~~", "~~~", "2*3*4", "2**3**4", "snake_case_name", "__init__", "* 별표 *", "a * b * c", "**닫히지 않음", "가격* 및 수량*",
    "~ 물결 ~ 하나", "5*6=30, 7*8=56", "***", "_", "^^* ㅠㅠ *^^", "10~20~30", "한_글_밑줄", "**두\n줄**"]) {
    assert.deepEqual(deep(parse(text)), [text]);
  }
});

test("nothing of a link is taken for a mark", () => {
  assert.deepEqual(deep(parse("https://a.kr/_b_/*c*/d 끝")), [["link", "https://a.kr/_b_/*c*/d"], " 끝"]);
});

test("quotations and lists are lines that begin alike", () => {
  const [before, quote, after] = /** @type {any[]} */ (parse("먼저\n> 인용 **둘**\n> 셋\n나중"));
  assert.deepEqual([before.text, quote.kind, quote.text, after.text], ["먼저", "quote", "인용 둘\n셋", "나중"]);
  const [bullets, numbers] = /** @type {any[]} */ (parse("- 하나\n- *둘*\n3. 셋\n7) 일곱"));
  assert.deepEqual([bullets.kind, bullets.ordered, bullets.text], ["list", false, "하나\n둘"]);
  assert.deepEqual(numbers.items.map((/** @type {any} */ item) => item.number), [3, 7], "numbers stay those that were written");
  for (const text of ["-1도", "2026. 11. 21.", "1.5배", ">_<", "- "]) assert.notEqual(parse(text)[0].kind, "list", text);
});

test("a block of code knows its language", () => {
  assert.deepEqual(parse("```python\nprint(1)\n```\n끝"), [{ kind: "block", text: "print(1)", language: "python" }, { kind: "text", text: "끝" }]);
  assert.deepEqual(parse("```\n**x**\n```"), [{ kind: "block", text: "**x**", language: "" }]);
});

test("whatever is written, every letter of it is shown, in order and soon", () => {
  const alphabet = ["**", "*", "_", "~~", "~", "`", "```", "\n", " ", "> ", "- ", "1. ", "가", "나다", "a", "9", "https://a.kr/", "(", ")", "@김하늘", "<b>", "ㅋㅋ"];
  let seed = 20261121;
  const random = (/** @type {number} */ n) => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % n;
  const letters = (/** @type {string} */ text) => text.replace(/[*_~`>\s\-.\d]/g, "");
  const begin = performance.now();
  for (let round = 0; round < 3000; round += 1) {
    const text = Array.from({ length: random(40) }, () => alphabet[random(alphabet.length)]).join("");
    const shown = parse(text, new Map([["@김하늘", "1"]])).map((part) => (part.kind === "block" ? part.language : "") + part.text).join("");
    assert.equal(letters(shown), letters(text), JSON.stringify(text));
  }
  for (const piece of ["**a ", "*", "_a", "~~", "> ", "- a\n", "`", "``` ", "https://", "**`_~~", "1. ", "(*a "]) {
    parse(piece.repeat(10_000 / piece.length), new Map([["@김하늘", "1"]]));
  }
  assert.ok(performance.now() - begin < 3000);
});
