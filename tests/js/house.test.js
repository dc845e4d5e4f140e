import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../static/app");
const modules = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js")).sort();
const source = (/** @type {string} */ name) => readFileSync(join(root, name), "utf8");

/** What the page's policy would block, or what goes wrong under a Hangul keyboard. @type {[RegExp, string][]} */
const BANNED = [
  [/style="\$\{/, "a style attribute: use the CSSOM"],
  [/styleMap/, "styleMap writes style attributes"],
  [/innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML/, "text is never parsed as HTML"],
  [/\bon[a-z]+="/, "an inline handler"],
  [/\.key === "[a-zA-Z]"/, "letters are compared by code: under the Hangul layout key is a jamo"],
  [/\beval\(|new Function\(/, "code made from text"],
  [/https?:\/\/(?!\/|\[)[a-z]/i, "an address on another host"],
];

test("nothing in the modules is what the page's policy forbids", () => {
  const found = modules.flatMap((name) => BANNED.filter(([pattern]) => pattern.test(source(name))).map(([, why]) => `${name}: ${why}`));
  assert.deepEqual(found, []);
});

test("modules stay small", () => {
  const long = modules.filter((name) => source(name).split("\n").length > 250);
  assert.deepEqual(long, []);
});

test("the first screen needs at most 60 modules", () => {
  const seen = new Set();
  const follow = (/** @type {string} */ name) => {
    if (seen.has(name)) return;
    seen.add(name);
    if (name.startsWith("npm:")) return;
    for (const [, wanted] of source(name).matchAll(/^import\s(?:[^"'()]*?from\s)?["']([^"']+)["']/gm)) {
      follow(wanted.startsWith(".") ? join(dirname(name), wanted) : `npm:${wanted}`);
    }
  };
  follow("main.js");
  assert.ok(seen.size <= 55, [...seen].join(" ")); // Lit brings five more of its own
});
