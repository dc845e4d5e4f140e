/** What scripts add to the form pages. Each of them works without. */

/** @param {string} selector @returns {HTMLElement[]} */
const all = (selector) => [...document.querySelectorAll(selector)].filter((found) => found instanceof HTMLElement);

/** Buttons that show what was typed into a password field. */
for (const button of all("button[data-shows]")) {
  const field = document.getElementById(button.dataset.shows ?? "");
  if (!(field instanceof HTMLInputElement)) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
    const use = button.querySelector("use");
    use?.setAttribute("href", `${use.getAttribute("href")?.split("#")[0]}#${shown ? "eye-off" : "eye"}`);
    field.focus();
  });
  hint(field);
}

/** Caps Lock and a keyboard left on Korean are why most right passwords are wrong. @param {HTMLInputElement} field */
function hint(field) {
  const capsLock = field.closest(".field")?.querySelector("[data-caps-lock]");
  const hangul = field.closest(".field")?.querySelector("[data-hangul]");
  field.addEventListener("keyup", (event) => {
    if (capsLock instanceof HTMLElement) capsLock.hidden = !event.getModifierState?.("CapsLock");
  });
  field.addEventListener("input", () => {
    if (hangul instanceof HTMLElement) hangul.hidden = !/[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]/.test(field.value);
  });
}

/** Where the menu is one line that is pushed aside, the open entry is in sight; the page itself stays where it is. */
for (const here of all(".tabs [aria-current]")) {
  const strip = here.closest("ul");
  if (!strip) continue;
  const [entry, line] = [here.getBoundingClientRect(), strip.getBoundingClientRect()];
  strip.scrollLeft += entry.left + entry.width / 2 - (line.left + line.width / 2);
}

/** Signing out leaves nothing of the conversations on this device. */
for (const form of all("form[data-signs-out]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await Promise.race([wipe().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 1500))]);
    if (form instanceof HTMLFormElement) form.submit();
  });
}

async function wipe() {
  const databases = (await indexedDB.databases?.()) ?? [];
  for (const { name } of databases) if (name?.startsWith("maru-")) indexedDB.deleteDatabase(name);
  for (const name of (await globalThis.caches?.keys()) ?? []) await caches.delete(name);
  await /** @type {any} */ (navigator).clearAppBadge?.().catch(() => {});
}
