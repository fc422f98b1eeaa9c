"""XML from strangers: no document type, no entities, no network, and a tree even from what is broken.

The document type is cut off before the parser sees a byte, so that there is nothing to expand or to load; the parser's
own switches stand behind it. The parser mends what is broken, as browsers do with HTML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from frontwire.errors import ParseError

_MOST_ENTITIES = 300_000
_DECLARATION = re.compile(rb"\A\s*<\?xml[^>]{0,300}\?>", re.I)
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_ENTITIES = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))
_BARE_AMP = re.compile(rb"&(?!#?\w{1,32};)")
_PROLOG = ((b"<!--", b"-->"), (b"<?", b"?>"))
_SUBSET_END = re.compile(rb"\]\s{0,1000}>")
_MISMATCHES = (etree.ErrorTypes.ERR_TAG_NAME_MISMATCH, etree.ErrorTypes.ERR_TAG_NOT_FINISHED)
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 13))


def parse(body: bytes, content_type: str = "", *, mend: Callable[[bytes], bytes] | None = None) -> Any:
    """The root element. Raises ParseError where there is none.

    Where tags do not match, `mend` gets the cleaned UTF-8 bytes, and what it makes of them is parsed instead.
    """
    data = _clean(_utf8(body, content_type))
    root, matched = _tree(data)
    if mend is not None and not matched:
        root, _ = _tree(_clean(mend(data)))
    if root is None:
        raise ParseError("not XML")
    return root


def _tree(data: bytes) -> tuple[Any, bool]:
    """The root element or None, and whether every tag was closed by its own."""
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ParseError(f"not XML: {str(error)[:200]}") from error
    return root, not any(entry.type in _MISMATCHES for entry in parser.error_log)


def _utf8(body: bytes, content_type: str) -> bytes:
    """The document in UTF-8 without its XML declaration, whatever it says of itself."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        from frontwire.extract.charset import decode

        body = decode(body, content_type)[0].encode("utf-8", "replace")
    else:
        if b"\0" in body[:8]:  # UTF-16 of plain ASCII without a byte order mark is valid UTF-8, too
            body = body.decode("utf-16-le" if body[1:2] == b"\0" else "utf-16-be", "replace").encode("utf-8", "replace")
    return _DECLARATION.sub(b"", body.removeprefix(b"\xef\xbb\xbf"), count=1)


def _clean(data: bytes) -> bytes:
    start = data.find(b"<")
    if start < 0:
        raise ParseError("not XML")
    data = _without_doctype(data[start:])
    data = data.translate(None, _CONTROLS)
    if not 0 < data.count(b"&") <= _MOST_ENTITIES:
        return data  # nothing to mend, or an attack: the parser drops what it does not know
    if b"<![CDATA[" not in data:
        return _entities(data)
    return b"".join(part if part.startswith(b"<![CDATA[") else _entities(part) for part in _cdata_apart(data))


def _cdata_apart(data: bytes) -> Iterator[bytes]:
    """The document in pieces, each CDATA section (or the rest, where one never ends) a piece of its own."""
    at = 0
    while (start := data.find(b"<![CDATA[", at)) >= 0:
        yield data[at:start]
        end = data.find(b"]]>", start)
        at = end + 3 if end >= 0 else len(data)
        yield data[start:at]
    yield data[at:]


def _without_doctype(data: bytes) -> bytes:
    """The document without its document type, which can only stand before the first element."""
    at = data.find(b"<")
    while at >= 0:
        if data[at : at + 9].upper() == b"<!DOCTYPE":
            return data[:at] + data[_doctype_end(data, at) :]
        passed = next((end for start, end in _PROLOG if data.startswith(start, at)), b"")
        end = data.find(passed, at) if passed else -1
        if end < 0:
            return data
        at = data.find(b"<", end + len(passed))
    return data


def _doctype_end(data: bytes, start: int) -> int:
    close, subset = data.find(b">", start), data.find(b"[", start)
    if -1 < subset < close:
        end = _SUBSET_END.search(data, subset)
        close = end.end() - 1 if end else -1
    if close < 0:
        raise ParseError("a document type without an end")
    return close + 1


def _entities(data: bytes) -> bytes:
    """HTML's named entities as characters, lone ampersands as &amp;: feeds hold both, XML knows neither."""
    return _BARE_AMP.sub(b"&amp;", _ENTITY.sub(_entity, data))


def _entity(match: re.Match[bytes]) -> bytes:
    name = match[1]
    if name in _XML_ENTITIES:
        return match[0]
    text = html.unescape(match[0].decode("ascii"))
    return b"&amp;" + match[0][1:] if text.startswith("&") else text.encode().replace(b"<", b"&lt;")
