/** REST: `api.get("/rooms")` is GET /api/v1/rooms. Refusals are thrown as ApiError. */

/** What the server refused (contract section 1), or `status` 0 and code NETWORK when it could not be asked. */
export class ApiError extends Error {
  /** @param {number} status @param {string} code @param {string} message @param {Record<string, any>} [details] */
  constructor(status, code, message, details = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }

  /** Whether the same request may succeed later without a change. */
  get passing() {
    return this.status === 0 || this.status === 401 || this.status === 429 || this.status >= 500;
  }

  /** How long the server asks to wait, in milliseconds. */
  get wait() {
    return Number(this.details.retryAfter ?? 0) * 1000;
  }
}

/** Called when the server no longer knows who we are; the store puts its answer here. */
export const session = { ended: () => {} };

const TIMEOUT = 20_000;

/** The CSRF token of whichever cookie the server set. */
export function csrfToken(cookies = document.cookie) {
  return /(?:^|;\s*)(?:__Host-)?csrftoken=([^;]*)/.exec(cookies)?.[1] ?? "";
}

/** @param {string} method @param {string} path @param {unknown} [body] @param {number} [timeout] milliseconds @returns {Promise<any>} */
async function request(method, path, body, timeout = TIMEOUT) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json", "Accept-Language": document.documentElement.lang || "ko" };
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method, headers, body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(timeout),
      keepalive: method === "DELETE", // a window that closes still deletes
    });
  } catch {
    throw new ApiError(0, "NETWORK", "");
  }
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer;
  if (response.status === 401) session.ended();
  const error = answer?.error ?? {};
  throw new ApiError(response.status, error.code ?? "INTERNAL", error.message ?? "", error.details ?? {});
}

export const api = {
  /** @param {string} path */
  get: (path) => request("GET", path),
  /** @param {string} path @param {unknown} [body] @param {number} [timeout] */
  post: (path, body, timeout) => request("POST", path, body ?? {}, timeout),
  /** @param {string} path @param {unknown} [body] */
  patch: (path, body) => request("PATCH", path, body ?? {}),
  /** @param {string} path @param {unknown} [body] */
  put: (path, body) => request("PUT", path, body ?? {}),
  /** @param {string} path @param {unknown} [body] */
  del: (path, body) => request("DELETE", path, body),
};
