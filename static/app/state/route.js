/**
 * Where we are: the open room, the left pane's view, the side panel. Rooms are addresses (`/rooms/{id}`), and on a
 * phone, where one pane shows at a time, each step in is a history entry, so that Back goes one pane back.
 */

/**
 * `view` is what the left pane shows; "files" fills the place of the conversation, and `left` is the room that was open.
 * @typedef {{room: string | null, view: "rooms" | "org" | "files", panel: string | null, depth: number, left?: string | null}} Place
 */

export const PHONE = "(max-width: 759px)";
const ADDRESS = /^\/rooms\/([0-9a-f-]{36})$/;
/** Panels that stand in for the room list instead of beside the conversation. */
const VIEWS = /** @type {Record<string, Place["view"]>} */ ({ "org-chart": "org", "room-list": "rooms", "file-box": "files" });

export class Route {
  /** @type {Place} */
  place = { room: null, view: "rooms", panel: null, depth: 0 };
  #bus;

  /** @param {import("../bus.js").Bus} bus */
  constructor(bus) {
    this.#bus = bus;
    if (!globalThis.location) return;
    this.place = this.#fromHistory(history.state);
    history.replaceState(this.place, "");
    addEventListener("popstate", (event) => {
      this.place = this.#fromHistory(event.state);
      this.#bus.tell("route");
    });
  }

  get phone() {
    return matchMedia(PHONE).matches;
  }

  /** @param {string | null} room */
  openRoom(room) {
    const { view } = this.place;
    if (room === this.place.room && view !== "files" && !(this.phone && this.place.panel)) return;
    if (!room && this.phone && this.place.depth > 0) return this.back();
    const panel = this.phone || !room ? null : this.place.panel;
    this.#go({ ...this.place, room, panel, view: view === "files" ? "rooms" : view }, this.phone || Boolean(room));
  }

  /** @param {string | null} name */
  openPanel(name) {
    const view = VIEWS[name ?? ""];
    if (view === "files") return this.#openFiles();
    if (view && this.place.view === "files" && !this.phone) return this.#go({ ...this.place, view, room: this.place.left ?? null }, true);
    if (view) return this.#go({ ...this.place, view, ...(this.phone ? { room: null, panel: null } : {}) }, this.phone);
    if (name === this.place.panel) return;
    if (!name && this.phone) return this.back();
    this.#go({ ...this.place, panel: name }, this.phone);
  }

  /** The files of all rooms stand where the conversation stood, which comes back afterwards. */
  #openFiles() {
    const { view, room } = this.place;
    if (view !== "files") this.#go({ ...this.place, view: "files", room: null, panel: null, left: room }, true);
  }

  /** One pane back; to the list when nothing lies behind us. */
  back() {
    if (this.place.depth > 0) return history.back();
    const { room, panel } = this.place;
    this.#go({ ...this.place, room: panel ? room : null, panel: null }, false);
  }

  /** @param {Place} place @param {boolean} push */
  #go(place, push) {
    this.place = { ...place, depth: push ? this.place.depth + 1 : this.place.depth };
    const address = place.room ? `/rooms/${place.room}` : "/";
    if (push) history.pushState(this.place, "", address);
    else history.replaceState(this.place, "", address);
    this.#bus.tell("route");
  }

  /** @param {Partial<Place> | null} state @returns {Place} */
  #fromHistory(state) {
    const room = ADDRESS.exec(location.pathname)?.[1] ?? null;
    return { room, view: state?.view ?? "rooms", panel: state?.panel ?? null, depth: state?.depth ?? 0, left: state?.left };
  }
}
