"""The door of texts: what a method of XlsxWriter is given is cleaned before it becomes a part of a workbook."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from fiche_tool.domaine.mots.textes import printable

T = TypeVar("T")
C = TypeVar("C", bound=type)


def with_clean_texts(*methods: str) -> Callable[[C], C]:
    """A class of XlsxWriter whose methods of these names take texts without the signs that XML cannot hold."""

    def change(own: C) -> C:
        for nom in methods:
            setattr(own, nom, _cleaned(getattr(own, nom)))
        return own

    return change


def _cleaned(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def clean_then_call(own: object, *given: Any, **options: Any) -> Any:
        cleaned = [_clean(one) if isinstance(one, _WITH_TEXTS) else one for one in given]
        return method(own, *cleaned, **(_clean(options) if options else {}))

    return clean_then_call


_WITH_TEXTS = (str, dict, list)


def _clean(value: T) -> T:
    """The same without what XML cannot hold, or what turns the text of a sheet round, at any depth."""
    match value:
        case str():
            found: object = printable(value)
        case dict():
            found = {key: _clean(one) for key, one in value.items()}
        case list():
            found = [_clean(one) for one in value]
        case _:
            return value
    return cast(T, found)
