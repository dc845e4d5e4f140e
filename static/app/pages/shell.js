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

addEventListener("online", back);
document.querySelector("[data-retry]")?.addEventListener("click", back);
setTimeout(retry, FIRST);
