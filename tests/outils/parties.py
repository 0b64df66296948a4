"""What every workbook that the tool writes must be: parts that are XML, links that lead somewhere."""

import hashlib
import io
import re
import zipfile
from xml.parsers import expat

_SEEN: set[str] = set()
_LINK = re.compile(rb"<(?:\w+:)?hyperlink ([^>]*)>")
_LOCATION = re.compile(rb'location="([^"]*)"')
_TARGET = re.compile(rb'Target="([^"]*)" TargetMode="External"')
_NAMES = re.compile(rb'<(?:\w+:)?sheet [^>]*?name="([^"]*)"')


def check_parts(content: bytes) -> None:
    """Fail on a part that is no XML, a link to a sheet that is not there, a target with raw spaces or commands."""
    digest = hashlib.sha256(content).hexdigest()
    if digest in _SEEN:
        return
    _SEEN.add(digest)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert len(set(names)) == len(names), "two parts of one name"
        parts = {name: archive.read(name) for name in names if name.endswith((".xml", ".rels", ".vml"))}
    for name, part in parts.items():
        try:
            expat.ParserCreate().Parse(part, True)
        except expat.ExpatError as fault:
            raise AssertionError(f"{name} is no XML: {fault}") from fault
    sheets = set(_NAMES.findall(parts.get("xl/workbook.xml", b"")))
    for name, part in parts.items():
        if name.startswith("xl/worksheets/") and b"hyperlink " in part:
            _check_links(name, part, sheets)
        for target in _TARGET.findall(part):
            assert not re.search(rb"[\x00-\x20\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]", target), (name, target)


def _check_links(name: str, part: bytes, sheets: set[bytes]) -> None:
    for attributes in _LINK.findall(part):
        location = _LOCATION.search(attributes)
        if location is not None and b"r:id" not in attributes and b":id=" not in attributes:
            found = re.fullmatch(rb"(?:'((?:[^']|'')+)'|([\w.]+))!\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?", location[1])
            assert found is not None, (name, location[1])
            assert (found[1] or found[2]).replace(b"''", b"'") in sheets, (name, location[1])
