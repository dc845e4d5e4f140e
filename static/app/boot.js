/** What the page brought along, so that the first screen needs no request. */

/** @template T @param {string} id @param {T} fallback @returns {T} */
export function embedded(id, fallback) {
  const text = globalThis.document?.getElementById(id)?.textContent;
  return text ? JSON.parse(text) : fallback;
}

const nobody = /** @type {import("./types").Me} */ ({
  userId: "", loginId: "", name: "", title: "", employeeNo: "", email: "", phone: "", photoUrl: null,
  status: "ACTIVE", units: [], roles: [], preferences: {},
});

/** @type {import("./types").Boot} */
export const boot = embedded("bootstrap", {
  me: nobody, rooms: [], users: [], limits: {}, policies: { downloadReason: "off" }, product: "Maru", historyEpoch: "",
});

/** @type {import("./types").Limits} */
export const limits = {
  text: 10_000, mentions: 100, editSeconds: 86_400, readPositions: 300, fileBytes: 300 * 2 ** 20, attachments: 10, forwardRooms: 10,
  pollOptions: 20, pollOption: 100, pollQuestion: 300,
  survey: { title: 120, questions: 50, prompt: 500, choices: 30, choice: 200, answer: 2000, threshold: 5 }, ...boot.limits,
};

export const language = globalThis.document?.documentElement.lang === "en" ? "en" : "ko";

/**
 * The address of a static file, hashed by the server: `<body data-asset-sprite="…">` is `asset("sprite")`.
 * @param {string} name @param {string} fallback
 */
export const asset = (name, fallback = "") =>
  globalThis.document?.body.getAttribute(`data-asset-${name}`) ?? fallback;
