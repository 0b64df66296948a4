"""Regular expressions that modules declare, compiled when first used: a run needs few of those that it loads."""

import re
from typing import Any, AnyStr, cast


class _Late:
    """What stands for an expression: from its first call on, a method of the compiled one is an attribute here."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self.pattern: Any = source
        self._flags = flags

    def __getattr__(self, nom: str) -> Any:
        if nom == "pattern":  # asked of a copy that is being made: it has nothing yet
            raise AttributeError(nom)
        found = getattr(re.compile(self.pattern, self._flags), nom)
        setattr(self, nom, found)
        return found


def regex(source: AnyStr, flags: int = 0) -> "re.Pattern[AnyStr]":
    r"""What re.compile gives, at no cost until it serves.

    >>> regex(r"\d+").sub("n", "12 fiches")
    'n fiches'
    """
    return cast("re.Pattern[AnyStr]", _Late(source, flags))
