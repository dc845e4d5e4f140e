/** Links are found in the same places here and on the server (`tests/chat/links_in_texts.json`). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { parse } from "../../static/app/richtext.js";

const texts = JSON.parse(readFileSync(new URL("../chat/links_in_texts.json", import.meta.url), "utf8"));

for (const [text, urls] of texts) {
  test(`links of ${JSON.stringify(text)}`, () => {
    const found = parse(text).flatMap((part) => (part.kind === "link" ? [part.url] : []));
    assert.deepEqual(found, urls);
  });
}
