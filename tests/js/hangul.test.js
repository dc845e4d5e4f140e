import assert from "node:assert/strict";
import test from "node:test";
import { findIn, matches } from "../../static/app/hangul.js";
import { meantHangul } from "../../static/app/layout.js";

test("initial consonants find a name", () => {
  assert.ok(matches("ㄱㅎㄴ", "김하늘"));
  assert.ok(matches("ㅎㄴ", "김하늘"));
  assert.ok(!matches("ㅎㄱ", "김하늘"));
});

test("consonants and syllables mix", () => {
  assert.ok(matches("김ㅎ", "김하늘"));
  assert.ok(!matches("김ㅅ", "김하늘"));
});

test("an unfinished syllable finds what it will become", () => {
  assert.ok(matches("기", "김하늘"));
  assert.ok(matches("김하느", "김하늘"));
  assert.ok(!matches("김하늑", "김하늘"));
  assert.ok(!matches("가", "김하늘"));
});

test("spaces, case and form do not matter", () => {
  assert.ok(matches("james lee", "James  LEE"));
  assert.ok(matches("배포준비", "정기 배포 준비"));
  assert.ok(matches("김하늘".normalize("NFD"), "김하늘"));
});

test("an empty query matches everything and says where", () => {
  assert.equal(findIn("김하늘", ""), 0);
  assert.equal(findIn("김하늘", "늘"), 2);
  assert.equal(findIn("", "가"), -1);
});

test("doubled consonants are letters of their own", () => {
  assert.ok(matches("ㄲ", "꽃집"));
  assert.ok(!matches("ㄱ", "꽃집"));
});

test("the wrong keyboard layout is understood", () => {
  assert.equal(meantHangul("rlagksmf"), "김하늘");
  assert.equal(meantHangul("ㄱㅎㄴ"), null);
  assert.equal(meantHangul("v2.4"), null);
});
