import assert from "node:assert/strict";
import test from "node:test";
import { NOTHING, filtersOf, fromAddress, isEnough, toAddress, unfiltered } from "../../static/app/search-address.js";
import { marked, snippet } from "../../static/app/search-text.js";

const ROOM = "0192f0a0-0000-7000-8000-000000000001";
/** @param {import("../../static/app/search-text.js").Piece[]} pieces */
const shown = (pieces) => pieces.map(({ text, hit }) => (hit ? `[${text}]` : text)).join("");

test("what is asked goes into the address and comes back the same", () => {
  const asked = { ...NOTHING, q: "정산 회의 & co", kind: /** @type {const} */ ("files"), roomId: ROOM, senderId: ROOM, period: "own",
    from: "2026-11-01", to: "2026-11-20", hasFile: true, mentionsMe: true, loose: true, best: true };
  assert.deepEqual(fromAddress(toAddress(asked)), asked);
  assert.equal(toAddress(NOTHING), "q=");
  assert.deepEqual(fromAddress(""), NOTHING);
});

test("what makes no sense in an address is left out", () => {
  const asked = fromAddress("q=%ED%9A%8C%EC%9D%98&kind=evil&in=me&by=..&period=never&from=2026-11-01&hasFile=yes&loose=1");
  assert.deepEqual(asked, { ...NOTHING, q: "회의", loose: true });
  assert.equal(fromAddress(`q=${"가".repeat(500)}`).q.length, 200);
});

test("taking all filters away leaves the question", () => {
  const asked = fromAddress(`q=a&kind=files&in=${ROOM}&best=1&hasLink=1`);
  assert.deepEqual(unfiltered(asked), { ...NOTHING, q: "a", kind: "files", best: true });
  assert.equal(Object.values(filtersOf(asked)).filter(Boolean).length, 2);
});

test("one Hangul letter is enough to look for, one of another script is not", () => {
  for (const q of ["회", "ㅎ", "회".normalize("NFD"), "會", "ab", "7a", "😀!"]) assert.ok(isEnough(q), q);
  for (const q of ["", " ", "a", "7", "\"a\"", " 7 "]) assert.ok(!isEnough(q), q);
});

test("places are marked in code points", () => {
  assert.equal(shown(marked("😀 회의 그리고 회의", [[2, 4], [9, 11]])), "😀 [회의] 그리고 [회의]");
  assert.equal(shown(marked("회의", [])), "회의");
  assert.equal(shown(marked("회의", [[0, 2]])), "[회의]");
});

test("places that do not fit the text do no harm", () => {
  assert.equal(shown(marked("회의", [[1, 9], [5, 7], [0, 1]])), "회[의]");
  assert.equal(shown(marked("", [[0, 2]])), "");
});

test("a long text is shown around its first place", () => {
  const text = `${"앞말 ".repeat(60)}회의 ${"뒷말 ".repeat(200)}`;
  const at = text.indexOf("회의");
  const pieces = snippet(text, [[at, at + 2]]);
  assert.match(shown(pieces), /^…앞말 (앞말 )+\[회의\] 뒷말 /);
  assert.ok(shown(pieces).endsWith("…"));
  assert.ok(shown(pieces).length < 240);
});

test("a short text is shown from its beginning, in one line", () => {
  assert.equal(shown(snippet("첫 줄\n둘째 줄의 회의", [[9, 11]])), "첫 줄 둘째 줄의[ 회]의");
  assert.equal(shown(snippet("파일 설명", [])), "파일 설명");
});
