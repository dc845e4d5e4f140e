"""The service worker and what it keeps: nothing of anybody."""

import json
import re
from collections.abc import Callable

from django.test import Client


def _kept(visitor: Client) -> list[str]:
    source = visitor.get("/sw.js").content.decode()
    found = re.search(r"= (\{\"version\".*?\});", source)
    assert found
    urls: list[str] = json.loads(found[1])["urls"]
    return urls


def test_the_shell_is_the_same_for_everybody(visitor: Client, signed_in: Callable[..., Client]) -> None:
    def plain(client: Client) -> str:
        return re.sub(r'nonce="[^"]+"', "", client.get("/shell").content.decode())

    assert plain(signed_in()) == plain(visitor)


def test_the_worker_keeps_the_shell_and_static_files_alone(visitor: Client) -> None:
    urls = _kept(visitor)
    assert "/shell" in urls
    assert all(url == "/shell" or url.startswith("/static/") for url in urls)


def test_everything_the_worker_wants_is_there(visitor: Client) -> None:
    for url in _kept(visitor):
        assert visitor.get(url).status_code == 200, url


def test_the_worker_is_asked_for_anew_each_time(visitor: Client) -> None:
    answer = visitor.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript") and answer["Cache-Control"] == "no-cache"


def test_the_product_can_be_installed(visitor: Client) -> None:
    manifest = visitor.get("/manifest.webmanifest").json()
    assert (manifest["display"], manifest["start_url"]) == ("standalone", "/")
    sizes = {icon["sizes"] for icon in manifest["icons"]}
    assert {"192x192", "512x512"} <= sizes
    for icon in manifest["icons"]:
        assert visitor.get(icon["src"]).status_code == 200, icon


def test_its_shortcuts_lead_somewhere(visitor: Client, signed_in: Callable[..., Client]) -> None:
    shortcuts = visitor.get("/manifest.webmanifest", headers={"Accept-Language": "ko"}).json()["shortcuts"]
    assert [one["name"] for one in shortcuts] == ["검색", "필독 공지", "설문"]
    client = signed_in()
    for one in shortcuts:
        assert client.get(one["url"]).status_code == 200, one
        assert visitor.get(one["icons"][0]["src"]).status_code == 200


def test_a_new_version_waits_until_it_is_asked_for(visitor: Client) -> None:
    source = visitor.get("/sw.js").content.decode()
    assert source.count("skipWaiting") == 1 and "if (data?.takeOver) self.skipWaiting();" in source
