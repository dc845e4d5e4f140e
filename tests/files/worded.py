"""Real documents in which something is written, made here, and some that are worse than they look."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence

from tests.files import made
from tests.files.bombs import deflated_zeros

_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_W = "http://schemas.openxmlformats.org"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def archive(parts: Mapping[str, str | bytes], mimetype: str = "") -> bytes:
    """A zip archive of these parts; with a `mimetype`, that comes first and unpacked, as the formats ask for."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        if mimetype:
            written.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name, body in parts.items():
            written.writestr(name, body)
    return out.getvalue()


def pptx(*slides: str) -> bytes:
    """A presentation with one line on each slide."""
    space = f'xmlns:a="{_W}/drawingml/2006/main" xmlns:p="{_W}/presentationml/2006/main"'
    return archive(
        {"[Content_Types].xml": "<Types/>"}
        | {
            f"ppt/slides/slide{number}.xml": f"{_XML}<p:sld {space}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>"
            for number, text in enumerate(slides, 1)
        }
    )


def xlsx(rows: Sequence[Sequence[str | float]], sheet: str = "예산") -> bytes:
    """A sheet: texts are shared strings, numbers stand in their cells."""
    space = f'xmlns="{_W}/spreadsheetml/2006/main"'
    texts = list(dict.fromkeys(cell for row in rows for cell in row if isinstance(cell, str)))
    cells = "".join(
        "<row>"
        + "".join(
            f'<c t="s"><v>{texts.index(cell)}</v></c>' if isinstance(cell, str) else f"<c><f>1+1</f><v>{cell}</v></c>"
            for cell in row
        )
        + "</row>"
        for row in rows
    )
    strings = "".join(f"<si><t>{text}</t><rPh><t>음</t></rPh></si>" for text in texts)
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f'{_XML}<workbook {space}><sheets><sheet name="{sheet}"/></sheets></workbook>',
            "xl/sharedStrings.xml": f"{_XML}<sst {space}>{strings}</sst>",
            "xl/worksheets/sheet1.xml": f"{_XML}<worksheet {space}><sheetData>{cells}</sheetData></worksheet>",
        }
    )


def opened(kind: str, *paragraphs: str) -> bytes:
    """An OpenDocument `text`, `spreadsheet` or `presentation`."""
    body = "".join(f"<text:p>{text}</text:p>" for text in paragraphs)
    content = (
        f'{_XML}<office:document-content xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0">'
        f"<office:body><text:tracked-changes><text:p>지운 말</text:p></text:tracked-changes>{body}</office:body>"
        "</office:document-content>"
    )
    return archive({"content.xml": content}, f"application/vnd.oasis.opendocument.{kind}")


def hwpx(*paragraphs: str) -> bytes:
    """A file of Hangul as an archive."""
    space = 'xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph"'
    body = "".join(f"<hp:p><hp:run><hp:t>{text}</hp:t></hp:run></hp:p>" for text in paragraphs)
    return archive({"Contents/section0.xml": f"{_XML}<hp:sec {space}>{body}</hp:sec>"}, "application/hwp+zip")


def hwp(*paragraphs: str, flags: int = 1, preview: str = "") -> bytes:
    """A file of Hangul 5. `flags`: 1 packed, 2 with a password, 4 for distribution."""
    streams = {"FileHeader": b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", 0x05000300, flags).ljust(224)}
    if paragraphs:
        section = b"".join(_paragraph(text) for text in paragraphs)
        streams["Section0"] = _packed(section) if flags & 1 else section
    if preview:
        streams["PrvText"] = preview.encode("utf-16-le")
    return compound(streams)


def _paragraph(text: str) -> bytes:
    """A section's beginning (a control of eight characters), the text with its tab, and the paragraph's end."""
    control = struct.pack("<8H", 2, *b"dces\0\0", 2)
    words = text.replace("\t", "\t" * 8).encode("utf-16-le")
    body = control + words + struct.pack("<H", 13)
    head = struct.pack("<I", 66 | 4 << 20) + bytes(4)  # a paragraph's header, that nobody reads
    return head + struct.pack("<II", 67 | 0xFFF << 20, len(body)) + body


def _packed(body: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(body) + packer.flush()


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of these streams, each padded to where the large ones begin; a section must bear zeros."""
    fat, data, starts = [0xFFFFFFFD], b"", {}
    sectors = -(-128 * (len(streams) + 1) // 512)
    fat += [*range(2, sectors + 1), 0xFFFFFFFE]
    for name, body in streams.items():
        count = max(8, -(-len(body) // 512))
        starts[name] = len(fat)
        fat += [*range(len(fat) + 1, len(fat) + count), 0xFFFFFFFE]
        data += body.ljust(count * 512, b"\0")

    def entry(name: str, kind: int, start: int, length: int) -> bytes:
        written = name.encode("utf-16-le")
        body = written.ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2, kind, 1) + b"\xff" * 12
        return body + bytes(36) + struct.pack("<IQ", start, length)

    directory = entry("Root Entry", 5, 0xFFFFFFFE, 0)
    directory += b"".join(entry(name, 2, starts[name], max(4096, len(body))) for name, body in streams.items())
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<8I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE) + bytes(4)
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return head + struct.pack("<128I", *(fat + [0xFFFFFFFF] * 128)[:128]) + directory.ljust(sectors * 512, b"\0") + data


def pdf(*pages: str) -> bytes:
    """A PDF with a line on each page."""
    count = len(pages)
    name = "/BaseFont/HYSMyeongJo-Medium"
    font = 3 + 2 * count
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%b]/Count %d>>" % (b" ".join(b"%d 0 R" % (3 + 2 * at) for at in range(count)), count),
    ]
    for at, text in enumerate(pages):
        written = text.encode("utf-16-be").hex()
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 200]/Contents %d 0 R/Resources<</Font<</F %d 0 R>>>>>>"
            % (4 + 2 * at, font)
        )
        objects.append(made.stream(f"BT /F 20 Tf 10 80 Td <{written}> Tj ET".encode()))
    objects += [
        f"<</Type/Font/Subtype/Type0{name}/Encoding/UniKS-UTF16-H/DescendantFonts[{font + 1} 0 R]>>".encode(),
        f"<</Type/Font/Subtype/CIDFontType0{name}/FontDescriptor {font + 2} 0 R"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Korea1)/Supplement 1>>>>".encode(),
        b"<</Type/FontDescriptor/FontName/HYSMyeongJo-Medium/Flags 6/FontBBox[0 -200 1000 900]/Ascent 800>>",
    ]
    out, table = bytearray(b"%PDF-1.7\n"), b""
    for number, body in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    end = b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return bytes(out) + end % (len(objects) + 1, table, len(objects) + 1, len(out))


# --- Worse than they look ---------------------------------------------------------------------


def docx_of(document: str | bytes) -> bytes:
    """A document of Word whose main part is this."""
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def docx_of_laughs(levels: int = 30) -> bytes:
    """Entities of entities of entities: 10^30 letters."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "웃"}">' for n in range(levels))
    return docx_of(f"{_XML}<!DOCTYPE w [{entities}]><w><p><t>&l{levels - 1};</t></p></w>")


def docx_that_fetches() -> bytes:
    """An entity that is a file of the machine."""
    return docx_of(f'{_XML}<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><w><p><t>&x;</t></p></w>')


def docx_of_tags(length: int = 100 << 20) -> bytes:
    """Sound XML that says nothing for a hundred megabytes, in a thousandth of them."""
    return docx_of(b"<w>" + b"<p/>" * (length // 4) + b"</w>")


def hwp_that_unpacks() -> bytes:
    """A section that is a gigabyte when it is unpacked."""
    head = b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", 0x05000300, 1).ljust(224)
    return compound({"FileHeader": head, "Section0": deflated_zeros(1 << 26)[2:-4]})


def locked_zip() -> bytes:
    """A document whose main part says that it is encrypted."""
    body = bytearray(docx_of("<w><p><t>비밀</t></p></w>"))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = body.find(mark)
        while at >= 0:
            body[at + flags] |= 1
            at = body.find(mark, at + 4)
    return bytes(body)
