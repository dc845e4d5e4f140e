/** What can be done with the questions of a survey that is being made, and where the focus goes then. */
import { limits } from "../boot.js";
import { gettext, interpolate } from "../i18n.js";
import { store } from "../store.js";
import * as building from "../surveys/building.js";
import { drag } from "../surveys/dragging.js";

/** @typedef {import("../surveys/types").Made} Made @typedef {import("../surveys/types").MadeQuestion} MadeQuestion */
/** @typedef {import("./survey-builder.js").SurveyBuilder} Builder @typedef {import("./survey-made-question.js").Acts} Acts */

/** @param {Builder} builder @returns {Acts} */
export const actsOf = (builder) => ({ ...questionActs(builder), ...choiceActs(builder) });

/** @param {Builder} builder */
const madeIn = (builder) => /** @type {Made} */ (builder.made);

/** @param {Builder} builder @returns {Pick<Acts, "change" | "retype" | "duplicate" | "remove" | "move" | "drag">} */
const questionActs = (builder) => ({
  change: (key, patch) => builder.set(building.change(madeIn(builder), key, patch)),
  retype: (key, type) => builder.set(building.retype(madeIn(builder), key, type)),
  duplicate: (key) => {
    if (madeIn(builder).questions.length >= limits.survey.questions) return;
    const [copy, next] = building.duplicate(madeIn(builder), key);
    builder.set(next);
    builder.focusOn(`#prompt-${copy?.key}`);
  },
  remove: (key) => remove(builder, key),
  move: (key, to) => move(builder, key, to),
  drag: (event, key) => dragged(builder, event, key),
});

/** @param {Builder} builder @param {string} key */
function remove(builder, key) {
  const before = madeIn(builder);
  const at = before.questions.findIndex((one) => one.key === key);
  const gone = before.questions[at];
  const after = building.remove(before, key);
  builder.set(after);
  const next = after.questions[Math.min(at, after.questions.length - 1)];
  builder.focusOn(next ? `#prompt-${next.key}` : ".made-add button");
  const run = () => {
    const { questions, ...rest } = madeIn(builder);
    builder.set({ ...rest, questions: [...questions.slice(0, at), gone, ...questions.slice(at)] });
    builder.focusOn(`#prompt-${gone.key}`);
  };
  store.toast(interpolate(gettext("Question %(n)s was removed."), { n: at + 1 }), { label: gettext("Undo"), run });
}

/** @param {Builder} builder @param {string} key @param {number} to */
async function move(builder, key, to) {
  const made = madeIn(builder);
  if (to < 0 || to >= made.questions.length) return;
  const held = document.activeElement;
  builder.set(building.move(made, key, to));
  await builder.updateComplete;
  if (held instanceof HTMLElement && held.isConnected) held.focus({ preventScroll: true }); // moving a node takes the focus away
  builder.querySelector(`[data-key="${key}"]`)?.scrollIntoView({ block: "nearest" });
  builder.say(interpolate(gettext("Now question %(n)s of %(all)s."), { n: to + 1, all: made.questions.length }));
}

/** @param {Builder} builder @param {PointerEvent} event @param {string} key */
function dragged(builder, event, key) {
  builder.dragged = key;
  drag(event, {
    scroller: /** @type {HTMLElement} */ (builder.querySelector(".survey-scroll")),
    others: () => /** @type {HTMLElement[]} */ ([...builder.querySelectorAll(`.made-question:not([data-key="${key}"])`)]),
    move: (to) => madeIn(builder).questions[to]?.key !== key && builder.set(building.move(madeIn(builder), key, to)),
    end: () => (builder.dragged = ""),
  });
}

/** @param {Builder} builder @returns {Pick<Acts, "addChoice" | "removeChoice" | "moveChoice" | "write" | "paste">} */
function choiceActs(builder) {
  const find = (/** @type {string} */ key) => /** @type {MadeQuestion} */ (madeIn(builder).questions.find((one) => one.key === key));
  const set = (/** @type {string} */ key, /** @type {MadeQuestion["choices"]} */ choices) => builder.set(building.change(madeIn(builder), key, { choices }));
  const focus = (/** @type {string} */ choice) => builder.focusOn(`[data-choice="${choice}"]`);
  return {
    write: (key, choice, text) => set(key, building.write(find(key), choice, text)),
    addChoice: (key, after) => {
      const one = find(key);
      const below = one.choices[one.choices.findIndex((item) => item.key === after) + 1];
      if (below && !below.text) return void focus(below.key); // an empty one waits already
      if (one.choices.length >= limits.survey.choices) return store.toast(interpolate(gettext("A question has at most %(n)s choices."), { n: limits.survey.choices }));
      const [choice, choices] = building.addChoice(one, after);
      set(key, choices);
      focus(choice.key);
    },
    removeChoice: (key, choice) => {
      const { choices } = find(key);
      if (choices.length <= 2) return;
      const at = choices.findIndex((one) => one.key === choice);
      set(key, building.removeChoice(find(key), choice));
      focus(choices[at ? at - 1 : 1].key);
    },
    moveChoice: (key, choice, to) => {
      set(key, building.moveChoice(find(key), choice, to));
      focus(choice);
    },
    paste: (event, key, choice) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (building.lines(text).length < 2) return;
      event.preventDefault();
      const { value, selectionStart, selectionEnd } = /** @type {HTMLInputElement} */ (event.target);
      const [last, choices] = building.paste(find(key), choice, value.slice(0, selectionStart ?? 0), text, value.slice(selectionEnd ?? 0), limits.survey.choices);
      set(key, choices);
      focus(last);
    },
  };
}
