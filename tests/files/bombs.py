"""Files that are worse than they look: small ones that claim to be huge, that grow, or that are two things at once."""

import io
import struct
import zipfile
import zlib

from PIL import Image

from tests.files import made

MANY = 10_000


def png_chunk(name: bytes, body: bytes) -> bytes:
    """A chunk with its right checksum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, *, rows: int = 0, before: bytes = b"") -> bytes:
    """A PNG of so many pixels of 8 bits of grey, of which `rows` rows are really there."""
    packer = zlib.compressobj(9)
    row = bytes(width + 1) if rows else b""
    data = b"".join(packer.compress(row) for _ in range(rows)) + packer.flush()
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + before + png_chunk(b"IDAT", data) + png_chunk(b"IEND", b"")


def deflated_zeros(length: int) -> bytes:
    """So many zeros (whole MiB), a thousandth as long: one piece, again and again."""
    packer = zlib.compressobj(9)
    start = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = (length % 65521) << 16 | 1  # Adler-32 of zeros
    return start + piece * (length >> 20) + b"\x03\0" + struct.pack(">I", checksum)


def png_with_a_heavy_profile() -> bytes:
    """A sound small picture whose colour profile unpacks to 1 GB."""
    return png(8, 8, rows=8, before=png_chunk(b"iCCP", b"evil\0\0" + deflated_zeros(1 << 30)))


def png_with_heavy_texts() -> bytes:
    """The same with a hundred comments of 100 MB each."""
    text = png_chunk(b"zTXt", b"Comment\0\0" + deflated_zeros(100 << 20))
    return png(8, 8, rows=8, before=text * 100)


def jpeg(width: int, height: int) -> bytes:
    """A sound JPEG whose header says another size."""
    body = bytearray(made.picture("jpg"))
    at = body.index(b"\xff\xc0") + 5
    body[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(body)


def gif(width: int, height: int) -> bytes:
    """A GIF whose screen is huge and whose only frame is small."""
    body = bytearray(made.picture("gif", 8, 8))
    body[6:10] = struct.pack("<HH", width, height)
    return bytes(body)


def box_sized(ending: str, width: int, height: int) -> bytes:
    """An AVIF or HEIC that claims to be larger than what is in it."""
    body = bytearray(made.picture(ending, 64, 64))
    at = body.index(b"ispe") + 8
    body[at : at + 8] = struct.pack(">II", width, height)
    return bytes(body)


def webp() -> bytes:
    """The most a WebP can be, 16,383 x 16,383, in a few bytes: the header of a lossless one."""
    bits = 16_382 | 16_382 << 14
    body = b"VP8L" + struct.pack("<I", 12) + b"\x2f" + struct.pack("<I", bits) + bytes(7)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def gif_of_many_frames(side: int = 8, frames: int = MANY) -> bytes:
    """A GIF of so many frames, every one of which covers it all."""
    head = b"GIF89a" + struct.pack("<HHBBB", side, side, 0x80, 0, 0) + bytes(6)
    whole = made.encoded(Image.new("P", (side, side)), "GIF")
    shown_for = b"\x21\xf9\x04\x04\x02\0\0\0"
    return head + (shown_for + whole[whole.index(b"\x2c\0\0\0\0") : -1]) * frames + b";"


def webp_of_many_frames(frames: int = MANY) -> bytes:
    """The same as a WebP, every frame of which differs from the one before."""
    others = (Image.new("L", (8, 8), at % 250) for at in range(1, frames))
    return made.encoded(Image.new("L", (8, 8)), "WEBP", save_all=True, append_images=others, duration=20)


def png_of_many_frames(frames: int = MANY) -> bytes:
    """The same as a PNG."""
    data = zlib.compress(bytes(72))
    begin = png_chunk(b"acTL", struct.pack(">II", frames, 0))
    shown = b"".join(
        png_chunk(b"fcTL", struct.pack(">IIIIIHHBB", 2 * at + 1, 8, 8, 0, 0, 1, 50, 0, 0))
        + png_chunk(b"fdAT", struct.pack(">I", 2 * at + 2) + data)
        for at in range(frames)
    )
    return png(8, 8, rows=8, before=begin)[:-12] + shown + png_chunk(b"IEND", b"")


def multi_picture() -> bytes:
    """A JPEG of two, as stereo cameras and telephones write them."""
    other = Image.new("RGB", (320, 200), made.GREEN)
    return made.encoded(made.quarters(), "MPO", save_all=True, append_images=[other])


def pdf_that_unpacks(length: int = 1 << 30) -> bytes:
    """A page whose content is `length` bytes when it is unpacked."""
    return made.pdf_of(
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<<>>>>",
        made.stream(deflated_zeros(length), "/Filter/FlateDecode"),
    )


def pdf_that_multiplies(levels: int = 12, each: int = 10) -> bytes:
    """Forms that draw forms that draw forms: 10^12 of them."""
    objects = [made.stream(b"/X Do " * each)]
    for level in range(levels):
        inner = f"/XObject<</X {6 + level} 0 R>>"
        form = f"/Type/XObject/Subtype/Form/BBox[0 0 300 300]/Resources<<{inner if level < levels - 1 else ''}>>"
        objects.append(made.stream(b"/X Do " * each if level < levels - 1 else b"0 0 300 300 re f", form))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"
    return made.pdf_of(page, *objects)


def pdf_with_a_huge_picture(side: int = 60_000) -> bytes:
    """A page that shows a picture of 3.6 thousand million pixels."""
    entries = (
        f"/Type/XObject/Subtype/Image/Width {side}/Height {side}/ColorSpace/DeviceRGB/BitsPerComponent 8"
        "/Filter/FlateDecode"
    )
    return made.pdf_of(
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
        made.stream(b"300 0 0 300 0 0 cm /X Do"),
        made.stream(deflated_zeros(64 << 20), entries),
    )


def pdf_that_acts() -> bytes:
    """A page that wants to run a script and a program."""
    return made.pdf().replace(
        b"/Type/Catalog",
        b"/Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))/Next<</S/Launch/F(/bin/sh)>>>>",
    )


def film(width: int = 65_500, height: int = 65_500) -> bytes:
    """A film of pictures of 64 x 64, one of which says of itself that it has another size."""
    body = bytearray(made.film("avi", "mjpeg", 64, 64, frames=3))
    at = body.index(b"\xff\xc0") + 5
    body[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(body)


def playlist() -> bytes:
    """What a player would take for a list of other files, in the dress of a film."""
    return b"\0\0\0\x18ftypisom" + bytes(12) + b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"


def zip_of_zeros(name: str = "word/document.xml", length: int = 1 << 32, *, hwpx: bool = False) -> bytes:
    """An archive that is a thousandth of what is in it."""
    packed = deflated_zeros(length)[2:-4]
    checksum = zlib.crc32(b"")  # wrong, and nobody reads as far as that
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(*(("mimetype", "application/hwp+zip") if hwpx else ("[Content_Types].xml", "<Types/>")))
    first = out.getvalue()[: out.getvalue().index(b"PK\x01\x02")]
    sizes = struct.pack("<III", checksum, len(packed), min(length, 0xFFFFFFFE))
    written = name.encode()
    local = (
        b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", len(written), 0) + written
    )
    central = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sizes
    central += struct.pack("<HHHHHII", len(written), 0, 0, 0, 0, 0, len(first)) + written
    body = first + local + packed
    return body + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(body), 0)


def zip_of_many(entries: int = 30_000) -> bytes:
    """An archive of very many empty files, some of which want to lie elsewhere."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../../etc/cron.d/evil", "EVIL")
        for at in range(entries):
            archive.writestr(zipfile.ZipInfo(f"{at}"), "")
    return out.getvalue()


def others() -> dict[str, bytes]:
    """Formats that a picture library would gladly read, and that we never hand to it."""
    image = made.quarters()
    files = {name: made.encoded(image, name) for name in ["TIFF", "BMP", "ICO", "TGA", "PCX", "EPS", "JPEG2000", "PPM"]}
    files["PSD"] = b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 1, 1, 8, 3) + bytes(14)
    files["FITS"] = b"SIMPLE  =                    T".ljust(2880) + bytes(2880)
    files["SVG"] = (
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>EVIL</script><image href="file:///etc/passwd"/></svg>'
    )
    files["XXE"] = (
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>'
    )
    files["HTML"] = b"<html><script>EVIL</script></html>"
    files["M3U"] = b"#EXTM3U\nfile:///etc/passwd\n"
    return files
