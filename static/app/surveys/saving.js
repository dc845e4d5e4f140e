/** Keeps a survey while it is made: on this device at once, on the server a moment later, one request after another. */

/** @typedef {import("./types").Made} Made @typedef {import("./types").Survey} Survey */
/**
 * @typedef {object} Places
 * @property {(made: Made) => Promise<Survey>} create
 * @property {(id: string, made: Made) => Promise<Survey>} change
 * @property {(id: string, made: Made) => Promise<void>} keep on this device
 * @property {(id: string) => Promise<void>} drop from this device
 * @property {(survey: Survey) => void} created
 * @property {() => void} told something is new to be shown
 */

const PAUSE = 800;
export const NEW = "new";

export class Saver {
  /** @type {"idle" | "saving" | "saved" | "failed"} */
  state = "idle";
  savedAt = "";
  /** Whether it is saved only when somebody says so. */
  held = false;
  /** Why the server did not take it; empty: it could not be asked. */
  reason = "";
  /** @type {Made | null} what the server has not got yet */
  #wanted = null;
  #timer = 0;
  /** @type {Promise<boolean> | null} */
  #running = null;
  #stopped = false;
  #places;

  /** @param {string | null} id null: the server does not know it yet @param {Places} places */
  constructor(id, places) {
    this.id = id;
    this.#places = places;
  }

  /** Something was changed that the server gets when somebody says so. @param {Made} made */
  hold(made) {
    if (this.#stopped) return;
    this.held = true;
    this.#wanted = made;
    this.#places.keep(this.id ?? NEW, made).catch(() => {});
  }

  /** Something was changed. @param {Made} made */
  save(made) {
    if (this.#stopped) return;
    this.hold(made);
    this.held = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), PAUSE);
  }

  /** Whether the server lacks something. */
  get waiting() {
    return this.#wanted !== null;
  }

  /** Bring everything to the server now; says whether it is there. @returns {Promise<boolean>} */
  flush() {
    clearTimeout(this.#timer);
    this.#running ??= this.#drain().finally(() => (this.#running = null));
    return this.#running;
  }

  /** One request after another, until the server has what was written last or refuses it. */
  async #drain() {
    let there = true;
    while (there && this.#wanted && !this.#stopped) there = await this.#send(this.#wanted);
    return there;
  }

  /** Nothing more is saved: it was published or deleted. */
  async stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
    await this.#places.drop(this.id ?? NEW).catch(() => {});
  }

  /** @param {Made} made */
  async #send(made) {
    this.#tell("saving");
    try {
      if (this.id) await this.#places.change(this.id, made);
      else await this.#create(made);
    } catch (error) {
      this.reason = /** @type {{message?: string}} */ (error).message ?? "";
      this.#tell("failed");
      return false;
    }
    this.savedAt = new Date().toISOString();
    if (this.#wanted === made) {
      this.#wanted = null;
      await this.#places.drop(this.id ?? NEW).catch(() => {});
    }
    this.#tell("saved");
    return true;
  }

  /** @param {Made} made */
  async #create(made) {
    const survey = await this.#places.create(made);
    this.id = survey.surveyId;
    await this.#places.drop(NEW).catch(() => {});
    if (this.#wanted && this.#wanted !== made) this.#places.keep(this.id, this.#wanted).catch(() => {});
    this.#places.created(survey);
  }

  /** @param {Saver["state"]} state */
  #tell(state) {
    this.state = state;
    this.#places.told();
  }
}
