import assert from "node:assert/strict";
import test from "node:test";

const building = await import("../../static/app/surveys/building.js");
const { faultsOf, faultOf } = await import("../../static/app/surveys/checking.js");
const answering = await import("../../static/app/surveys/answering.js");
const figures = await import("../../static/app/surveys/figures.js");
const { placeAt } = await import("../../static/app/surveys/dragging.js");
const { Saver } = await import("../../static/app/surveys/saving.js");
const { boxesOf, placed } = await import("../../static/app/surveys/box.js");
const words = await import("../../static/app/surveys/words.js");

/** @param {string[]} prompts */
function made(...prompts) {
  const blank = building.blank();
  return { ...blank, title: "조사", questions: prompts.map((prompt) => ({ ...building.question("SINGLE"), prompt, choices: ["가", "나"].map((text) => building.choice(text)) })) };
}
const prompts = (/** @type {any} */ one) => one.questions.map((/** @type {any} */ question) => question.prompt).join("");
const texts = (/** @type {any[]} */ choices) => choices.map(({ text }) => text);

test("questions are added, duplicated, moved and removed, and the old survey stays as it was", () => {
  const one = made("A", "B", "C");
  const [a, b, c] = one.questions.map(({ key }) => key);
  assert.equal(prompts(building.move(one, a, 2)), "BCA");
  assert.equal(prompts(building.move(one, c, 0)), "CAB");
  assert.equal(prompts(building.move(one, b, 99)), "ACB");
  const [copy, twice] = building.duplicate(one, b);
  assert.equal(prompts(twice), "ABBC");
  assert.notEqual(copy?.key, b);
  assert.ok(copy?.choices.every(({ key }) => !one.questions[1].choices.some((other) => other.key === key)), "its choices are its own");
  assert.equal(prompts(building.remove(one, b)), "AC");
  assert.equal(prompts(one), "ABC");
});

test("another type keeps the choices for the way back", () => {
  const one = made("A");
  const [{ key }] = one.questions;
  const scale = building.retype(one, key, "SCALE");
  assert.deepEqual(building.bodyOf(scale).questions, [{ type: "SCALE", prompt: "A", required: false, scaleMin: 1, scaleMax: 5 }]);
  assert.deepEqual(texts(building.retype(scale, key, "MULTI").questions[0].choices), ["가", "나"]);
  const [text, next] = building.add(one, "TEXT");
  assert.equal(building.retype(next, text.key, "SINGLE").questions[1].choices.length, 2);
});

test("several pasted lines become several choices, without the signs of a list", () => {
  const one = { ...building.question("SINGLE"), choices: [building.choice("점심 "), building.choice("끝")] };
  const [last, choices] = building.paste(one, one.choices[0].key, "점심 ", "- 한식\r\n• 중식\n3) 일식\n\n④ 양식", " 등", 30);
  assert.deepEqual(texts(choices), ["점심 한식", "중식", "일식", "양식 등", "끝"]);
  assert.equal(choices[3].key, last);
  const [, few] = building.paste(one, one.choices[0].key, "", "a\nb\nc\nd", "", 3);
  assert.deepEqual(texts(few), ["a", "b", "끝"], "no more than there may be");
  const empty = building.question("MULTI");
  const [, filled] = building.paste(empty, empty.choices[0].key, "", "a\nb\nc", "", 30);
  assert.deepEqual(texts(filled), ["a", "b", "c"], "the empty ones below are gone");
});

test("times are those of the office, wherever the computer stands", () => {
  assert.equal(building.momentOf("2026-11-21T09:00"), "2026-11-21T00:00:00.000Z");
  assert.equal(building.fieldOf("2026-11-20T15:30:00.000Z"), "2026-11-21T00:30");
  assert.deepEqual([building.momentOf(""), building.fieldOf(null)], [null, ""]);
});

test("a survey of the server becomes what is worked on, and goes back the same", () => {
  const survey = /** @type {any} */ ({
    title: "t", description: "", isAnonymous: true, targetOrgUnitId: "u", opensAt: null, closesAt: "2026-11-21T00:00:00.000Z", sharedWith: ["p"],
    questions: [{ questionId: "1", type: "SINGLE", prompt: "q", required: true, orderNo: 0, choices: [{ choiceId: "c", text: "하나", orderNo: 0 }], scaleMin: null, scaleMax: null }],
  });
  const one = building.madeOf(survey);
  assert.equal(one.questions[0].choices.length, 2, "there is room for a second choice");
  assert.deepEqual(building.bodyOf(one), { ...survey, questions: [{ type: "SINGLE", prompt: "q", required: true, choices: ["하나"] }] });
  assert.equal(building.isBlank(building.blank()), true);
  assert.equal(building.isBlank(one), false);
});

test("what is missing is said at its field, in the order of the page", () => {
  const now = Date.parse("2026-11-21T00:00:00Z");
  assert.equal(faultsOf(made("A"), now).size, 0);
  const bad = { ...made("", "B", "C"), title: " ", opensAt: "2026-12-02T09:00", closesAt: "2026-12-01T09:00" };
  bad.questions[1].choices[1].text = "";
  bad.questions[2].choices = ["같음", "다름", "같음 "].map((text) => building.choice(text));
  const faults = faultsOf(bad, now);
  const [a, b, c] = bad.questions;
  assert.deepEqual([...faults.keys()], ["title", a.key, b.choices[1].key, c.choices[2].key, "closesAt"]);
  assert.equal(faultOf(faults, b), faults.get(b.choices[1].key));
  assert.ok(faultsOf({ ...made("A"), closesAt: "2026-11-20T09:00" }, now).has("closesAt"), "the end lies in the past");
  assert.deepEqual([...faultsOf(made(), now).keys()], ["questions"]);
});

/** @param {any} more @param {number} [n] */
const ask = (more, n = 1) => /** @type {any} */ ({ questionId: `q${n}`, type: "SINGLE", required: false, choices: [{ choiceId: "a", text: "가" }, { choiceId: "b", text: "나" }], scaleMin: null, scaleMax: null, ...more });

test("fifteen questions stand on one page, more in steps that are alike", () => {
  const many = (/** @type {number} */ n) => Array.from({ length: n }, (_, i) => ask({}, i));
  const sizes = (/** @type {number} */ n) => answering.stepsOf(many(n)).map((step) => step.length);
  assert.deepEqual(sizes(15), [15]);
  assert.deepEqual(sizes(16), [8, 8]);
  assert.deepEqual(sizes(21), [7, 7, 7]);
  assert.deepEqual(sizes(50), [10, 10, 10, 10, 10]);
});

test("what counts as answered, what is missing, and what is sent", () => {
  const all = [ask({ required: true }, 1), ask({ type: "MULTI", required: true }, 2), ask({ type: "TEXT", required: true }, 3), ask({ type: "SCALE", required: true, scaleMin: 0, scaleMax: 2 }, 4), ask({}, 5)];
  assert.deepEqual([...answering.missing(all, { q3: { text: "  " }, q1: { choiceIds: [] } }).keys()], ["q1", "q2", "q3", "q4"]);
  const given = { q1: { choiceIds: ["a"] }, q2: { choiceIds: ["b", "a"] }, q3: { text: " 글 " }, q4: { scale: 0 } };
  assert.equal(answering.missing(all, given).size, 0);
  assert.deepEqual(answering.progressOf(all, given), { done: 4, total: 5 });
  assert.deepEqual(answering.submission(all, given).answers, [{ questionId: "q1", choiceIds: ["a"] }, { questionId: "q2", choiceIds: ["b", "a"] }, { questionId: "q3", text: "글" }, { questionId: "q4", scale: 0 }]);
  assert.deepEqual(answering.choose(all[1], { choiceIds: ["b"] }, "a", true), { choiceIds: ["a", "b"] }, "in the order of the choices");
  assert.deepEqual(answering.choose(all[0], { choiceIds: ["b"] }, "a", true), { choiceIds: ["a"] });
  assert.deepEqual(answering.marks(all[3]), [0, 1, 2]);
});

test("kept answers that no longer fit are left out", () => {
  const kept = { q1: { choiceIds: ["a", "gone"] }, q2: { scale: 9 }, q9: { text: "weg" } };
  assert.deepEqual(answering.fitting([ask({}, 1), ask({ type: "SCALE", scaleMin: 1, scaleMax: 5 }, 2)], kept), { q1: { choiceIds: ["a"] } });
});

test("figures become rows with their share, and the leading ones are known", () => {
  const rows = figures.rowsOf(/** @type {any} */ ({ answered: 4, choices: [{ text: "가", count: 3 }, { text: "나", count: 3 }, { text: "다", count: 0 }] }));
  assert.deepEqual(rows.map(({ share }) => share), [0.75, 0.75, 0]);
  assert.deepEqual([...figures.leading(rows)].map(({ name }) => name), ["가", "나"]);
  const scale = figures.rowsOf(/** @type {any} */ ({ answered: 2, scale: { min: 0, max: 2, mean: 1.5, counts: { 1: 1, 2: 1 } } }));
  assert.deepEqual(scale.map(({ name, count }) => `${name}:${count}`), ["0:0", "1:1", "2:1"]);
  assert.equal(figures.height(scale, scale[2]), 1);
  assert.equal(figures.leading(figures.rowsOf(/** @type {any} */ ({ answered: 0, choices: [{ text: "가", count: 0 }] }))).size, 0);
  assert.deepEqual([0, 0.034, 0.5, 1].map((value) => figures.percent(value, "ko")), ["0%", "3.4%", "50%", "100%"]);
  assert.deepEqual([figures.average(null, "ko"), figures.average(3, "ko"), figures.average(2.466, "ko")], ["–", "3.0", "2.47"]);
});

test("departments stand below the one they belong to, also when that one is not shown", () => {
  const unit = (/** @type {string} */ orgUnitId, /** @type {string | null} */ parentId) => ({ orgUnitId, parentId, name: orgUnitId, responseCount: 5, targetCount: 9 });
  const rows = figures.nested([unit("b", "a"), unit("a", null), unit("x", "hidden"), unit("c", "b")]);
  assert.deepEqual(rows.map(({ unit: { name }, level }) => `${name}${level}`), ["a0", "b1", "c2", "x0"]);
});

test("a dragged question goes where its middle has passed", () => {
  const boxes = [0, 100, 200].map((top) => ({ top, height: 100 }));
  assert.deepEqual([-10, 49, 51, 160, 400].map((y) => placeAt(boxes, y)), [0, 0, 1, 2, 3]);
});

/** A saver over a server in memory. @param {Partial<{create: any, change: any}>} [more] */
function saving(more = {}) {
  /** @type {string[]} */
  const said = [];
  /** @type {Map<string, any>} */
  const kept = new Map();
  const saver = new Saver(null, {
    create: async (/** @type {any} */ one) => (said.push(`create ${one.title}`), /** @type {any} */ ({ surveyId: "s" })),
    change: async (/** @type {string} */ id, /** @type {any} */ one) => (said.push(`change ${id} ${one.title}`), /** @type {any} */ ({})),
    keep: async (id, one) => void kept.set(id, one.title), drop: async (id) => void kept.delete(id),
    created: () => {}, told: () => {}, ...more,
  });
  return { saver, said, kept };
}
const titled = (/** @type {string} */ title) => ({ ...building.blank(), title });

test("a survey is made once, however fast one writes, and the last words arrive", async () => {
  /** @type {(value?: unknown) => void} */
  let go = () => {};
  const { saver, said, kept } = saving();
  const slow = saving({ create: () => new Promise((resolve) => (go = () => resolve({ surveyId: "s" }))) });
  slow.saver.save(titled("가"));
  const first = slow.saver.flush();
  slow.saver.save(titled("나"));
  const second = slow.saver.flush();
  await Promise.resolve();
  go();
  assert.deepEqual(await Promise.all([first, second]), [true, true]);
  assert.deepEqual(slow.said, ["change s 나"]);
  assert.deepEqual([...slow.kept], [], "nothing is left on the device");
  saver.save(titled("다"));
  assert.equal(kept.get("new"), "다", "on the device at once");
  assert.equal(await saver.flush(), true);
  saver.save(titled("라"));
  await saver.flush();
  assert.deepEqual(said, ["create 다", "change s 라"]);
  saver.hold(titled("마"));
  assert.deepEqual([saver.held, saver.waiting, kept.get("s")], [true, true, "마"], "kept, but not sent");
});

test("what the server does not take stays on the device, with its reason, until it does", async () => {
  let works = false;
  const { saver, kept } = saving({ create: async () => {
    if (!works) throw new Error("대상 부서가 없습니다.");
    return { surveyId: "s" };
  } });
  saver.save(titled("가"));
  assert.equal(await saver.flush(), false);
  assert.deepEqual([saver.state, saver.reason, saver.waiting, kept.get("new")], ["failed", "대상 부서가 없습니다.", true, "가"]);
  works = true;
  assert.equal(await saver.flush(), true);
  assert.deepEqual([saver.state, saver.waiting, kept.size], ["saved", false, 0]);
});

test("a survey lies in the boxes that its state and my part in it say", () => {
  const survey = (/** @type {any} */ more) => /** @type {any} */ ({ surveyId: "s", state: "OPEN", isDraft: false, canAnswer: true, answered: false, canEdit: false, canSeeResults: false, createdAt: "2", ...more });
  assert.deepEqual(boxesOf(survey({})), ["toAnswer"]);
  assert.deepEqual(boxesOf(survey({ answered: true })), []);
  assert.deepEqual(boxesOf(survey({ canEdit: true, canSeeResults: true })), ["toAnswer", "mine"]);
  assert.deepEqual(boxesOf(survey({ canSeeResults: true, canAnswer: false, state: "CLOSED" })), ["shared", "closed"]);
  assert.deepEqual(boxesOf(survey({ canEdit: true, canSeeResults: true, state: "DRAFT", isDraft: true })), ["mine"]);
  const list = ["3", "1"].map((createdAt) => survey({ surveyId: createdAt, createdAt }));
  assert.deepEqual(placed(list, survey({})).map(({ surveyId }) => surveyId), ["3", "s", "1"]);
  assert.deepEqual(placed(list, survey({ surveyId: "1", createdAt: "0" })).map(({ surveyId }) => surveyId), ["3", "1"]);
});

test("times are said in words", () => {
  const now = Date.parse("2026-11-21T03:00:00Z");
  const survey = (/** @type {any} */ more) => /** @type {any} */ ({ state: "OPEN", isDraft: false, opensAt: null, closesAt: null, ...more });
  assert.match(words.deadline(survey({ closesAt: "2026-11-21T09:00:00Z" }), now), /^Until today/);
  assert.match(words.deadline(survey({ closesAt: "2026-11-22T09:00:00Z" }), now), /^Until tomorrow/);
  assert.match(words.deadline(survey({ state: "CLOSED", closesAt: "2026-11-20T09:00:00Z" }), now), /^Closed yesterday/);
  assert.equal(words.deadline(survey({}), now), "No end");
  assert.deepEqual(["2026-11-22T02:59:00Z", "2026-11-22T03:01:00Z"].map((closesAt) => words.pressing(survey({ closesAt }), now)), [true, false]);
});
