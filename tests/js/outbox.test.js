import assert from "node:assert/strict";
import test from "node:test";
import { ApiError } from "../../static/app/api.js";
import { backoff, uuid } from "../../static/app/ids.js";
import { Outbox } from "../../static/app/outbox.js";

/** A server that keeps what it is sent once, a disk, and a lock that tabs of one browser share. */
function world() {
  /** @type {Map<string, any>} */
  const disk = new Map();
  /** @type {any[]} */
  const stored = [];
  /** @type {Error[]} errors that the next sends meet */
  const troubles = [];
  let lock = Promise.resolve();
  const channels = /** @type {Set<any>} */ (new Set());

  const tab = (more = {}) => {
    const ears = /** @type {((event: any) => void)[]} */ ([]);
    const channel = {
      addEventListener: (/** @type {string} */ _, /** @type {any} */ ear) => ears.push(ear),
      postMessage: (/** @type {any} */ data) => queueMicrotask(() => {
        for (const other of channels) if (other !== channel) other.hear({ data: structuredClone(data) });
      }),
      hear: (/** @type {any} */ event) => ears.forEach((ear) => ear(event)),
    };
    channels.add(channel);
    return new Outbox({
      async send(item) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        const trouble = troubles.shift();
        if (trouble && !(/** @type {any} */ (trouble).late)) throw trouble;
        if (!stored.some(({ clientMsgId }) => clientMsgId === item.clientMsgId)) stored.push(item);
        if (trouble) throw trouble;
        return /** @type {any} */ ({ ...item, seq: stored.length });
      },
      exclusively(work) {
        const mine = lock.then(work, work);
        lock = mine.catch(() => {});
        return mine;
      },
      disk: {
        all: async () => structuredClone([...disk.values()]),
        put: async (item) => void disk.set(item.clientMsgId, structuredClone(item)),
        drop: async (id) => void disk.delete(id),
      },
      changed() {},
      sent() {},
      channel: /** @type {any} */ (channel),
      ...more,
    });
  };
  return { disk, stored, troubles, tab };
}

const content = (/** @type {string} */ text, roomId = "r") => ({ roomId, text, mentions: [], replyTo: null });
const lost = (late = false) => Object.assign(new ApiError(0, "NETWORK", ""), { late });

async function settled(/** @type {() => boolean} */ holds) {
  const end = Date.now() + 8000;
  while (!holds()) {
    if (Date.now() > end) throw new Error("not in time");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test("messages arrive in the order of writing and leave the disk", async () => {
  const { tab, stored, disk } = world();
  const outbox = tab();
  for (const text of ["1", "2", "3", "4"]) outbox.add(content(text));
  await settled(() => stored.length === 4 && disk.size === 0);
  assert.deepEqual(stored.map(({ text }) => text), ["1", "2", "3", "4"]);
  assert.equal(outbox.size, 0);
});

test("a lost answer doubles nothing and keeps the order", async () => {
  const { tab, stored, disk, troubles } = world();
  const outbox = tab();
  troubles.push(lost(true));
  outbox.add(content("1"));
  outbox.add(content("2"));
  await settled(() => stored.length === 2 && disk.size === 0);
  assert.deepEqual(stored.map(({ text }) => text), ["1", "2"]);
});

test("what was written before a crash goes out afterwards, once", async () => {
  const { tab, stored, disk, troubles } = world();
  troubles.push(lost(), lost());
  await tab().add(content("앞선 방문"));
  assert.equal(disk.size, 1);
  await tab().restore();
  await settled(() => stored.length === 1 && disk.size === 0);
});

test("two tabs send each message once", async () => {
  const { tab, stored, disk } = world();
  const [left, right] = [tab(), tab()];
  for (let i = 0; i < 10; i++) (i % 2 ? left : right).add(content(String(i)));
  await settled(() => stored.length === 10 && disk.size === 0 && !left.in("r").length && !right.in("r").length);
});

test("a refused one stays with its reason and does not hold up the next", async () => {
  const { tab, stored, troubles, disk } = world();
  const outbox = tab();
  troubles.push(new ApiError(400, "INVALID_ARGUMENT", "안 됩니다", { text: ["너무 깁니다."] }));
  outbox.add(content("나쁜 글"));
  outbox.add(content("좋은 글"));
  await settled(() => stored.length === 1);
  assert.equal(stored[0].text, "좋은 글");
  const [failed] = outbox.in("r");
  assert.equal(failed.reason, "너무 깁니다.");
  assert.equal(disk.get(failed.clientMsgId).reason, "너무 깁니다.");
  await outbox.retry(failed.clientMsgId);
  await settled(() => stored.length === 2 && disk.size === 0);
  assert.equal(stored[1].clientMsgId, failed.clientMsgId, "the same id for ever");
});

test("a session that ended keeps the queue", async () => {
  const { tab, troubles, disk } = world();
  const outbox = tab();
  troubles.push(new ApiError(401, "UNAUTHENTICATED", ""));
  await outbox.add(content("남는 글"));
  await settled(() => troubles.length === 0);
  assert.equal(disk.size, 1);
  assert.equal([...disk.values()][0].reason, undefined);
});

test("one room's trouble does not stop another", async () => {
  const { tab, stored, troubles, disk } = world();
  const outbox = tab();
  troubles.push(lost());
  outbox.add(content("1", "a"));
  outbox.add(content("2", "b"));
  await settled(() => stored.length === 2 && disk.size === 0);
  assert.equal(stored[0].roomId, "b");
});

test("a discarded one is forgotten everywhere", async () => {
  const { tab, troubles, disk } = world();
  const [left, right] = [tab(), tab()];
  troubles.push(new ApiError(403, "FORBIDDEN", "안 됩니다"));
  await left.add(content("지울 글"));
  await settled(() => left.in("r")[0]?.reason === "안 됩니다" && right.in("r").length === 1);
  await left.discard(left.in("r")[0].clientMsgId);
  await settled(() => !right.in("r").length && disk.size === 0);
});

test("ids are UUIDs and waits are bounded and scattered", () => {
  assert.match(uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  for (let n = 0; n < 40; n++) assert.ok(backoff(n) <= 15_000 && backoff(n) >= 200);
  assert.ok(backoff(0) <= 400);
});

/** A world whose messages have files. */
function filed() {
  const { tab, stored, disk } = world();
  /** @type {Map<string, any>} what the next look at an item's files finds */
  const files = new Map();
  const outbox = tab({
    async ready(/** @type {any} */ item) {
      const found = files.get(item.text);
      if (found instanceof Error) throw found;
      return found ? { ...item, type: "FILE", attachments: [{ attachmentId: found }] } : null;
    },
  });
  return { outbox, stored, disk, files };
}

test("a message with files goes with what became of them", async () => {
  const { outbox, stored, disk, files } = filed();
  files.set("사진", "a1");
  await outbox.add({ ...content("사진"), files: ["f1"] });
  await settled(() => stored.length === 1 && disk.size === 0);
  assert.deepEqual(stored[0].attachments, [{ attachmentId: "a1" }]);
});

test("a file that takes its time lets others go first, and follows", async () => {
  const { outbox, stored, disk, files } = filed();
  await outbox.add({ ...content("큰 파일"), files: ["f1"] });
  await outbox.add(content("그다음 글"));
  await settled(() => stored.length === 1);
  assert.equal(stored[0].text, "그다음 글");
  assert.equal(outbox.in("r").length, 1);
  files.set("큰 파일", "a1");
  outbox.arrived();
  await settled(() => stored.length === 2 && disk.size === 0);
});

test("a file that fails keeps its message, which can go without it", async () => {
  const { outbox, stored, disk, files } = filed();
  files.set("둘", new ApiError(413, "PAYLOAD_TOO_LARGE", "너무 큽니다."));
  const item = await outbox.add({ ...content("둘"), files: ["f1", "f2"] });
  await settled(() => outbox.in("r")[0]?.reason === "너무 큽니다.");
  assert.equal(outbox.withFile("f1")?.clientMsgId, item.clientMsgId);
  files.set("둘", "a2");
  await outbox.without("f1");
  await settled(() => stored.length === 1 && disk.size === 0);
  assert.deepEqual(stored[0].files, ["f2"]);
});

test("the last file of a message without words takes the message along", async () => {
  const { outbox, disk } = filed();
  await outbox.add({ ...content(""), files: ["f1"] });
  await outbox.without("f1");
  await settled(() => disk.size === 0 && !outbox.in("r").length);
});
