"""A reader that dies, for a child process."""


def answer(data: bytes) -> bytes:
    raise SystemExit(3)
