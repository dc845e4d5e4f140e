/** What pointer and keys do on the message list. */
import { canDelete, canEdit, canForward, forward, isText, react, removeSoon, togglePin, toggleStar } from "../actions.js";
import { own } from "../around/own.js";
import { download } from "../downloads.js";
import { outbox } from "../outgoing.js";
import { store } from "../store.js";
import { pickEmoji } from "./emoji-pop.js";
import { openMenu } from "./message-menu.js";

/** @typedef {import("../types").Row} Row */

const LONG_PRESS = 450;
const MOVED = 10;
const SWALLOW = 300;

export class MessageActs {
  #list;

  /** @param {import("./message-list.js").MessageList} list */
  constructor(list) {
    this.#list = list;
    own.loadSoon();
  }

  /** The row an event happened in. @param {Event} event @returns {{row: Row, element: HTMLElement} | null} */
  #at(event) {
    const element = /** @type {Element} */ (event.target).closest?.("article");
    const row = element && this.#list.row(Number(element.getAttribute("data-index")));
    return row ? { row, element: /** @type {HTMLElement} */ (element) } : null;
  }

  over = (/** @type {PointerEvent} */ event) => {
    if (event.pointerType !== "touch") this.#list.hot = this.#at(event)?.row.key ?? "";
  };

  leave = () => {
    this.#list.hot = "";
  };

  focused = (/** @type {FocusEvent} */ event) => {
    const found = this.#at(event);
    if (!found) return;
    this.#list.active = found.row.key;
    if (/** @type {Element} */ (event.target).matches("article:focus-visible")) this.#list.hot = found.row.key;
  };

  click = (/** @type {MouseEvent} */ event) => {
    const target = /** @type {Element} */ (event.target);
    const button = /** @type {HTMLElement | null} */ (target.closest("[data-act], [data-emoji], [data-jump], [data-profile], [data-open], [data-take]"));
    const found = this.#at(event);
    if (!button || !found) return;
    const { act, emoji, jump, profile, open, take } = button.dataset;
    const attachment = found.row.message.attachments?.find(({ attachmentId }) => attachmentId === (open ?? take));
    if (attachment && take) download(attachment);
    else if (attachment) openFile(button, attachment, found.row.message);
    else if (profile) store.showProfile(profile);
    else if (jump) this.#list.jump(Number(jump));
    else if (emoji) react(found.row.message, emoji);
    else this.#act(act ?? "", found.row, button);
  };

  /** @param {string} act @param {Row} row @param {HTMLElement} anchor */
  #act(act, { message, pending }, anchor) {
    const acts = /** @type {Record<string, () => void>} */ ({
      readers: () => store.openDialog("readers-dialog", { "message-id": String(message.messageId) }),
      reply: () => store.tell("compose", { reply: message }),
      edit: () => store.tell("compose", { edit: message }),
      react: () => pickEmoji(anchor, (emoji) => react(message, emoji)),
      menu: () => openMenu(message, anchor),
      pin: () => togglePin(message),
      forward: () => canForward(message) && forward(message),
      star: () => toggleStar(message),
      delete: () => removeSoon(message),
      retry: () => pending && outbox.retry(pending.clientMsgId),
      discard: () => pending && outbox.discard(pending.clientMsgId),
    });
    acts[act]?.();
  }

  context = (/** @type {MouseEvent} */ event) => {
    const found = this.#at(event);
    if (event instanceof PointerEvent && event.pointerType === "touch") return event.preventDefault(); // `press` has it
    const selecting = !getSelection()?.isCollapsed || /** @type {Element} */ (event.target).closest("a");
    if (!found || selecting || !isText(found.row.message)) return;
    event.preventDefault();
    openMenu(found.row.message, found.element, { point: event });
  };

  /** A long press on a phone opens the menu. @param {PointerEvent} event */
  press = (event) => {
    const found = this.#at(event);
    if (event.pointerType !== "touch" || !found || !isText(found.row.message)) return;
    const { clientX, clientY } = event;
    const scroller = /** @type {HTMLElement} */ (event.currentTarget);
    const stop = () => {
      clearTimeout(timer);
      for (const name of ["pointerup", "pointercancel", "pointermove"]) scroller.removeEventListener(name, moved);
    };
    const moved = (/** @type {any} */ now) => {
      if (now.type !== "pointermove" || Math.hypot(now.clientX - clientX, now.clientY - clientY) > MOVED) stop();
    };
    const timer = setTimeout(() => {
      stop();
      navigator.vibrate?.(10);
      scroller.addEventListener("pointerup", () => swallowClick(scroller), { once: true });
      openMenu(found.row.message, found.element, { held: true });
    }, LONG_PRESS);
    for (const name of ["pointerup", "pointercancel", "pointermove"]) scroller.addEventListener(name, moved);
  };

  keys = (/** @type {KeyboardEvent} */ event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const found = this.#at(event);
    if (event.code === "ArrowUp" || event.code === "ArrowDown") return this.#step(event, found?.row);
    if (!found || event.target !== found.element) return;
    const act = this.#keyed(event, found.row);
    if (!act) return;
    event.preventDefault();
    if (act === "composer") document.getElementById("composer-text")?.focus();
    else this.#act(act, found.row, found.element);
  };

  /** The act of a key on a focused message. @param {KeyboardEvent} event @param {Row} row */
  #keyed({ code, shiftKey }, { message, pending }) {
    if (code === "Escape") return "composer";
    if (pending || !isText(message)) return "";
    const acts = /** @type {Record<string, string>} */ ({ KeyR: "reply", KeyE: "react", KeyP: "pin", KeyF: "forward", KeyS: "star", Enter: "menu", ContextMenu: "menu" });
    if (code === "F10" && shiftKey) return "menu";
    if (code === "F2" && canEdit(message)) return "edit";
    if (code === "Delete" && canDelete(message)) return "delete";
    return acts[code] ?? "";
  }

  /** @param {KeyboardEvent} event @param {Row | undefined} row */
  #step(event, row) {
    const list = this.#list;
    const at = row ? list.indexOf(row.key) + (event.code === "ArrowUp" ? -1 : 1) : list.count - 1;
    const next = list.row(at);
    event.preventDefault();
    if (!next) {
      if (at >= list.count) document.getElementById("composer-text")?.focus();
      return;
    }
    list.scroller.to(at, "auto");
    list.hot = next.key;
    list.focusRow(next.key);
  }
}

/** Show a file to who listens for that (dialogs.js). @param {Element} from @param {import("../types").Attachment} attachment @param {import("../types").Message} message */
const openFile = (from, attachment, message) =>
  from.dispatchEvent(new CustomEvent("open-attachment", { bubbles: true, detail: { attachment, message } }));

/** The click that ends a long press is none. @param {HTMLElement} element */
function swallowClick(element) {
  const swallow = (/** @type {Event} */ event) => event.stopPropagation();
  element.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => element.removeEventListener("click", swallow, { capture: true }), SWALLOW);
}
