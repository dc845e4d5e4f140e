/** Background work in words: what a job does, how it stands, why it waits. */
import { formatRecent } from "../format.js";
import { gettext, interpolate } from "../i18n.js";

/** @typedef {import("../types").Job} Job */

/** @type {Record<string, () => string>} */
const KINDS = {
  "file.scan": () => gettext("Scan a file for viruses"),
  "file.rescan": () => gettext("Scan all files again"),
  "file.scan_waiting": () => gettext("Look for files without a verdict"),
  "file.signatures": () => gettext("Look for new virus signatures"),
  "file.collect": () => gettext("Throw away what nobody finished or sent"),
  "file.picture": () => gettext("Draw a thumbnail"),
  "file.document": () => gettext("Make a preview"),
  "file.text": () => gettext("Read what is written in a file"),
  "file.texts": () => gettext("Find files that were not read yet"),
  "file.sweep": () => gettext("Tidy up after drawing"),
  "link.forget": () => gettext("Forget old previews of links"),
  "link.fetch": () => gettext("Fetch a link's preview"),
};
/** @type {Record<Job["state"], () => string>} */
const STATES = {
  QUEUED: () => gettext("Waiting"), RUNNING: () => gettext("Running"), SUCCEEDED: () => gettext("Done"), FAILED: () => gettext("Failed"),
  CANCELLED: () => gettext("Cancelled"), DEAD: () => gettext("Given up"),
};
/** @type {Record<string, () => string>} */
const CAUSES = {
  TRANSIENT: () => gettext("a passing fault"), STORAGE: () => gettext("the file store"), PERMISSION: () => gettext("a missing right"),
  VALIDATION: () => gettext("what was given to it"), MALWARE: () => gettext("malware"), DEPENDENCY_DOWN: () => gettext("a service that does not answer"),
  BUG: () => gettext("a bug"), CANCELLED: () => gettext("cancelled"),
};

/** @param {string} kind */
export const kindName = (kind) => KINDS[kind]?.() ?? kind;
/** @param {Job["state"]} state */
export const stateName = (state) => STATES[state]();
/** @param {Job} job */
export const isOver = (job) => !["QUEUED", "RUNNING"].includes(job.state);
/** @param {Job} job */
export const canRetry = (job) => ["FAILED", "DEAD", "CANCELLED"].includes(job.state);

/** Why it failed, or why it has not begun yet; empty if there is nothing to say. @param {Job} job */
export function because(job) {
  const cause = job.cause ? interpolate(gettext("Reason: %(cause)s"), { cause: CAUSES[job.cause]?.() ?? job.cause }) : "";
  const what = job.waitingFor ? interpolate(gettext("waits for %(what)s"), { what: job.waitingFor }) : "";
  const again = job.state === "QUEUED" && job.attempts > 0
    ? interpolate(gettext("next attempt %(when)s"), { when: formatRecent(job.runAt) }) : "";
  return [cause, what, again].filter(Boolean).join(" · ");
}
