"""What a card takes out of a page: titles in any charset, plain text, one picture."""

import time

import pytest

from chat.services import webpages
from chat.services.webpages import Page
from messenger.core.outbound.fetching import Answer


def read(body: str | bytes, charset: str = "", url: str = "https://page.test/a/b") -> Page:
    return webpages.read(Answer(url, "text/html", charset, body.encode() if isinstance(body, str) else body))


KOREAN = '<html><head><meta charset="%s"><title>사내 공지: 뷁</title></head>'


@pytest.mark.parametrize("label", ["euc-kr", "EUC-KR", "ks_c_5601-1987", "cp949", "windows-949"])
def test_a_korean_page_of_the_old_days(label: str) -> None:
    """Letters of Windows' larger set as well, which pages send under the smaller one's name."""
    body = (KOREAN % label).encode("cp949")
    assert read(body).title == "사내 공지: 뷁"
    assert read(body.replace(b"<meta", b"<x"), label.lower()).title == "사내 공지: 뷁"


@pytest.mark.parametrize(
    ("codec", "label", "title"),
    [
        ("utf-8", "utf-8", "제목"),
        ("utf-8-sig", "euc-kr", "제목"),  # its first bytes say more than its label
        ("utf-16", "", "제목"),
        ("cp949", "", "제목"),
        ("utf-8", "", "제목"),
        ("shift_jis", "shift_jis", "タイトル"),
        ("euc-jp", "euc-jp", "タイトル"),
        ("gb18030", "gb2312", "标题"),
        ("big5", "big5", "標題"),
        ("cp1252", "iso-8859-1", "“Café”"),
        ("koi8-r", "koi8-r", None),
        ("utf-8", "utf-7", "제목"),
        ("utf-8", "zlib_codec", "제목"),
        ("utf-8", "idna", "제목"),
    ],
)
def test_charsets(codec: str, label: str, title: str | None) -> None:
    found = read(f"<title>{title or 'заголовок'}</title>".encode(codec), label).title
    assert found == title or title is None


def test_a_label_in_the_page_that_cannot_be_true_is_read_over() -> None:
    assert read('<meta charset="utf-16"><title>제목</title>').title == "제목"


def test_a_page_cut_in_the_middle_of_a_character() -> None:
    body = "<title>제목</title>".encode() + ("가" * 100_000).encode()
    assert read(body[: (256 << 10) + 1]).title == "제목"


def test_what_the_page_says_for_cards_goes_first() -> None:
    head = """<title>쪽</title><meta name=description content="설명"><meta name="twitter:title" content="새의 제목">
    <meta property="og:title" content="카드 &amp; 제목"><meta property="og:title" content="두 번째">
    <meta property="og:description" content="카드 설명"><meta property="OG:Image" content="../c.png">"""
    assert read(head) == Page("카드 & 제목", "카드 설명", "https://page.test/c.png")


def test_what_it_says_otherwise() -> None:
    assert read('<title> 쪽\n 제목 </title><meta name="Description" content="설명">') == Page("쪽 제목", "설명", "")
    assert read('<meta name="twitter:title" content="새"><meta property="og:title" content=" ">').title == "새"
    assert read("<p>아무 말도 없음") == Page("", "", "")
    assert read('<meta content="x"><meta property><meta property="og:title">').title == ""


def test_the_title_of_a_drawing_is_none_of_the_page() -> None:
    assert read("<title>쪽</title><body><svg><title>그림</title></svg>").title == "쪽"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\u202egnp.exe", "agnp.exe"),
        ("\u2066a\u2069\u200b\ufeff\u00ad", "a"),
        ("a\x00\x01\x07\x7fb", "ab"),
        ("<b>굵게</b>", "<b>굵게</b>"),  # text, whatever it looks like
        ("가\u200d나 👨\u200d👩\u200d👧", "가\u200d나 👨\u200d👩\u200d👧"),
        ("각", "각"),
        ("\ue000\U000f0000x", "x"),
        ("a&#xD800;b", "a\ufffdb"),
    ],
)
def test_text_is_what_it_shows(raw: str, shown: str) -> None:
    escaped = raw.replace("<", "&lt;").replace("\x00", "")
    assert read(f'<meta property="og:title" content="{escaped}">').title == shown


def test_long_texts_are_cut() -> None:
    page = read(f'<title>{"가" * 3000}</title><meta name=description content="{"나 " * 3000}">')
    assert (len(page.title), page.title[-2:]) == (200, "가…")
    assert len(page.description) <= 500
    assert page.description.endswith("나…")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:6379\\@x/",
        "javascript:alert(1)",
        "data:image/png;base64,AAAA",
        "file:///etc/passwd",
        "http://[",
    ],
)
def test_a_picture_at_no_address(url: str) -> None:
    assert read(f'<title>t</title><meta property="og:image" content="{url}">').image_url == ""


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 52_000,
        "<" * 262_144,
        "<!--" * 60_000,
        "<title>" * 37_000,
        '<meta a="' * 29_000,
        "<table>" * 37_000,
        "&amp;" * 52_000,
        "<b><i>" * 43_000,
        "<a href=x>" * 26_000,
        "<meta charset " * 18_000,
        "<svg><title>" * 21_000,
        "<template>" * 26_000,
        "\0" * 262_144,
    ],
    ids=lambda body: body[:12],
)
def test_a_page_made_to_be_slow_is_read_in_no_time(body: str) -> None:
    began = time.process_time()
    read(body)
    assert time.process_time() - began < 0.5
