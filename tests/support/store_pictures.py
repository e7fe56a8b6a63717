"""Small pictures as files, with and without a place."""

import struct
import zlib


def exif(*, gps, order="<"):
    """A camera's directory, with a pointer to coordinates or with the make of the camera only."""
    mark = b"II*\x00" if order == "<" else b"MM\x00*"
    tag = 0x8825 if gps else 0x010F
    entries = struct.pack(f"{order}HHHII", 1, tag, 4, 1, 26)
    return mark + struct.pack(f"{order}I", 8) + entries + struct.pack(f"{order}I", 0) + bytes(8)


def jpeg(*segments, after=b""):
    """A JPEG as far as it is read: segments of metadata, some scan data, and what stands behind the picture."""
    marked = b"".join(b"\xff\xe1" + struct.pack(">H", len(one) + 2) + one for one in segments)
    return b"\xff\xd8" + b"\xff\xe0\x00\x04JF" + marked + b"\xff\xda\x00\x02scan\xff\xd9" + after


def png(*chunks, kind=b"tEXt"):
    """A PNG of one pixel, with more chunks of one kind."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        *((kind, one) for one in chunks),
        (b"IDAT", zlib.compress(b"\x00\x80")),
        (b"IEND", b""),
    ]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body


def webp(*chunks, kind=b"EXIF"):
    """A WebP as far as it is read."""
    body = b"".join(kind + struct.pack("<I", len(one)) + one for one in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body
