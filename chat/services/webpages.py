"""What a web page says of itself: title, description, picture."""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from messenger.core.outbound import targets
from messenger.core.outbound.errors import Blocked
from messenger.core.outbound.fetching import Answer

MAX_TITLE, MAX_DESCRIPTION = 200, 500  # the columns' widths
_READ = 256 << 10
_TAGS = 4000  # a tree is as deep as somebody likes, and building one takes the square of that
_BETWEEN = 8000  # between attributes something stands, and reading a tag takes the square of how many it has
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_.:-]{1,40})""", re.IGNORECASE)
_CODE = re.compile(r"<(script|style)(?=[\s/>])", re.IGNORECASE)
_CODE_ENDS = {name: re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE) for name in ("script", "style")}
_SEPARATOR = re.compile(r"[\s/\"']")
_HEAD_ENDS = re.compile(r"</head|<body", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# What browsers take these labels for; Korean pages say euc-kr and mean Windows' larger set.
_LABELS = {
    **dict.fromkeys(("euc-kr", "euckr", "ks_c_5601-1987", "ks_c_5601", "korean", "ms949", "uhc"), "cp949"),
    **dict.fromkeys(("windows-949", "x-windows-949", "cp949"), "cp949"),
    **dict.fromkeys(("iso-8859-1", "latin1", "ascii", "us-ascii", "windows-1252"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), "gb18030"),
    **{name: name for name in ("utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "shift_jis", "euc-jp", "big5")},
    **{f"iso-8859-{n}": f"iso-8859-{n}" for n in (*range(2, 12), *range(13, 17))},
    **{f"windows-{n}": f"cp{n}" for n in (1250, 1251, *range(1253, 1259))},
}
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINER = "\u200d"  # holds an emoji together


@dataclass(frozen=True, slots=True)
class Page:
    """Plain text, and the URL of a picture or ""."""

    title: str
    description: str
    image_url: str


def read(answer: Answer) -> Page:
    """Read the beginning of a page."""
    tree = LexborHTMLParser(_shallow(_text(answer)))
    said: dict[str, str] = {}
    for node in tree.css("meta"):
        name = node.attributes.get("property") or node.attributes.get("name") or ""
        content = (node.attributes.get("content") or "").strip()
        if content:
            said.setdefault(name.strip().lower(), content)
    titles = tree.css("head > title") or tree.css("title")
    title = _first(said, "og:title", "twitter:title") or (titles[0].text() if titles else "")
    return Page(
        title=_plain(title, MAX_TITLE),
        description=_plain(_first(said, "og:description", "twitter:description", "description"), MAX_DESCRIPTION),
        image_url=_url(answer.url, _first(said, "og:image:secure_url", "og:image", "og:image:url", "twitter:image")),
    )


def _first(said: dict[str, str], *names: str) -> str:
    return next((said[name] for name in names if name in said), "")


def _text(answer: Answer) -> str:
    body = answer.body[:_READ]
    for bom, codec in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(codec, "replace")
    codec = _LABELS.get(answer.charset, "")
    if not codec and (match := _CHARSET.search(body[:4096])):
        codec = _LABELS.get(match[1].decode("ascii").lower(), "")
        codec = "utf-8" if codec.startswith("utf-16") else codec  # who could read this label knows better
    if codec:
        return body.decode(codec, "replace")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(body)  # which may end in the middle of a character
    except UnicodeDecodeError:
        return body.decode("cp949", "replace")


def _shallow(text: str) -> str:
    """The head without its code, and of it no more tags and attributes than a head has."""
    text = _without_code(text)
    if end := _HEAD_ENDS.search(text):
        text = text[: end.start()]
    at = -1
    for _tag in range(_TAGS):
        at = text.find("<", at + 1)
        if at < 0:
            break
    else:
        text = text[:at]
    beyond = next(islice(_SEPARATOR.finditer(text), _BETWEEN, None), None)
    return text if beyond is None else text[: beyond.start()]


def _without_code(text: str) -> str:
    """The text without scripts and styles, up to one that does not end."""
    kept, at = [], 0
    while begins := _CODE.search(text, at):
        kept.append(text[at : begins.start()])
        ends = _CODE_ENDS[begins[1].lower()].search(text, begins.end())
        if ends is None:
            return "".join(kept)
        at = ends.start()
    return "".join([*kept, text[at:]])


def _plain(text: str, most: int) -> str:
    """One line that only says what it shows: no controls, no directions, nothing invisible."""
    words = " ".join(unicodedata.normalize("NFC", text[: 8 * most]).split())
    shown = "".join(c for c in words if c == _JOINER or unicodedata.category(c) not in _UNSEEN).strip()
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"


def _url(page: str, image: str) -> str:
    if not image:
        return ""
    try:
        return targets.follow(targets.parse(page), image).url
    except Blocked:
        return ""
