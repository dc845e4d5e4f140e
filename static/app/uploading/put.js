/** One part over the wire. By XMLHttpRequest, because fetch does not tell how far it has come. */
import { ApiError } from "../api.js";

/** A line that moves nothing for so long is dead; the answer to a whole part may take longer. */
const STALLED = 30_000;
const ANSWERED = 90_000;

/**
 * Put a part to its address; resolves with its etag, null if that may not be read. Throws ApiError.
 * @param {{url: string, headers?: Record<string, string>}} part @param {Blob} body
 * @param {AbortSignal} signal @param {(sent: number) => void} progress
 * @returns {Promise<string | null>}
 */
export function put({ url, headers = {} }, body, signal, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const lost = () => reject(new ApiError(0, "NETWORK", ""));
    const stop = () => request.abort();
    let timer = setTimeout(stop, STALLED);
    const wait = (/** @type {number} */ time) => {
      clearTimeout(timer);
      timer = setTimeout(stop, time);
    };
    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => {
      progress(loaded);
      wait(STALLED);
    };
    request.upload.onload = () => wait(ANSWERED);
    request.onload = () => (request.status < 300 ? resolve(etagOf(request)) : reject(refusal(request)));
    request.onerror = request.onabort = lost;
    request.onloadend = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    };
    signal.addEventListener("abort", stop);
    if (signal.aborted) lost();
    else request.send(body);
  });
}

/** Another origin may hide it; the server is asked then. @param {XMLHttpRequest} request */
const etagOf = (request) => (/^etag:/im.test(request.getAllResponseHeaders()) ? request.getResponseHeader("ETag") : null);

/** @param {XMLHttpRequest} request */
function refusal({ status, responseText }) {
  let error;
  try {
    error = JSON.parse(responseText).error;
  } catch {
    error = null; // a store has its own words
  }
  return new ApiError(status, error?.code ?? "STORE", error?.message ?? "", error?.details ?? {});
}
