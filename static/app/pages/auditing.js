/** What a script adds to the auditors' pages. Each of them works without. */

/** @param {string} selector @returns {HTMLElement[]} */
const all = (selector) => [...document.querySelectorAll(selector)].filter((found) => found instanceof HTMLElement);

const SECOND = 1000;
const BEGAN = "maru-auditing-since";

/** @param {number} milliseconds */
function clock(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / SECOND));
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** How long one has been looking, from the first of these pages in this tab. */
function time() {
  const since = Number(sessionStorage.getItem(BEGAN)) || Date.now();
  sessionStorage.setItem(BEGAN, String(since));
  for (const place of all("[data-session-timer]")) {
    const shown = place.querySelector("time");
    if (!shown) continue;
    const tick = () => {
      shown.textContent = clock(Date.now() - since);
    };
    tick();
    place.hidden = false;
    setInterval(tick, SECOND);
  }
}

/** What is left of something that ends: `<time data-until="…">`. At its end the page is asked for again. */
function countDown() {
  for (const place of all("[data-until]")) {
    const end = Date.parse(place.dataset.until ?? "");
    const tick = () => {
      place.textContent = clock(end - Date.now());
      if (end <= Date.now()) {
        clearInterval(timer);
        location.reload();
      }
    };
    const timer = setInterval(tick, SECOND);
    if (end > Date.now()) tick();
    else clearInterval(timer);
  }
}

/** A day that is chosen is meant: "From day to day". A name that is typed anew is nobody yet. */
function tendFilters() {
  for (const form of all("form[data-filters]")) {
    const days = form.querySelector('[name="period"][value="days"]');
    for (const day of form.querySelectorAll('input[type="date"]')) {
      day.addEventListener("input", () => {
        if (days instanceof HTMLInputElement) days.checked = true;
      });
    }
  }
}

/** What goes on behind a page is asked for again until it has ended. */
function watch() {
  const running = document.querySelector("[data-running]");
  if (running) setTimeout(() => location.reload(), 2 * SECOND);
}

/** A button that prints. */
function printing() {
  for (const button of all("button[data-prints]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}

time();
countDown();
tendFilters();
watch();
printing();

export {}; // a module: its names are its own
