import assert from "node:assert/strict";
import test from "node:test";
import { ApiError } from "../../static/app/api.js";
import { Uploads } from "../../static/app/uploads.js";
import { timeLeft } from "../../static/app/uploading/left.js";
import { Speed } from "../../static/app/uploading/speed.js";
import { Turns } from "../../static/app/uploading/turns.js";

const PART = 10;

/** A server that keeps parts, a disk and a lock that tabs of one browser share. */
function world() {
  /** @type {Map<string, any>} */
  const begun = new Map();
  const disk = { uploads: new Map(), bytes: new Map() };
  /** @type {string[]} */
  const asked = [];
  /** @type {(Error | null)[]} what the next parts meet */
  const troubles = [];
  const busy = { now: 0, most: 0, hold: /** @type {Promise<void> | null} */ (null) };
  let lock = Promise.resolve();
  let n = 0;
  const channels = /** @type {Set<any>} */ (new Set());

  const shown = (/** @type {any} */ upload) => ({
    uploadId: upload.id, partSize: PART, attachmentId: upload.attachmentId ?? null,
    parts: Array.from({ length: Math.ceil(upload.size / PART) }, (_, i) => {
      const part = upload.parts.get(i + 1);
      return { partNumber: i + 1, arrived: Boolean(part), etag: part && `e${part}`, url: part ? undefined : `${upload.id}/${i + 1}?v=${upload.version}` };
    }),
  });
  const find = (/** @type {string} */ id) => {
    const upload = begun.get(id);
    if (!upload) throw new ApiError(404, "NOT_FOUND", "없는 파일");
    return upload;
  };
  const server = {
    async init(/** @type {any} */ { name, size }) {
      asked.push(`init ${name}`);
      if (size > 1000) throw new ApiError(413, "PAYLOAD_TOO_LARGE", "너무 큽니다.");
      const upload = { id: `u${++n}`, name, size, parts: new Map(), version: 1 };
      begun.set(upload.id, upload);
      return shown(upload);
    },
    async state(/** @type {string} */ id) {
      asked.push(`state ${id}`);
      return shown(find(id));
    },
    async put(/** @type {any} */ { url }, /** @type {Blob} */ body, /** @type {AbortSignal} */ signal, /** @type {(n: number) => void} */ progress) {
      busy.most = Math.max(busy.most, ++busy.now);
      try {
        progress(Math.floor(body.size / 2));
        await (busy.hold ?? new Promise((resolve) => setTimeout(resolve, 1)));
        if (signal.aborted) throw new ApiError(0, "NETWORK", "");
        const trouble = troubles.shift();
        if (trouble) throw trouble;
        const [, id, number, version] = /** @type {RegExpExecArray} */ (/^(\w+)\/(\d+)\?v=(\d+)$/.exec(url));
        if (Number(version) !== find(id).version) throw new ApiError(403, "STORE", "");
        find(id).parts.set(Number(number), await body.text());
        asked.push(`put ${id} ${number}`);
        return `e${find(id).parts.get(Number(number))}`;
      } finally {
        busy.now -= 1;
      }
    },
    async complete(/** @type {string} */ id, /** @type {any[]} */ parts) {
      const upload = find(id);
      if (!upload.attachmentId) {
        assert.ok(parts.every(({ partNumber, etag }) => etag === `e${upload.parts.get(partNumber)}`));
        upload.attachmentId = `a${id}`;
      }
      const text = [...upload.parts].sort(([a], [b]) => a - b).map(([, part]) => part).join("");
      return /** @type {any} */ ({ attachmentId: upload.attachmentId, filename: upload.name, size: upload.size, mime: "text/plain", text });
    },
    async cancel(/** @type {string} */ id) {
      begun.delete(id);
    },
  };

  const tab = () => {
    const ears = /** @type {((event: any) => void)[]} */ ([]);
    const channel = {
      dead: false,
      addEventListener: (/** @type {string} */ _, /** @type {any} */ ear) => ears.push(ear),
      postMessage: (/** @type {any} */ data) => queueMicrotask(() => {
        for (const other of channels) if (other !== channel) other.hear({ data: structuredClone(data) });
      }),
      hear: (/** @type {any} */ event) => ears.forEach((ear) => ear(event)),
    };
    channels.add(channel);
    return new Uploads({
      server,
      disk: {
        all: async () => structuredClone([...disk.uploads.values()]),
        add: async (upload, bytes) => void (disk.uploads.set(upload.fileId, structuredClone(upload)), disk.bytes.set(upload.fileId, bytes)),
        put: async (upload) => void (disk.uploads.has(upload.fileId) && disk.uploads.set(upload.fileId, structuredClone(upload))),
        bytes: async (id) => disk.bytes.get(id),
        drop: async (id) => void (disk.uploads.delete(id), disk.bytes.delete(id)),
      },
      changed() {},
      words: ({ message, code }) => message || code,
      channel: /** @type {any} */ (channel),
      exclusively(work) {
        const mine = lock.then(work, work);
        lock = mine.catch(() => {});
        return mine;
      },
    });
  };
  return { begun, disk, asked, troubles, busy, tab };
}

const text = (/** @type {number} */ size) => Array.from({ length: size }, (_, i) => String(i % 10)).join("");
const lost = () => new ApiError(0, "NETWORK", "");

async function until(/** @type {() => unknown} */ holds) {
  const end = Date.now() + 8000;
  while (!holds()) {
    if (Date.now() > end) throw new Error("not in time");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test("a file goes in parts, three at a time, and arrives whole", async () => {
  const { tab, busy, disk } = world();
  const uploads = tab();
  const id = await uploads.add("r", new Blob([text(95)]), "보고서.txt");
  await uploads.settled([id]);
  const { attachment } = /** @type {any} */ (uploads.get(id));
  assert.equal(attachment.text, text(95));
  assert.equal(busy.most, 3);
  assert.equal(disk.uploads.get(id).attachment.attachmentId, attachment.attachmentId);
  await uploads.forget(id);
  assert.equal(disk.uploads.size + disk.bytes.size, 0);
});

test("an empty file is one too", async () => {
  const uploads = world().tab();
  const id = await uploads.add("r", new Blob([]), "빈 파일");
  await uploads.settled([id]);
  assert.equal(uploads.get(id)?.attachment?.size, 0);
});

test("a name in pieces of letters is put together", async () => {
  const uploads = world().tab();
  const id = await uploads.add("r", new Blob(["x"]), "보고서".normalize("NFD"));
  assert.equal(uploads.get(id)?.name, "보고서");
});

test("after a crash only what is missing is sent", async () => {
  const { tab, asked, busy, disk, begun } = world();
  const dead = tab();
  let let_go = () => {};
  const id = await dead.add("r", new Blob([text(60)]), "큰 파일");
  await until(() => [...begun.values()][0]?.parts.size >= 3);
  busy.hold = new Promise((resolve) => { let_go = resolve; });
  dead.pause(id); // stands for the end of the tab: nothing of it goes on
  disk.uploads.get(id).paused = undefined;
  const there = [...begun.values()][0].parts.size;
  busy.hold = null;
  let_go();
  const before = asked.length;
  const next = tab();
  await next.restored;
  disk.uploads.set(id, { ...disk.uploads.get(id), paused: undefined });
  await next.resume(id);
  await next.settled([id]);
  assert.equal(/** @type {any} */ (next.get(id)).attachment.text, text(60));
  assert.equal(asked.filter((one) => one.startsWith("init")).length, 1);
  assert.ok(asked.slice(before).filter((one) => one.startsWith("put")).length <= 6 - there);
});

test("a line that breaks again and again only costs time", async () => {
  const { tab, troubles } = world();
  const uploads = tab();
  troubles.push(lost(), lost(), new ApiError(503, "UNAVAILABLE", ""), lost());
  const id = await uploads.add("r", new Blob([text(50)]), "a");
  await uploads.settled([id]);
  assert.equal(/** @type {any} */ (uploads.get(id)).attachment.text, text(50));
});

test("expired addresses are asked for anew", async () => {
  const { tab, begun, asked, busy } = world();
  const uploads = tab();
  let let_go = () => {};
  busy.hold = new Promise((resolve) => { let_go = resolve; });
  const id = await uploads.add("r", new Blob([text(80)]), "a");
  await until(() => busy.now === 3);
  [...begun.values()][0].version = 2;
  busy.hold = null;
  let_go();
  await uploads.settled([id]);
  assert.equal(/** @type {any} */ (uploads.get(id)).attachment.text, text(80));
  assert.ok(asked.some((one) => one.startsWith("state")));
});

test("what the server has thrown away begins again", async () => {
  const { tab, begun, asked, busy } = world();
  const uploads = tab();
  let let_go = () => {};
  busy.hold = new Promise((resolve) => { let_go = resolve; });
  const id = await uploads.add("r", new Blob([text(30)]), "a");
  await until(() => busy.now === 3);
  begun.clear();
  busy.hold = null;
  let_go();
  await uploads.settled([id]);
  assert.equal(/** @type {any} */ (uploads.get(id)).attachment.text, text(30));
  assert.equal(asked.filter((one) => one.startsWith("init")).length, 2);
});

test("a refusal stays with its reason until somebody tries again", async () => {
  const { tab, disk } = world();
  const uploads = tab();
  const id = await uploads.add("r", new Blob([text(1001)]), "너무 큰 것");
  await uploads.settled([id]);
  assert.equal(uploads.get(id)?.reason, "너무 큽니다.");
  assert.equal(disk.uploads.get(id).reason, "너무 큽니다.");
});

test("a paused one waits and goes on; the next one does not wait for it", async () => {
  const { tab, busy } = world();
  const uploads = tab();
  let let_go = () => {};
  busy.hold = new Promise((resolve) => { let_go = resolve; });
  const first = await uploads.add("r", new Blob([text(50)]), "a");
  await until(() => busy.now > 0);
  await uploads.pause(first);
  busy.hold = null;
  let_go();
  const second = await uploads.add("r", new Blob([text(20)]), "b");
  await uploads.settled([second]);
  assert.ok(uploads.get(second)?.attachment);
  assert.equal(uploads.get(first)?.attachment, undefined);
  await uploads.resume(first);
  await uploads.settled([first]);
  assert.equal(/** @type {any} */ (uploads.get(first)).attachment.text, text(50));
});

test("a cancelled one leaves nothing behind", async () => {
  const { tab, busy, begun, disk } = world();
  const uploads = tab();
  let let_go = () => {};
  busy.hold = new Promise((resolve) => { let_go = resolve; });
  const id = await uploads.add("r", new Blob([text(50)]), "a");
  await until(() => busy.now > 0);
  const done = uploads.cancel(id);
  busy.hold = null;
  let_go();
  await done;
  assert.equal(uploads.get(id), undefined);
  assert.equal(begun.size + disk.uploads.size + disk.bytes.size, 0);
});

test("two tabs send a file once, and both know how far it is", async () => {
  const { tab, asked } = world();
  const [left, right] = [tab(), tab()];
  const ids = await Promise.all([left.add("r", new Blob([text(70)]), "a"), right.add("r", new Blob([text(40)]), "b")]);
  await until(() => ids.every((id) => left.get(id)?.attachment && right.get(id)?.attachment));
  assert.equal(asked.filter((one) => one.startsWith("put")).length, 11);
  assert.deepEqual(left.in("r").map(({ name }) => name).sort(), ["a", "b"]);
});

test("without a disk it goes all the same", async () => {
  const { tab, disk } = world();
  disk.uploads.set = () => { throw new Error("full"); };
  const uploads = tab();
  const id = await uploads.add("r", new Blob([text(40)]), "a");
  await uploads.settled([id]);
  assert.equal(/** @type {any} */ (uploads.get(id)).attachment.text, text(40));
});

test("speed is that of the last seconds", () => {
  const speed = new Speed();
  speed.take(0, 0);
  assert.equal(speed.rate, 0);
  for (let second = 1; second <= 20; second++) speed.take(second * 100, second * 1000);
  assert.equal(speed.rate, 100);
  for (let second = 21; second <= 30; second++) speed.take(2000 + (second - 20) * 500, second * 1000);
  assert.equal(speed.rate, 500);
});

test("turns are given in the order of asking", async () => {
  const turns = new Turns(1);
  /** @type {number[]} */
  const order = [];
  await Promise.all([1, 2, 3].map(async (n) => {
    const release = await turns.take();
    order.push(n);
    await new Promise((resolve) => setTimeout(resolve, 1));
    release();
    release();
  }));
  assert.deepEqual(order, [1, 2, 3]);
});

test("what is left is said in one unit, or two", () => {
  assert.equal(timeLeft(100, 0), "");
  assert.match(timeLeft(1, 1000), /^1 second/);
  for (const [bytes, words] of /** @type {[number, RegExp][]} */ ([[300, /^3 seconds/], [30_000, /^5 minutes/], [1_000_000, /^2 h 47 min/]])) {
    assert.match(timeLeft(bytes, 100), words);
  }
});
