"""The child process: its memory bounded before anything loads, then a module's `answer`, bytes in, bytes out.

Its arguments are the module and the bytes of memory. A crash is seen by the parent, which needs no words from it.
"""

import contextlib
import sys
from collections.abc import Callable, Sequence
from importlib import import_module


def main(arguments: Sequence[str]) -> None:
    """Read standard input whole, answer on standard output."""
    module, memory = arguments[0], int(arguments[1])
    bound_memory(memory)
    answer: Callable[[bytes], bytes] = import_module(module).answer
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))


def bound_memory(memory: int) -> None:
    """Past so many bytes of address space this process fails instead of growing, where the system can bound it."""
    if sys.platform == "win32":
        from fiche_tool.fichiers.travail_windows import bound_this_process, load_kernel

        kernel = load_kernel()
        if kernel is not None:
            bound_this_process(memory, kernel)
    else:
        import resource

        with contextlib.suppress(OSError, ValueError):  # macOS refuses some limits
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if __name__ == "__main__":
    main(sys.argv[1:])
