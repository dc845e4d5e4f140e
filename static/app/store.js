/**
 * What this tab knows, in one place: `store.room(id)`, `store.user(id)`, `store.openRoom(id)` …
 * The nouns live in state/; components listen with `store.on(topic, ear)` (topics: bus.js).
 */
import { session } from "./api.js";
import { boot } from "./boot.js";
import { Bus } from "./bus.js";
import { People } from "./state/people.js";
import { Reads } from "./state/reads.js";
import { Rooms } from "./state/rooms.js";
import { Route } from "./state/route.js";
import { Timeline } from "./state/timeline.js";
import { Toasts } from "./state/toasts.js";
import { Typing } from "./state/typing.js";

/** @typedef {import("./types").Connection} Connection @typedef {import("./types").Pin} Pin */

class Store {
  #bus = new Bus();
  me = boot.me;
  people = new People(this.#bus, [boot.me, ...boot.users]);
  directory = new Rooms(this.#bus, this.people, boot.me.userId, boot.rooms);
  reads = new Reads(this.#bus);
  typing = new Typing(this.#bus);
  toasts = new Toasts(this.#bus);
  route = new Route(this.#bus);
  /** @type {Connection} */
  connection = "connecting";
  /** @type {import("./socket.js").Socket | null} set by main.js */
  socket = null;
  /** @type {Map<string, Timeline>} */
  #timelines = new Map();
  /** @type {Map<string, Pin[]>} */
  #pins = new Map();
  /** A message to be shown once its room is open. @type {{roomId: string, messageId: number} | null} */
  #target = null;
  /** Open surveys that wait for my answer; surveys/box.js counts them (topic `surveys`). */
  toAnswer = 0;
  /** Must-read notices that wait for me; notices/box.js counts them (topic `notices`). */
  toConfirm = 0;
  /** Notifications that I have not read, as the server counts them (topic `notifications`). */
  unreadNotifications = boot.unreadNotifications ?? 0;
  /** The room I am leaving by my own will, so that nobody tells me so. @type {string | null} */
  leaving = null;

  constructor() {
    session.ended = () => this.endSession();
  }

  /** Hear of a topic; returns how to stop. @param {string} topic @param {(detail?: any) => void} ear */
  on(topic, ear) {
    return this.#bus.on(topic, ear);
  }

  /** @param {string} topic @param {any} [detail] */
  tell(topic, detail) {
    this.#bus.tell(topic, detail);
  }

  // --- Rooms ---

  /** @param {string | null} id */
  room(id) {
    return this.directory.get(id);
  }

  /** Pinned first, then by the latest message. */
  rooms() {
    return this.directory.list();
  }

  get currentRoomId() {
    return this.route.place.room;
  }

  get currentRoom() {
    return this.directory.get(this.route.place.room);
  }

  /** @param {string | null} id null: back to the list */
  openRoom(id) {
    this.route.openRoom(id);
  }

  /** The messages this tab holds of a room. @param {string} roomId */
  timeline(roomId) {
    let timeline = this.#timelines.get(roomId);
    if (!timeline) this.#timelines.set(roomId, (timeline = new Timeline()));
    return timeline;
  }

  /** The notices at the top of a room, latest first. @param {string} roomId @returns {Pin[]} */
  pins(roomId) {
    return this.#pins.get(roomId) ?? [];
  }

  /** @param {string} roomId @param {Pin[]} pins */
  setPins(roomId, pins) {
    this.#pins.set(roomId, pins);
    this.tell("pins", roomId);
  }

  /** Show a message of the open room, wherever it lies. @param {number} messageId */
  jumpTo(messageId) {
    this.tell("jump", messageId);
  }

  /** Show a message of any room of mine. @param {string} roomId @param {number} messageId */
  showMessage(roomId, messageId) {
    if (roomId === this.currentRoomId && this.visible()) return this.jumpTo(messageId);
    this.#target = { roomId, messageId };
    this.openRoom(roomId);
  }

  /** The address names a message, as that of a notification does: `/rooms/{id}#message-{n}`. */
  aim() {
    const messageId = Number(/^#message-([0-9]{1,18})$/.exec(globalThis.location?.hash ?? "")?.[1]);
    if (!messageId || !this.currentRoomId) return;
    this.#target = { roomId: this.currentRoomId, messageId };
    history.replaceState(history.state, "", location.pathname + location.search);
  }

  /** The message to go to, now that its room is open; once. @param {string} roomId */
  takeTarget(roomId) {
    if (this.#target?.roomId !== roomId || !this.visible()) return null;
    const { messageId } = this.#target;
    this.#target = null;
    return messageId;
  }

  /** A room is no longer mine: nothing of it stays. @param {string} roomId */
  forgetRoom(roomId) {
    this.#timelines.delete(roomId);
    this.#pins.delete(roomId);
    this.directory.remove(roomId);
    this.tell("gone", roomId);
  }

  /** Rooms whose messages this tab holds. */
  timelines() {
    return this.#timelines;
  }

  /** Whether the conversation is on the screen: on a phone the list may be, or a panel. */
  visible() {
    const { room, panel } = this.route.place;
    return Boolean(room) && !(this.route.phone && panel);
  }

  /** @param {number} unread as the server counts them */
  countNotifications(unread) {
    if (unread === this.unreadNotifications) return;
    this.unreadNotifications = unread;
    this.tell("notifications");
  }

  // --- People ---

  /** A person, or undefined while they are being fetched (topic `people`). @param {string | null} id */
  user(id) {
    return this.people.get(id);
  }

  /** @param {string} id */
  presence(id) {
    return this.people.status(id);
  }

  // --- Panels, dialogs, notes ---

  get panel() {
    return this.route.place.panel;
  }

  /** `room-info` opens beside the conversation, `org-chart` and `room-list` in the left pane. @param {string | null} name */
  openPanel(name) {
    this.route.openPanel(name);
  }

  /** A survey, "new" for a new one, null for the list of surveys. @param {string | null} id */
  openSurvey(id) {
    this.route.openSurvey(id);
  }

  /** A must-read notice; null: the list of them. @param {string | null} id */
  openNotice(id) {
    this.route.openNotice(id);
  }

  /** Search everything, in the place of the list. @param {string} [q] @param {string} [roomId] only in this room */
  search(q = "", roomId = "") {
    const already = this.route.place.view === "search" && !q;
    if (!already) this.route.openSearch(new URLSearchParams([["q", q], ...(roomId ? [["in", roomId], ["kind", "messages"]] : [])]).toString());
    this.tell("search");
  }

  /** Open a dialog component by its tag; it removes itself when closed. @param {string} tag @param {Record<string, string>} [attributes] */
  openDialog(tag, attributes = {}) {
    this.tell("dialog", { tag, attributes });
  }

  /** @param {string} userId */
  showProfile(userId) {
    this.openDialog("profile-card", { "user-id": userId });
  }

  /** @param {string} text @param {{label: string, run: () => void}} [action] @param {{kind?: "info" | "error", then?: () => void, shown?: number}} [options] */
  toast(text, action, options) {
    this.toasts.add(text, action, options);
  }

  // --- The connection ---

  /** @param {Connection} state */
  setConnection(state) {
    if (this.connection === "ended" || state === this.connection) return;
    this.connection = state;
    this.tell("connection");
  }

  /** The server no longer knows us: nothing of the conversations stays on the screen. */
  endSession() {
    this.setConnection("ended");
  }
}

export const store = new Store();
