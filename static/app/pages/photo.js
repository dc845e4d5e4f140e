/** Choosing one's photo: sent as it is, drawn by the server, shown as it came back. */

const card = document.querySelector("[data-photo]");
const field = card?.querySelector("input[type=file]");
if (card instanceof HTMLElement && field instanceof HTMLInputElement) begin(card, field);

/** @param {HTMLElement} card @param {HTMLInputElement} field */
function begin(card, field) {
  /** @param {string} selector */
  const find = (selector) => /** @type {HTMLElement} */ (card.querySelector(selector));
  const [choose, remove, said, face] = ["[data-choose]", "[data-remove]", "[role=status]", ".avatar"].map(find);

  /** @param {string} [text] @param {boolean} [wrong] */
  function say(text = "", wrong = false) {
    said.textContent = text;
    said.classList.toggle("wrong", wrong);
  }

  /** @param {string | null} url */
  function show(url) {
    const shown = face.querySelector("img");
    remove.hidden = !url;
    if (!url) return shown?.remove();
    const image = shown ?? face.appendChild(Object.assign(new Image(), { alt: "" }));
    image.src = url;
  }

  /** @param {() => Promise<void>} act */
  async function busy(act) {
    card.setAttribute("aria-busy", "true");
    choose.toggleAttribute("disabled", true);
    say();
    try {
      await act();
    } catch (error) {
      say(error instanceof Refused ? error.message : card.dataset.failed, true);
    } finally {
      card.removeAttribute("aria-busy");
      choose.toggleAttribute("disabled", false);
    }
  }

  choose.addEventListener("click", () => field.click());
  field.addEventListener("change", () => {
    const file = field.files?.[0];
    field.value = ""; // the same picture can be chosen again
    if (!file) return;
    if (file.size > Number(card.dataset.most)) return say(card.dataset.large, true);
    busy(async () => {
      const me = await call("PUT", file);
      show(me.photoUrl);
      say(card.dataset.changed);
    });
  });
  remove.addEventListener("click", async () => {
    await busy(async () => {
      await call("DELETE");
      show(null);
      say(card.dataset.removed);
    });
    if (remove.hidden) choose.focus();
  });

  choose.hidden = false;
  remove.hidden = !face.querySelector("img");
}

/** What the server said no to, in words for people. */
class Refused extends Error {}

/** @param {string} method @param {Blob} [body] */
async function call(method, body) {
  const token = /(?:^|;\s*)(?:__Host-)?csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
  const headers = { "X-CSRFToken": token, "Accept-Language": document.documentElement.lang, "Content-Type": body?.type || "application/octet-stream" };
  const answer = await fetch("/api/v1/me/photo", { method, headers, body });
  if (answer.status === 401) location.assign("/login?next=/settings");
  const said = answer.status === 204 ? null : await answer.json();
  if (!answer.ok) throw new Refused(said?.error?.message);
  return said;
}

export {}; // a module: its names are its own
