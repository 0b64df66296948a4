"""A reader that never answers, for a child process."""

import time


def answer(data: bytes) -> bytes:
    time.sleep(600)
    return data
