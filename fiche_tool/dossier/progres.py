"""How far a long task is, for whoever shows it: what is being done, how much of it is done, how much there is."""

from collections.abc import Callable

Progres = Callable[[str, int, int], None]


def silent(words: str, done: int, total: int) -> None:
    """Tell nobody."""
