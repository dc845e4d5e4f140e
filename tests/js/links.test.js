/** Links are found in the same places here and on the server (`tests/chat/links_in_texts.json`). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { parse } from "../../static/app/richtext.js";

const texts = JSON.parse(readFileSync(new URL("../chat/links_in_texts.json", import.meta.url), "utf8"));

/** @param {any[]} parts @returns {string[]} links, also those inside of marks, quotations and lists */
const linksIn = (parts) => parts.flatMap((part) => (part.kind === "link" ? [part.url] : linksIn(part.parts ?? part.items ?? [])));

for (const [text, urls] of texts) {
  test(`links of ${JSON.stringify(text)}`, () => {
    assert.deepEqual(linksIn(parse(text)), urls);
  });
}
