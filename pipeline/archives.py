"""Archives of WARC records, read so that one broken record costs that record alone.

Gzipped archives hold one gzip member a record. Each member is decompressed by itself (libdeflate or ISA-L, since gunzip
is the largest cost of a page that holds no Chinese; the checksum is verified) and parsed by itself (warc.py), so
a damaged member, garbage between members or a record that lies about its length cannot swallow its neighbours: behind
it, reading goes on at the next place where a gzip member decompresses to the start of a WARC record. Uncompressed
archives are read record by record in the same way, by the lengths that they state.
"""

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from typing import IO, Any

import deflate
import zstandard
from isal import igzip_lib, isal_zlib

from .warc import Page, Unreadable, read_record, read_records

_MAGIC = b"\x1f\x8b\x08"
_BUFFER = 1 << 20
_NEAR = 1 << 17  # bytes in which a member is looked for whole; most are of 1 to 30 KB
_SHORTEST = 18  # bytes of a gzip member: header and trailer
_PIECE = 1 << 14  # fed to the decompressor at a time: what a member leaves of it is copied
_HEAD = 1 << 14  # bytes of a record in which its header must end
_BLANK = b"\r\n\r\n"  # behind a header, and behind a record
_RECORD = re.compile(rb"WARC/\d\.\d+\r\n")
_VERSION_BYTES = 16  # as long as the expression above can match, and more
_LENGTH = re.compile(rb"\r\ncontent-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r\n", re.I)
_ADDRESS = re.compile(rb"\r\nwarc-target-uri *: *([^\r]*)", re.I)


def read_warc_members(file: IO[bytes], start: int, end: int, size: int, limit: int) -> Iterator[Page | Unreadable]:
    """Records of the gzip members that start in the bytes start to end of a file of `size` bytes.

    limit: bytes of a decompressed record; a larger one is set aside.
    """
    begin = find_member(file, start, size)
    end = find_member(file, end, size)
    window = _Window(file)
    found = True  # a record is known to start at `begin`: that was looked for, not taken from where the last one ended
    while begin < end:
        member = _Member(window, begin, limit)
        broken = None
        data: bytes | bytearray = b""
        try:
            data = member.read()
        except igzip_lib.IsalError as error:  # pyright: ignore[reportGeneralTypeIssues]  # its stub calls it Exception
            broken = str(error)
        if not found and not data.startswith(b"WARC/") and not _starts_record(file, begin):
            behind, begin, found = begin, find_member(file, begin, end), True
            yield Unreadable(behind, "not_warc", f"{begin - behind} bytes that start no WARC record")
            continue
        if broken is None and member.end is not None:
            yield from read_record(data, begin, limit)
            begin, found = member.end, False
            continue
        if broken is not None:
            yield Unreadable(begin, "broken_gzip", broken)
        elif len(data) <= limit:
            yield Unreadable(begin, "truncated", "the gzip member is cut off")
        elif (length := _record_length(data)) is not None and length <= limit:  # more records follow in this member
            file.seek(begin)
            yield from read_warc_stream(_Bounded(file, end - begin), "gz", limit, begin)
            return
        else:
            yield Unreadable(begin, "too_large", f"record of more than {limit} bytes")
        begin, found = find_member(file, begin + 1, end), True


def read_plain_warc(file: IO[bytes], start: int, end: int, size: int, limit: int) -> Iterator[Page | Unreadable]:
    """Records of an uncompressed archive that start in the bytes start to end of a file of `size` bytes.

    limit: bytes of a record; a larger one is set aside.
    """
    begin = find_record(file, start, size, size)
    end = find_record(file, end, size, size)
    while begin < end:
        file.seek(begin)
        head = file.read(_HEAD)
        length = _record_length(head)
        behind = None if length is None or begin + length > size else _behind(file, begin + length)
        if length is None or behind is None:
            place, begin = begin, find_record(file, begin + 1, end, size)
            address = _ADDRESS.search(head)
            url = address[1].decode("utf-8", "replace") if address else None
            if length is None:
                yield Unreadable(place, "not_warc", f"{begin - place} bytes that start no WARC record")
            elif place + length > size:
                yield Unreadable(place, "truncated", f"{size - place} of {length} bytes of {url}")
            else:
                yield Unreadable(place, "broken_record", f"does not end where it says, behind {length} bytes: {url}")
            continue
        if length > limit + _HEAD:
            yield Unreadable(begin, "too_large", f"record of {length} bytes")
        else:
            file.seek(begin + len(head))
            taken = min(length + len(_BLANK), behind - begin)
            data = head + file.read(max(0, taken - len(head)))
            yield from read_record(data[:taken], begin, limit)
        begin = behind


def read_warc_stream(file: Any, compression: str, limit: int, base: int = 0) -> Iterator[Page | Unreadable]:
    """Records of a zstd archive, or of a gzip archive of one large member; damage loses the rest of the file."""
    if compression == "zst":
        file = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
    elif compression == "gz":
        file = gzip.GzipFile(fileobj=file)
    yield from read_records(file, base, limit, single_member=False)


def find_member(file: IO[bytes], start: int, end: int) -> int:
    """Offset of the first gzip member at or after `start` that begins a WARC record; `end` if there is none before it."""
    if start == 0:
        return 0
    position = start
    while position < end:
        file.seek(position)
        block = file.read(_BUFFER)
        found = block.find(_MAGIC)
        while found >= 0 and position + found < end:
            if _is_record(block[found : found + 4096] if found + 4096 <= len(block) else None, file, position + found):
                return position + found
            found = block.find(_MAGIC, found + 1)
        if len(block) < _BUFFER:
            break
        position += len(block) - len(_MAGIC) + 1
    return end


def _starts_record(file: IO[bytes], offset: int) -> bool:
    file.seek(offset)
    return _is_record(file.read(4096), file, offset)


def _is_record(head: bytes | None, file: IO[bytes], offset: int) -> bool:
    if head is None:
        file.seek(offset)
        head = file.read(4096)
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 16).startswith(b"WARC/")
    except zlib.error:
        return False


def find_record(file: IO[bytes], start: int, end: int, size: int) -> int:
    """Offset of the first record of an uncompressed archive of `size` bytes at or after `start`; `end` if none is
    before it.

    It ends where it says, so text about WARC files is none. (A whole record that lies uncompressed in a page looks just
    the same to a split that begins inside that page.)
    """
    if start == 0:
        file.seek(0)
        first = file.read(_HEAD)
        return len(first) - len(first.lstrip(b"\r\n"))
    position = start
    while position < end:
        file.seek(position)
        block = file.read(_BUFFER)
        for match in _RECORD.finditer(block):
            begin = position + match.start()
            if begin >= end:
                return end
            file.seek(begin)
            length = _record_length(file.read(_HEAD))
            if length is not None and begin + length <= size and _behind(file, begin + length) is not None:
                return begin
        if len(block) < _BUFFER:
            break
        position += len(block) - _VERSION_BYTES
    return end


def _record_length(head: bytes | bytearray) -> int | None:
    """Bytes of a record with its header, by what it says; None if no header begins here."""
    end = head.find(_BLANK)
    match = _LENGTH.search(head, 0, end + 2)
    return None if end < 0 or match is None or not head.startswith(b"WARC/") else end + len(_BLANK) + int(match[1])


def _behind(file: IO[bytes], end: int) -> int | None:
    """What follows a record that ends at `end`, blank lines passed over; None if no record ends there."""
    file.seek(end)
    found = file.read(_HEAD)
    rest = found.lstrip(b"\r\n")
    ends = not rest or found.startswith(_BLANK) or rest.startswith(b"WARC/")
    return end + len(found) - len(rest) if ends else None


class _Window:
    """The part of a file that was read last, so that small members do not cost a seek and a read each."""

    def __init__(self, file: IO[bytes]):
        self._file = file
        self._start, self._block = 0, b""

    def at(self, offset: int) -> memoryview:
        """Up to _PIECE bytes from `offset` on; none at the end of the file."""
        within = self._within(offset, 1)
        return memoryview(self._block)[within : within + _PIECE]

    def member(self, offset: int) -> memoryview:
        """The bytes from `offset` to where the next gzip member seems to begin; none if that is far away."""
        within = self._within(offset, _NEAR)
        following = self._block.find(_MAGIC, within + _SHORTEST)
        return memoryview(self._block)[within : max(following, within)]

    def _within(self, offset: int, wanted: int) -> int:
        """Where `offset` is in the block, which then holds `wanted` bytes behind it unless the file ends."""
        within = offset - self._start
        if within >= 0 and (within + wanted <= len(self._block) or (0 < len(self._block) < _BUFFER)):
            return min(within, len(self._block))
        self._file.seek(offset)
        self._start, self._block = offset, self._file.read(_BUFFER)
        return 0


class _Member:
    """One gzip member. After `read`, `end` is where the next one starts, or None if this one did not end."""

    def __init__(self, window: _Window, start: int, limit: int):
        self._window, self._start, self._limit = window, start, limit
        self.end: int | None = None

    def read(self) -> bytes | bytearray:
        """The member decompressed, at most a little more than the limit (a member of a few bytes can hold gigabytes)."""
        whole = self._whole()
        return self._by_pieces() if whole is None else whole

    def _whole(self) -> bytearray | None:
        """The member as libdeflate gives it, which takes a third less time but must be told where a member ends and how
        long it is: up to the next mark of a member, and what its own last bytes say. None: that was not so."""
        compressed = self._window.member(self._start)
        size = int.from_bytes(compressed[-4:], "little")
        if not 0 < size <= self._limit:  # 0 would leave the length to libdeflate
            return None
        try:
            data = deflate.gzip_decompress(compressed, size)
        except deflate.DeflateError:
            return None
        if len(data) != size:
            return None
        self.end = self._start + len(compressed)
        return data

    def _by_pieces(self) -> bytes:
        stream = isal_zlib.decompressobj(wbits=31)
        out: list[bytes] = []
        room = self._limit + (1 << 16)  # the record's own headers come on top of its limit
        position = self._start
        while not stream.eof and room >= 0:
            piece = stream.unconsumed_tail
            if not piece:
                piece = self._window.at(position)
                position += len(piece)
                if not piece:
                    break
            data = stream.decompress(piece, room + 1)
            out.append(data)
            room -= len(data)
        if stream.eof:
            self.end = position - len(stream.unused_data)
        return out[0] if len(out) == 1 else b"".join(out)


class _Bounded(io.RawIOBase):
    """At most `size` bytes of a file from where it stands."""

    def __init__(self, file: IO[bytes], size: int):
        self._file, self._left = file, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        data = self._file.read(min(len(buffer), self._left))
        buffer[: len(data)] = data
        self._left -= len(data)
        return len(data)
