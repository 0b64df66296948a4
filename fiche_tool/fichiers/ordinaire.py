"""Opening what should be a file: a pipe or a device would keep whoever reads it waiting."""

import errno
import stat
from pathlib import Path
from typing import BinaryIO


def open_ordinary(path: Path) -> BinaryIO:
    """A file of the disk, to read. Raises OSError where the system refuses, and where it is no file."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):  # what a folder is, the system says better
        raise OSError(errno.ESPIPE, "no ordinary file", str(path))
    return path.open("rb")
