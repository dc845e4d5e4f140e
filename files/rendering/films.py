"""Draws one frame of a film."""

from typing import Any, BinaryIO

from PIL import Image

from files.rendering.bounds import MOST_PIXELS, Box, Drawer, Size, Unfit, fits, within

_CONTAINERS = {
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "video/webm": "matroska",
    "video/x-matroska": "matroska",
    "video/x-msvideo": "avi",
}
_CODECS = frozenset({"h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "mjpeg", "h263"})
_FRAME_AT = 1.0  # seconds into a film: the first frame is often black


def drawer(mime: str) -> Drawer:
    """What draws a frame of a film of this kind."""
    import av
    import av.subtitles.stream  # opening a film would load it

    av.logging.set_level(av.logging.PANIC)

    def draw(source: BinaryIO, box: Box) -> tuple[Image.Image, Size]:
        # The container is said, not guessed: play lists name other files. Nothing but the open file is read.
        options = {"protocol_whitelist": "", "probesize": "5000000"}
        with av.open(source, format=_CONTAINERS[mime], options=options, metadata_errors="ignore") as film:
            stream = _stream(film)
            frame = _frame(film, stream)
            fits((frame.width, frame.height))
            return _still(frame, box)

    return draw


def _stream(film: Any) -> Any:
    """The picture of the film, ready to be decoded in this thread."""
    if not film.streams.video or film.streams.video[0].codec_context is None:
        raise Unfit("no picture in it")
    stream = film.streams.video[0]
    codec = stream.codec_context
    if not {codec.name, codec.codec.canonical_name} & _CODECS:
        raise Unfit(f"film of the codec {codec.name}")
    fits((codec.width, codec.height))
    codec.thread_count, codec.thread_type = 1, "NONE"
    codec.options = {"max_pixels": str(MOST_PIXELS)}
    return stream


def _frame(film: Any, stream: Any) -> Any:
    """A frame about a second from the start, or the first there is."""
    length = float(stream.duration * stream.time_base) if stream.duration else (film.duration or 0) / 1_000_000
    if length > 2 * _FRAME_AT:
        film.seek(int(_FRAME_AT / stream.time_base), stream=stream)
    for frame in film.decode(stream):
        return frame
    raise Unfit("no frame in it")


def _still(frame: Any, box: Box) -> tuple[Image.Image, Size]:
    turn = round(frame.rotation / 90) * 90 % 360 if abs(frame.rotation) <= 360 else 0  # counterclockwise
    turned = turn % 180 != 0
    size = (frame.width, frame.height)
    width, height = within(size, box[::-1] if turned else box)
    image: Image.Image = frame.reformat(width=width, height=height, format="rgb24", threads=1).to_image()
    if turn:
        image = image.rotate(turn, expand=True)
    return image, size[::-1] if turned else size
