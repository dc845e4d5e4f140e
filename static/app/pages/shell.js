/** The page without network: tries again by itself, and goes back to where one was. */

const FIRST = 2_000;
const MOST = 20_000;
let wait = FIRST;

async function retry() {
  try {
    const answer = await fetch("/health/live", { cache: "no-store", signal: AbortSignal.timeout(5_000) });
    if (answer.ok) return back();
  } catch {
    // still away
  }
  wait = Math.min(wait * 1.5, MOST);
  setTimeout(retry, wait * (0.75 + Math.random() / 2));
}

function back() {
  if (location.pathname === "/shell") location.replace("/");
  else location.reload();
}

/** How many messages wait on this device; whose they are and what they say is nobody's business here. */
async function waiting() {
  let n = 0;
  for (const { name } of (await indexedDB.databases?.()) ?? []) {
    if (name?.startsWith("maru-")) n += await messagesIn(name).catch(() => 0);
  }
  const note = document.querySelector("[data-waiting]");
  if (!(note instanceof HTMLElement) || !n) return;
  note.textContent = (note.dataset.waiting ?? "").replace("{n}", n.toLocaleString());
  note.hidden = false;
}

/** @param {string} name @returns {Promise<number>} */
const messagesIn = (name) => new Promise((resolve, reject) => {
  const opening = indexedDB.open(name);
  opening.onerror = reject;
  opening.onsuccess = () => {
    const db = opening.result;
    const counted = db.objectStoreNames.contains("outbox") && db.transaction("outbox").objectStore("outbox").count();
    db.close(); // once what is asked for is answered
    if (!counted) return resolve(0);
    counted.onsuccess = () => resolve(counted.result);
    counted.onerror = reject;
  };
});

waiting().catch(() => {});
addEventListener("online", back);
document.querySelector("[data-retry]")?.addEventListener("click", back);
setTimeout(retry, FIRST);
