"""Bounding the memory of this very process on Windows, through a job object that it enters.

The calls are those of « Job Objects » in Microsoft's documentation: CreateJobObject, SetInformationJobObject with a
JOBOBJECT_EXTENDED_LIMIT_INFORMATION, AssignProcessToJobObject. They go through the four functions of `Noyau`, so that
a test can play the system. Only children load this module.
"""

import ctypes
import sys
from typing import Protocol, cast

_EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation
_LIMIT_PROCESS_MEMORY = 0x0100  # JOB_OBJECT_LIMIT_PROCESS_MEMORY


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION; the six counters in its middle are IO_COUNTERS, which limit nothing."""

    _fields_ = (
        ("BasicLimitInformation", BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


class Noyau(Protocol):
    """The functions of kernel32 that are called, by their own names. A handle is a number; 0 or None says failure."""

    def CreateJobObjectW(self, attributes: None, name: None, /) -> int | None:
        """A new job."""

    def SetInformationJobObject(self, job: int, kind: int, limits: ExtendedLimits, size: int, /) -> int:
        """Bound a job."""

    def GetCurrentProcess(self) -> int:
        """The handle by which a process names itself."""

    def AssignProcessToJobObject(self, job: int, process: int, /) -> int:
        """Put a process in a job."""


def bound_this_process(memory: int, noyau: Noyau) -> bool:
    """Past so many bytes committed, this process is refused more; False where the system does not agree.

    The job is never closed: it ends with the process. One that already runs in a job enters this one inside it.
    """
    job = noyau.CreateJobObjectW(None, None)
    if not job:
        return False
    limits = ExtendedLimits()
    limits.BasicLimitInformation.LimitFlags = _LIMIT_PROCESS_MEMORY
    limits.ProcessMemoryLimit = memory
    if not noyau.SetInformationJobObject(job, _EXTENDED_LIMITS, limits, ctypes.sizeof(limits)):
        return False
    return bool(noyau.AssignProcessToJobObject(job, noyau.GetCurrentProcess()))


def load_kernel() -> Noyau | None:
    """kernel32 with the types of what is called; None elsewhere than on Windows."""
    if sys.platform != "win32":
        return None
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    handle = ctypes.c_void_p
    kernel.CreateJobObjectW.restype = handle
    kernel.CreateJobObjectW.argtypes = (handle, ctypes.c_wchar_p)
    kernel.SetInformationJobObject.argtypes = (handle, ctypes.c_int, ctypes.POINTER(ExtendedLimits), ctypes.c_uint32)
    kernel.GetCurrentProcess.restype = handle
    kernel.AssignProcessToJobObject.argtypes = (handle, handle)
    return cast(Noyau, kernel)  # a library has the functions of its file
