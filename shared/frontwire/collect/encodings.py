"""Content encodings, decoded piece by piece and never beyond a cap.

Only gzip and deflate are offered: the standard library decodes them with a bound on the output of each step. brotli and
zstd would need a further dependency for a few per cent of bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

from frontwire.errors import FetchError

OFFERED = "gzip, deflate"
_STEP = 262_144
_MEMBERS = 500


def decoder(name: str, most: int) -> Callable[[bytes], bytes]:
    """A function that takes the next bytes as sent and gives the next decoded ones.

    It stops a little above `most` bytes in all, so that the caller sees the cap was passed. Raises FetchError for an
    encoding that was not offered (several at once included) and for broken data.
    """
    name = name.strip().lower()
    if name in ("", "identity"):
        return lambda chunk: chunk
    if name in ("gzip", "x-gzip"):
        return _Inflater(zlib.MAX_WBITS | 16, most)
    if name == "deflate":
        return _Inflater(zlib.MAX_WBITS, most)
    raise FetchError(f"content encoding {name[:40]!r} was not offered")


def gunzip(data: bytes, most: int) -> bytes:
    """A whole gzip file. Raises FetchError where it is broken or holds more than `most` bytes."""
    whole = _Inflater(zlib.MAX_WBITS | 16, most)(data)
    if len(whole) > most:
        raise FetchError(f"more than {most:,} bytes", retry=False)
    return whole


class _Inflater:
    def __init__(self, wbits: int, most: int) -> None:
        self._wbits = wbits
        self._inner = zlib.decompressobj(wbits)
        self._left = most + 1
        self._begun = False
        self._members = 1

    def __call__(self, chunk: bytes) -> bytes:
        parts = []
        while chunk and self._left > 0:
            if self._inner.eof:
                if self._wbits < 16 or not chunk.startswith(b"\x1f\x8b"):
                    break  # padding after the end is ignored, a further gzip member is read
                self._next_member()
            part = self._inflate(chunk)
            parts.append(part)
            self._left -= len(part)
            chunk = self._inner.unconsumed_tail or self._inner.unused_data
        return b"".join(parts)

    def _next_member(self) -> None:
        """Each member costs a copy of what follows it: thousands of them are an attack, not a file."""
        self._members += 1
        if self._members > _MEMBERS:
            raise FetchError(f"more than {_MEMBERS} gzip members", retry=False)
        self._inner = zlib.decompressobj(self._wbits)

    def _inflate(self, chunk: bytes) -> bytes:
        try:
            part = self._inner.decompress(chunk, min(_STEP, self._left))
        except zlib.error as error:
            if self._begun or self._wbits != zlib.MAX_WBITS:
                raise FetchError(f"the {'gzip' if self._wbits > 16 else 'deflate'} data is broken") from error
            # "deflate" means zlib by the book, but some servers send it bare.
            self._inner = zlib.decompressobj(-zlib.MAX_WBITS)
            self._begun = True
            return self._inflate(chunk)
        self._begun = True
        return part
