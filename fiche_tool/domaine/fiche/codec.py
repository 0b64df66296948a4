"""Values as JSON and back, driven by the declarations of their types: a field is declared once, in its dataclass.

Days are ISO, numbers are strings, a field that holds its default is left out; where a type allows several sorts of
value, each says its own: « 50 » is a text, {"nombre": "50"} a number.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from fiche_tool.domaine.fiche.fiche import LigneBudget
from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.mots.regex import regex

Plain = Any
"""What the json library makes and takes: dict, list, str, int, bool, None."""
_NUMBER = regex(r"-?\d{1,30}(?:\.\d{1,30})?", re.ASCII)


class Codec:
    """How values of one type become JSON, and how they are read again. Reading raises ValueError for anything else.

    `present` reads what is not null, where there is a choice.
    """

    __slots__ = ("decode", "encode", "present")

    def __init__(
        self,
        encode: Callable[[Any], Plain],
        decode: Callable[[Plain], Any],
        present: Callable[[Plain], Any] | None = None,
    ) -> None:
        self.encode, self.decode, self.present = encode, decode, present or decode


@cache
def codec_of(kind: Any) -> Codec:
    """The codec of a declared type. Raises TypeError for one that has no place in a register."""
    origin, args = get_origin(kind), get_args(kind)
    if kind in (str, int, bool):
        return Codec(_same, _checked(kind))
    if kind is Decimal:
        return Codec(lambda number: f"{number:f}", _number)
    if kind is date:
        return Codec(date.isoformat, _day)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Codec(lambda member: member.value, kind)
    if is_dataclass(kind):
        return _remembered(_record(kind)) if kind is Periode else _record(kind)
    if origin in (Union, UnionType):
        return _optional(args) if NoneType in args else _choice()
    if origin is tuple:
        return _sequence(codec_of(args[0])) if args[1:] == (...,) else _fixed([codec_of(arg) for arg in args])
    if origin is frozenset:
        inner = codec_of(args[0])
        return Codec(lambda found: sorted(map(inner.encode, found)), lambda found: frozenset(map(inner.decode, found)))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(codec_of(args[0]), codec_of(args[1]), named=args[0] is str)
    raise TypeError(f"no codec for {kind}")


def _same(value: Plain) -> Plain:
    return value


def _checked(kind: type) -> Callable[[Plain], Any]:
    def decode(value: Plain) -> Any:
        if type(value) is not kind:
            raise ValueError(f"{kind.__name__} expected")
        return value

    return decode


def _number(value: Plain) -> Decimal:
    if not isinstance(value, str):
        raise ValueError("number expected")
    return _known_number(value)


@lru_cache(maxsize=1024)  # an action has the same amounts at every séance
def _known_number(texte: str) -> Decimal:
    if not _NUMBER.fullmatch(texte):
        raise ValueError("number expected")
    return Decimal(texte)


def _day(value: Plain) -> date:
    if not isinstance(value, str):
        raise ValueError("day expected")
    return date.fromisoformat(value)


def _list(value: Plain) -> list[Plain]:
    if not isinstance(value, list):
        raise ValueError("list expected")
    return value


def _dict(value: Plain) -> dict[str, Plain]:
    if not isinstance(value, dict):
        raise ValueError("object expected")
    return value


# --- made of others --------------------------------------------------------------------------------------------------
def _record(kind: Any) -> Codec:
    hints = get_type_hints(kind)
    parts = [(f.name, codec_of(hints[f.name]), _default(f)) for f in fields(kind) if f.init]
    required = {nom for nom, _, default in parts if default is MISSING}
    encoders = [(nom, part.encode, default) for nom, part, default in parts]
    decoders = [(nom, part.decode, part.present) for nom, part, _ in parts]

    def encode(value: Any) -> Plain:
        found: dict[str, Plain] = {}
        for nom, write, default in encoders:  # the loop of every register: no generator, no look-up
            item = getattr(value, nom)
            if item is not default and item != default:
                found[nom] = write(item)
        return found

    def decode(value: Plain) -> Any:
        known = _dict(value)
        given: dict[str, Any] = {}
        for nom, read, read_present in decoders:
            if nom in known:
                item = known[nom]
                given[nom] = read(item) if item is None else read_present(item)
        if len(given) < len(required) or not required <= given.keys():
            raise ValueError(f"{kind.__name__}: {', '.join(sorted(required - given.keys()))} missing")
        return kind(**given)

    return Codec(encode, decode)


def _remembered(codec: Codec) -> Codec:
    """The same, for small records that come back over and over: an action has the same dates at every séance."""
    known = lru_cache(maxsize=1024)(lambda items: codec.decode(dict(items)))
    return Codec(codec.encode, lambda value: known(tuple(_dict(value).items())))


def _default(field: Any) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _optional(args: tuple[Any, ...]) -> Codec:
    rest = tuple(arg for arg in args if arg is not NoneType)
    inner = codec_of(rest[0]) if len(rest) == 1 else _choice()
    encode, decode = inner.encode, inner.decode
    return Codec(
        lambda value: None if value is None else encode(value),
        lambda value: None if value is None else decode(value),
        decode,
    )


def _sequence(inner: Codec) -> Codec:
    return Codec(
        lambda value: [inner.encode(item) for item in value],
        lambda value: tuple([inner.decode(item) for item in _list(value)]),
    )


def _fixed(parts: list[Codec]) -> Codec:
    return Codec(
        lambda value: [part.encode(item) for part, item in zip(parts, value, strict=True)],
        lambda value: tuple(part.decode(item) for part, item in zip(parts, _list(value), strict=True)),
    )


def _mapping(keys: Codec, values: Codec, *, named: bool) -> Codec:
    """An object where the keys are words; else a list of pairs, in the order of their keys."""
    if named:
        return Codec(
            lambda value: {key: values.encode(item) for key, item in value.items()},
            lambda value: {keys.decode(key): values.decode(item) for key, item in _dict(value).items()},
        )
    return Codec(
        lambda value: sorted(([keys.encode(k), values.encode(v)] for k, v in value.items()), key=lambda pair: pair[0]),
        lambda value: {keys.decode(key): values.decode(item) for key, item in map(_pair, _list(value))},
    )


def _pair(value: Plain) -> tuple[Plain, Plain]:
    key, item = _list(value)
    return key, item


# --- the value of a champ --------------------------------------------------------------------------------------------
def _choice() -> Codec:
    """Any value that a champ or a line of the table may have: each sort says what it is."""
    return Codec(_encode_valeur, _decode_valeur)


def _encode_valeur(value: Any) -> Plain:
    match value:
        case str() | int():
            return value
        case Decimal():
            return {"nombre": f"{value:f}"}
        case Periode():
            return {"periode": codec_of(Periode).encode(value)}
        case LigneBudget():
            return {"ligne": codec_of(LigneBudget).encode(value)}
        case tuple():
            return [codec_of(LigneBudget).encode(ligne) for ligne in value]
    raise TypeError(f"no place in a register for {type(value).__name__}")


def _decode_valeur(value: Plain) -> Any:
    match value:
        case str() | int() if not isinstance(value, bool):
            return value
        case {"nombre": number}:
            return _number(number)
        case {"periode": periode}:
            return codec_of(Periode).decode(periode)
        case {"ligne": ligne}:
            return codec_of(LigneBudget).decode(ligne)
        case list():
            return tuple(codec_of(LigneBudget).decode(ligne) for ligne in value)
    raise ValueError("value expected")
