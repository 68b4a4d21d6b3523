"""A docx as the zip that it is: the same members give the same bytes, and unchanged ones are deflated once."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from core.errors import Malformed, TooLarge

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
_DEFLATED = 8
_UTF8_NAMES = 0x800
_DAY = (1980 - 1980) << 9 | 1 << 5 | 1  # 1 January 1980, the first day that a zip knows
MOST_BYTES = 20_000_000
MOST_MEMBERS = 200
_LEVEL = 3  # half the time of 6 for a tenth more bytes


@dataclass(frozen=True, slots=True)
class Member:
    """One part of the package, deflated."""

    name: str
    packed: bytes
    size: int
    crc: int

    @classmethod
    def deflate(cls, name: str, content: bytes) -> Self:
        """Compress `content`."""
        compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = compressor.compress(content) + compressor.flush()
        return cls(name, packed, len(content), zlib.crc32(content))


def write_package(members: Iterable[Member]) -> bytes:
    """Return the zip of `members` in their order, dated 1 January 1980."""
    body, directory, count = bytearray(), bytearray(), 0
    for one in members:
        name = one.name.encode()
        facts = (_UTF8_NAMES, _DEFLATED, 0, _DAY, one.crc, len(one.packed), one.size, len(name), 0)
        directory += _CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, *facts, 0, 0, 0, 0, len(body)) + name
        body += _LOCAL.pack(b"PK\x03\x04", _VERSION, *facts) + name + one.packed
        count += 1
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def read_package(content: bytes) -> Mapping[str, bytes]:
    """Return the parts of a docx by name, in the order of the zip. Raises `Malformed`, or `TooLarge`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _require_small(package)
            _require_once(package)
            parts = {one.filename: package.read(one) for one in package.infolist() if not one.is_dir()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise Malformed("document.not_docx", place="file", reason=str(error)) from None
    if "word/document.xml" not in parts:
        raise Malformed("document.not_docx", place="file", reason="word/document.xml")
    return parts


def _require_once(package: zipfile.ZipFile) -> None:
    """Of two parts with one name each reader may open another; case makes no difference (OPC, ECMA-376 part 2)."""
    names = [one.filename.lower() for one in package.infolist()]
    twice = next((one for one in names if names.count(one) > 1), None)
    if twice is not None:
        raise Malformed("document.not_docx", place="file", reason=f"{twice} x 2")


def _require_small(package: zipfile.ZipFile) -> None:
    """A small file can unpack to a huge one; what is stated here is all that is read."""
    members = package.infolist()
    size = sum(one.file_size for one in members)
    if len(members) > MOST_MEMBERS or size > MOST_BYTES:
        raise TooLarge("document.unpacked", place="file", bytes=size, members=len(members),
                       most=MOST_BYTES, most_members=MOST_MEMBERS)  # fmt: skip
