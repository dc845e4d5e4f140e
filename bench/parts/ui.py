"""P8: the first load of the messenger's page in headless Chromium: bytes, requests, time to the painted list."""

import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.machine import ROOT, GaveUp
from bench.office import PASSWORD
from bench.report import Row
from bench.stage import Stage

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
# Runs in each page: when the room list first has a room in it, after the frame that shows it.
WATCH = """
new MutationObserver((_changes, watch) => {
  if (!document.querySelector("room-list a.room")) return;
  watch.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => { window.listPainted = performance.now(); }));
}).observe(document, { childList: true, subtree: true });
"""
TIMES = 7


def run(stage: Stage) -> Iterator[Row]:
    if not CHROMIUM.exists():
        raise GaveUp(f"{CHROMIUM} is not there")
    from playwright.sync_api import sync_playwright

    office = stage.office("SQLite")
    collected = (ROOT / "staticfiles" / "staticfiles.json").exists()
    with stage.server("product", "daphne", office.env) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        loads = [_load(browser, f"http://127.0.0.1:{served.port}") for _ in range(1 if stage.quick else TIMES)]
        browser.close()
    how = "as released" if collected else "from the sources, uncompressed"
    cold, warm = [cold for cold, _warm in loads], [warm for _cold, warm in loads]
    yield Row("P8", f"first load, cold, {how}", _median(cold, "bytes") / 1024, "KB", at_most=150)
    yield Row("P8", "first load, cold", _median(cold, "requests"), "requests", at_most=60)
    yield Row("P8", "room list painted, cold", _median(cold, "ms"), "ms", at_most=1000)
    yield Row("P8", "first load, warm", _median(warm, "bytes") / 1024, "KB")
    yield Row("P8", "room list painted, warm", _median(warm, "ms"), "ms", at_most=300)


def _median(loads: list[dict[str, float]], what: str) -> float:
    return statistics.median(load[what] for load in loads)


def _load(browser: "Browser", address: str) -> tuple[dict[str, float], dict[str, float]]:
    """Somebody signs in and opens the messenger: with an empty cache, then once more."""
    context = browser.new_context(locale="ko-KR", timezone_id="Asia/Seoul", service_workers="block")
    try:
        page = context.new_page()
        page.goto(f"{address}/login")
        page.fill("[name=username]", "bench00000")
        page.fill("[name=password]", PASSWORD)
        page.click("button.primary")
        page.wait_for_selector("room-list a.room")
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        network.send("Network.clearBrowserCache")
        page.add_init_script(WATCH)
        return _visit(page, network, address), _visit(page, network, address)
    finally:
        context.close()


def _visit(page: "Page", network: Any, address: str) -> dict[str, float]:
    sizes: list[float] = []
    from_cache: set[str] = set()

    def served(event: dict[str, Any]) -> None:
        from_cache.add(event["requestId"])

    def loaded(event: dict[str, Any]) -> None:
        if event["requestId"] not in from_cache:
            sizes.append(event["encodedDataLength"])

    network.on("Network.requestServedFromCache", served)
    network.on("Network.loadingFinished", loaded)
    page.goto(address)
    page.wait_for_selector("room-list a.room")
    page.wait_for_load_state("networkidle")
    painted = float(page.evaluate("window.listPainted"))
    network.remove_listener("Network.requestServedFromCache", served)
    network.remove_listener("Network.loadingFinished", loaded)
    return {"bytes": sum(sizes), "requests": len(sizes), "ms": painted}
