import assert from "node:assert/strict";
import test from "node:test";
import { Album, RoomAlbum } from "../../static/app/album.js";
import { since } from "../../static/app/periods.js";
import { formatSize, kindOf, scanText, withReason } from "../../static/app/file-kinds.js";
import { FileList, byMonth } from "../../static/app/file-list.js";

/** @param {number} n @param {Partial<import("../../static/app/types").Attachment>} [more] */
const file = (n, more = {}) => /** @type {import("../../static/app/types").Attachment} */ ({
  attachmentId: `a${n}`, filename: `${n}.png`, size: n, mime: "image/png", virusStatus: "CLEAN", thumbnailUrl: null, previewUrl: null,
  width: null, height: null, uploaderId: "u", roomId: "r", messageId: n, createdAt: "2026-11-20T01:00:00.000Z", ...more,
});

/** Answers the module's requests from a list of pages, each after a moment. @param {Record<string, unknown>} pages by cursor */
function serve(pages) {
  /** @type {string[]} */
  const asked = [];
  globalThis.document = /** @type {any} */ ({ cookie: "", documentElement: { lang: "ko" } });
  globalThis.fetch = /** @type {any} */ (async (/** @type {string} */ url) => {
    asked.push(url);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const page = pages[new URL(url, "http://here").searchParams.get("cursor") ?? ""];
    return page ? Response.json(page) : Response.json({ error: { code: "UNAVAILABLE", message: "down" } }, { status: 503 });
  });
  return asked;
}

test("what a file is", () => {
  const kinds = [
    ["application/pdf", "a.pdf", "pdf"], ["text/plain", "main.py", "text"], ["application/x-hwp", "회의록.hwp", "document"],
    ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "a.xlsx", "sheet"], ["application/zip", "a.zip", "archive"],
    ["application/octet-stream", "회의록.hwp", "document"], ["application/octet-stream", "x.exe", "other"], ["audio/mp4", "녹음.m4a", "audio"],
    ["text/plain", "표.csv", "sheet"], ["application/pdf", "속임수.xlsx", "pdf"],
  ];
  for (const [mime, filename, kind] of kinds) assert.equal(kindOf({ mime, filename }), kind, filename);
});

test("how large it is", () => {
  const sizes = /** @type {[number, string][]} */ ([[0, "0 B"], [1023, "1,023 B"], [1024, "1 KB"], [219_136, "214 KB"], [1_258_291, "1.2 MB"], [314_572_800, "300 MB"]]);
  for (const [bytes, said] of sizes) assert.equal(formatSize(bytes), said);
});

test("only a scan that is not done is spoken of", () => {
  assert.deepEqual(["CLEAN", "SKIPPED"].map((virusStatus) => scanText(/** @type {any} */ ({ virusStatus }))), ["", ""]);
  for (const virusStatus of ["PENDING", "INFECTED", "ERROR"]) assert.ok(scanText(/** @type {any} */ ({ virusStatus })));
});

test("a reason goes along, whatever it is made of", () => {
  assert.equal(withReason("/d"), "/d");
  assert.equal(withReason("/d", "검토 & 회신"), `/d?reason=${encodeURIComponent("검토 & 회신")}`);
  assert.equal(withReason("/d?inline=1", "a"), "/d?inline=1&reason=a");
});

test("periods begin on a day of the office", () => {
  const now = Date.parse("2026-11-20T16:00:00Z"); // the 21st in Seoul
  assert.deepEqual(["", "week", "month", "own"].map((period) => since(period, now)), ["", "2026-11-14", "2026-10-22", ""]);
});

test("an album turns to its neighbours and no further", async () => {
  const album = new Album([file(1), file(2)], file(2));
  assert.equal(await album.turn(1), false);
  assert.equal(await album.turn(-1), true);
  assert.equal(album.current.attachmentId, "a1");
  assert.deepEqual([album.has(-1), album.has(1)], [false, true]);
});

test("an album asks for more at its end, once however fast the keys are", async () => {
  const all = [file(1), file(2), file(3)];
  let asked = 0;
  const album = new Album(all.slice(0, 1), all[0], async () => {
    asked++;
    return all;
  });
  await Promise.all([album.turn(1), album.turn(1), album.turn(1)]);
  assert.equal(album.current.attachmentId, "a3");
  assert.equal(asked, 2, "and once more to learn that this was all");
  assert.equal(album.has(1), false);
});

test("pictures of a conversation stand in the order of time, those of a message in theirs", async () => {
  const asked = serve({
    "": { results: [file(9), file(7, { attachmentId: "a7" }), file(7, { attachmentId: "b7" })], next: "older" },
    older: { results: [file(4), file(2)], next: null },
  });
  const album = new RoomAlbum([file(7, { attachmentId: "a7" }), file(7, { attachmentId: "b7" })], file(7, { attachmentId: "b7" }));
  const turned = [album.load(), album.turn(-1), album.turn(-1), album.turn(-1)];
  await Promise.all(turned);
  assert.deepEqual(album.files.map((one) => one.attachmentId), ["a2", "a4", "a7", "b7", "a9"]);
  assert.equal(album.current.attachmentId, "a2");
  assert.equal(album.has(-1), false);
  assert.equal(asked.length, 2, "no page twice");
});

test("a list grows page by page, says when it failed, and goes on where it was", async () => {
  /** @type {Record<string, unknown>} */
  const pages = { "": { results: [file(3), file(2)], next: "p2" } };
  const asked = serve(pages);
  const list = new FileList(() => {});
  await list.ask({ roomId: "r", kind: "image", senderId: "", from: "2026-11-01", to: "" });
  assert.ok(asked[0].endsWith("/rooms/r/files?kind=image&from=2026-11-01&limit=60"), asked[0]);
  await list.more();
  assert.equal(list.failed, true);
  pages.p2 = { results: [file(2), file(1)], next: null };
  await list.more();
  assert.deepEqual(list.items.map((one) => /** @type {any} */ (one).attachmentId), ["a3", "a2", "a1"]);
  assert.deepEqual([list.failed, list.done], [false, true]);
  pages[""] = { results: [file(4), file(3)], next: "p2" };
  await list.refresh();
  assert.deepEqual(list.items.map((one) => /** @type {any} */ (one).attachmentId), ["a4", "a3", "a2", "a1"]);
});

test("an answer to an old question is not shown", async () => {
  serve({ "": { results: [file(1)], next: null } });
  const list = new FileList(() => {});
  const first = list.ask({ roomId: "r", kind: "image", senderId: "", from: "", to: "" });
  serve({ "": { results: [file(2)], next: null } });
  await Promise.all([first, list.ask({ roomId: "r", kind: "file", senderId: "", from: "", to: "" })]);
  assert.deepEqual(list.items.map((one) => /** @type {any} */ (one).attachmentId), ["a2"]);
});

test("items are grouped by their month, in their order", () => {
  const months = byMonth([file(3, { createdAt: "2026-11-02" }), file(2, { createdAt: "2026-10-31" }), file(1, { createdAt: "2026-10-01" })], (iso) => iso.slice(0, 7));
  assert.deepEqual(months.map(([name, items]) => [name, items.length]), [["2026-11", 1], ["2026-10", 2]]);
});
