"""Opening what should be a file: a pipe or a device would keep whoever reads it waiting."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

_AT_ONCE = getattr(os, "O_NONBLOCK", 0)
"""Without it, opening a pipe that nobody fills never ends. Windows has no such pipes among files."""


def open_ordinary(path: Path) -> BinaryIO:
    """A file of the disk, to read. Raises OSError where the system refuses, and where it is no file."""
    stream = open(path, "rb", opener=lambda name, flags: os.open(name, flags | _AT_ONCE))  # noqa: SIM115 - handed over
    if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        return stream
    stream.close()
    raise OSError(errno.ESPIPE, "no ordinary file", str(path))
