/**
 * Where we are: the open room, the left pane's view, the side panel. Rooms are addresses (`/rooms/{id}`), and on a
 * phone, where one pane shows at a time, each step in is a history entry, so that Back goes one pane back.
 */

/**
 * `view` is what the left pane shows; "files" fills the place of the conversation, and so does the open survey of
 * "surveys" (an id, or "new"); `left` is the room that was open; `search` is what is looked for, as it stands in the
 * address (search-address.js). "notices" is as "surveys" is, with the open `notice`.
 * @typedef {{room: string | null, view: "rooms" | "org" | "files" | "surveys" | "notices" | "search" | "noti", panel: string | null, depth: number,
 *   left?: string | null, survey?: string | null, notice?: string | null, search?: string}} Place
 */

export const PHONE = "(max-width: 759px)";
const ADDRESS = /^\/rooms\/([0-9a-f-]{36})$/;
const SURVEYS = /^\/surveys(?:\/(new|[0-9a-f-]{36}))?$/;
const NOTICES = /^\/notices(?:\/([0-9a-f-]{36}))?$/;
/** Panels that stand in for the room list instead of beside the conversation. */
const VIEWS = /** @type {Record<string, Place["view"]>} */ ({ "org-chart": "org", "room-list": "rooms", "file-box": "files", "survey-list": "surveys", "noti-list": "noti", "notice-list": "notices" });
/** Views that take the place of the conversation. */
const AWAY = ["files", "surveys", "notices"];

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
    if (room === this.place.room && !AWAY.includes(view) && !(this.phone && this.place.panel)) return;
    if (!room && this.phone && this.place.depth > 0) return this.back();
    const panel = this.phone || !room ? null : this.place.panel;
    this.#go({ ...this.place, room, panel, view: AWAY.includes(view) ? "rooms" : view }, this.phone || Boolean(room));
  }

  /** @param {string | null} name */
  openPanel(name) {
    const view = VIEWS[name ?? ""];
    if (AWAY.includes(view)) return this.#goAway(view);
    if (view && AWAY.includes(this.place.view) && !this.phone) return this.#go({ ...this.place, view, room: this.place.left ?? null }, true);
    if (view) return this.#go({ ...this.place, view, ...(this.phone ? { room: null, panel: null } : {}) }, this.phone);
    if (name === this.place.panel) return;
    if (!name && this.phone) return this.back();
    this.#go({ ...this.place, panel: name }, this.phone);
  }

  /** What stands where the conversation stood, which comes back afterwards. @param {Place["view"]} view */
  #goAway(view) {
    const { view: here, room, left } = this.place;
    const again = here === view && this.phone && (this.place.survey || this.place.notice);
    if (here === view && !again) return;
    this.#go({ ...this.place, view, room: null, panel: null, survey: null, notice: null, left: AWAY.includes(here) ? left : room }, true);
  }

  /** A survey in the place of the conversation: its id, or "new"; null: the list alone. @param {string | null} survey */
  openSurvey(survey) {
    const { view, room, left, depth } = this.place;
    if (view === "surveys" && survey === (this.place.survey ?? null)) return;
    if (!survey && this.phone && depth > 0) return this.back();
    const place = { ...this.place, view: /** @type {const} */ ("surveys"), room: null, panel: null, notice: null, survey };
    this.#go({ ...place, left: AWAY.includes(view) ? left : room }, true);
  }

  /** A must-read notice in the place of the conversation; null: the list alone. @param {string | null} notice */
  openNotice(notice) {
    const { view, room, left, depth } = this.place;
    if (view === "notices" && notice === (this.place.notice ?? null)) return;
    if (!notice && this.phone && depth > 0) return this.back();
    const place = { ...this.place, view: /** @type {const} */ ("notices"), room: null, panel: null, survey: null, notice };
    this.#go({ ...place, left: AWAY.includes(view) ? left : room }, true);
  }

  /** The open survey has got an id: the same screen under another address. @param {string} survey */
  nameSurvey(survey) {
    this.#go({ ...this.place, survey }, false);
  }

  /** Searching, in the place of the list. @param {string} search as it stands in the address */
  openSearch(search) {
    const { view, room, left } = this.place;
    const beside = this.phone ? null : AWAY.includes(view) ? left ?? null : room;
    this.#go({ ...this.place, view: "search", room: beside, panel: this.phone ? null : this.place.panel, search }, view !== "search");
  }

  /** Something else is looked for: the same screen under another address. @param {string} search */
  noteSearch(search) {
    if (this.place.view === "search" && search !== this.place.search) this.#go({ ...this.place, search }, false);
  }

  /** One pane back; to the list when nothing lies behind us. */
  back() {
    if (this.place.depth > 0) return history.back();
    const { room, panel } = this.place;
    this.#go({ ...this.place, room: panel ? room : null, panel: null, survey: null, notice: null }, false);
  }

  /** @param {Place} place @param {boolean} push */
  #go(place, push) {
    this.place = { ...place, depth: push ? this.place.depth + 1 : this.place.depth };
    const surveys = place.survey ? `/surveys/${place.survey}` : "/surveys";
    const room = place.room ? `/rooms/${place.room}` : "";
    const notices = place.notice ? `/notices/${place.notice}` : "/notices";
    const address = place.view === "surveys" ? surveys : place.view === "notices" ? notices : place.view === "search" ? `${room || "/search"}?${place.search}` : room || "/";
    if (push) history.pushState(this.place, "", address);
    else history.replaceState(this.place, "", address);
    this.#bus.tell("route");
  }

  /** @param {Partial<Place> | null} state @returns {Place} */
  #fromHistory(state) {
    const room = ADDRESS.exec(location.pathname)?.[1] ?? null;
    const surveys = SURVEYS.exec(location.pathname);
    const place = { room, panel: state?.panel ?? null, depth: state?.depth ?? 0, left: state?.left };
    const notices = NOTICES.exec(location.pathname);
    if (notices) return { ...place, view: "notices", notice: notices[1] ?? null };
    const searching = location.pathname === "/search" || new URLSearchParams(location.search).has("q");
    if (searching && !surveys) return { ...place, view: "search", search: location.search.slice(1) || "q=" };
    return { ...place, view: surveys ? "surveys" : state?.view ?? "rooms", survey: surveys?.[1] ?? null };
  }
}
