"""A reader that answers in capitals, for a child process."""


def answer(data: bytes) -> bytes:
    return data.upper()
