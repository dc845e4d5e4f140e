"""Real files of every kind that pictures are made of, made here."""

import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import av
import pillow_heif
from PIL import Image, ImageCms

pillow_heif.register_heif_opener()

RED, GREEN, BLUE = (200, 30, 30), (30, 160, 30), (30, 30, 200)
FORMATS = {"jpg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP", "avif": "AVIF", "heic": "HEIF"}


def quarters(width: int = 320, height: int = 200) -> Image.Image:
    """Red above left, green above right, blue below: which way is up can be seen."""
    image = Image.new("RGB", (width, height), BLUE)
    image.paste(RED, (0, 0, width // 2, height // 2))
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    return image


def noise(width: int = 320, height: int = 200) -> Image.Image:
    """Pixels that cannot be packed: half of its file is half of the picture."""
    return Image.effect_noise((width, height), 90).convert("RGB")


def encoded(image: Image.Image, format: str = "PNG", **options: Any) -> bytes:
    """The image in a file of this format."""
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def picture(ending: str, width: int = 320, height: int = 200, **options: Any) -> bytes:
    """`quarters` as a file with this ending."""
    return encoded(quarters(width, height), FORMATS[ending], **options)


def opened(body: bytes) -> Image.Image:
    """A WebP that was drawn."""
    image = Image.open(io.BytesIO(body), formats=("WEBP",))
    image.load()
    return image


def corners(image: Image.Image) -> list[str]:
    """The colours of the four corners: above left, above right, below left, below right."""
    names = {"red": RED, "green": GREEN, "blue": BLUE}
    inset_x, inset_y = image.width // 8, image.height // 8
    far_x, far_y = image.width - inset_x - 1, image.height - inset_y - 1
    pixels: Any = image.convert("RGB").load()

    def name(x: int, y: int) -> str:
        return min(names, key=lambda n: sum(abs(a - b) for a, b in zip(pixels[x, y], names[n], strict=True)))

    return [name(inset_x, inset_y), name(far_x, inset_y), name(inset_x, far_y), name(far_x, far_y)]


def exif(orientation: int = 1) -> Image.Exif:
    """What a camera writes: its name, a place in Seoul, which way it was held."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = "MARU-CAMERA"
    data[0x8825] = {1: "N", 2: (37.0, 33.0, 59.0), 3: "E", 4: (126.0, 58.0, 41.0)}
    return data


def profile_that_swaps_red_and_blue() -> bytes:
    """A sound colour profile in which the numbers of red mean blue."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    (count,) = struct.unpack_from(">I", profile, 128)
    tags = {bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    for red, blue in ((b"rXYZ", b"bXYZ"), (b"rTRC", b"bTRC")):
        profile[tags[red] : tags[red] + 4], profile[tags[blue] : tags[blue] + 4] = blue, red
    return bytes(profile)


def held_upright(film: bytes) -> bytes:
    """The film of a telephone that was held upright: to be shown turned by a quarter to the right."""
    body, at = bytearray(film), film.index(b"tkhd") + 44
    body[at : at + 36] = struct.pack(">3i3i3i", 0, 1 << 16, 0, -1 << 16, 0, 0, 0, 0, 1 << 30)
    return bytes(body)


def film(
    ending: str, codec: str, width: int = 320, height: int = 200, frames: int = 24, image: Image.Image | None = None
) -> bytes:
    """A film of `quarters`, or of another picture, 12 frames a second."""
    out = io.BytesIO()
    new_frame: Any = av.VideoFrame.from_image
    container = {"mp4": "mp4", "mov": "mov", "webm": "webm", "mkv": "matroska", "avi": "avi"}[ending]
    with av.open(out, "w", format=container) as film:
        stream: Any = film.add_stream(codec, rate=12)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuvj420p" if codec == "mjpeg" else "yuv420p"
        frame = new_frame(image or quarters(width, height))
        for at in range(frames):
            frame.pts = at
            film.mux(stream.encode(frame))
        film.mux(stream.encode())
    return out.getvalue()


def pdf(content: str = "", width: float = 320, height: float = 200) -> bytes:
    """A PDF of one page with this content; without one, `quarters`."""
    if not content:
        w, h = width / 2, height / 2
        content = "".join(
            f"{red / 255:.3f} {green / 255:.3f} {blue / 255:.3f} rg {x} {y} {wide} {high} re f\n"
            for (red, green, blue), x, y, wide, high in (
                (BLUE, 0, 0, width, height),
                (RED, 0, h, w, h),
                (GREEN, w, h, w, h),
            )
        )
    return pdf_of(_page(width, height), stream(content.encode()))


def pdf_in_korean(text: str) -> bytes:
    """A page with Hangul in a font that the file does not bring along."""
    name, written = "/BaseFont/HYSMyeongJo-Medium", text.encode("utf-16-be").hex()
    return pdf_of(
        _page(320, 200, "/Font<</F 5 0 R>>"),
        stream(f"BT /F 60 Tf 10 80 Td <{written}> Tj ET".encode()),
        f"<</Type/Font/Subtype/Type0{name}/Encoding/UniKS-UTF16-H/DescendantFonts[6 0 R]>>".encode(),
        f"<</Type/Font/Subtype/CIDFontType0{name}/FontDescriptor 7 0 R"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Korea1)/Supplement 1>>>>".encode(),
        b"<</Type/FontDescriptor/FontName/HYSMyeongJo-Medium/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0"
        b"/Ascent 800/Descent -200/CapHeight 700/StemV 80>>",
    )


def stream(body: bytes, entries: str = "") -> bytes:
    """A stream object."""
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(body), entries.encode(), body)


def _page(width: float, height: float, resources: str = "") -> bytes:
    box = f"/MediaBox[0 0 {width} {height}]"
    return f"<</Type/Page/Parent 2 0 R{box}/Contents 4 0 R/Resources<<{resources}>>>>".encode()


def pdf_of(page: bytes, *objects: bytes) -> bytes:
    """A PDF whose page is object 3, and whose further objects are 4 …"""
    everything = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, *objects]
    out, table = bytearray(b"%PDF-1.7\n"), b""
    for number, body in enumerate(everything, 1):
        table += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    count = len(everything) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return bytes(out) + end % (count, table, count, len(out))


_CONTENT = "http://schemas.openxmlformats.org/package/2006/"
_WORD = "http://schemas.openxmlformats.org/"


def docx(text: str = "안녕하세요", more: str = "", relations: str = "") -> bytes:
    """A document of Word with one paragraph; `more` is put behind it, `relations` beside it."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_CONTENT}content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_CONTENT}relationships"><Relationship Id="r1" '
        f'Target="word/document.xml" Type="{_WORD}officeDocument/2006/relationships/officeDocument"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_WORD}wordprocessingml/2006/main" xmlns:r="{_WORD}officeDocument/'
        f'2006/relationships"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p>{more}</w:body></w:document>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_CONTENT}relationships">{relations}</Relationships>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{body}')
    return out.getvalue()


def hwpx(inside: bytes, name: str = "Preview/PrvImage.png") -> bytes:
    """A file of Hangul as an archive, with a picture of its first page."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/hwp+zip")
        archive.writestr("Contents/section0.xml", "<hp:p>안녕하세요</hp:p>")
        archive.writestr(name, inside)
    return out.getvalue()


def hwp(inside: bytes, *, size: int | None = None, ring: bool = False) -> bytes:
    """The same as a compound file of 512-byte sectors: the table, the directory, the small sectors, the streams."""
    small = len(inside) < 4096
    count = -(-len(inside) // 512)
    chain = [4 + at for at in range(count - 1)] + [3 if ring else 0xFFFFFFFE]
    fat = [0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, *chain]
    minis = [*range(1, -(-len(inside) // 64)), 0xFFFFFFFE]

    def entry(name: str, kind: int, start: int, length: int) -> bytes:
        written = name.encode("utf-16-le")
        body = written.ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2, kind, 1) + b"\xff" * 12
        return body + bytes(36) + struct.pack("<IQ", start, length)

    length = len(inside) if size is None else size
    directory = entry("Root Entry", 5, 3 if small else 0xFFFFFFFE, len(inside) if small else 0)
    directory += entry("FileHeader", 2, 0, 0) + entry("PrvImage", 2, 0 if small else 3, length)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<8I", 0, 1, 1, 0, 4096, 2 if small else 0xFFFFFFFE, int(small), 0xFFFFFFFE) + bytes(4)
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", *(fat + [0xFFFFFFFF] * 128)[:128])
    of_small = struct.pack("<128I", *(minis + [0xFFFFFFFF] * 128)[:128])
    return head + table + directory.ljust(512, b"\0") + of_small + inside.ljust(count * 512, b"\0")


def on_disk(folder: Path, body: bytes) -> Path:
    """The bytes in a file."""
    path = folder / "파일"
    path.write_bytes(body)
    return path
