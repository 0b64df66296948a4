"""A reader that takes a gigabyte, for a child process."""


def answer(data: bytes) -> bytes:
    return bytes(2**30)
