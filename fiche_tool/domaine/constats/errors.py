"""What stops the tool, said in one French sentence; and the refusals of the system, in French words."""

import errno


class FicheToolError(Exception):
    """The run cannot go on. The message is the whole text shown: what, where, what to do."""


_REASONS = {
    "accès refusé": ("EACCES", "EPERM"),
    "introuvable, sans doute déplacé ou supprimé entre-temps": ("ENOENT",),
    "le disque est plein": ("ENOSPC", "EDQUOT", "EFBIG"),
    "le disque est en lecture seule": ("EROFS",),
    "un dossier porte ce nom": ("EISDIR",),
    "un fichier occupe la place d'un dossier": ("ENOTDIR", "EEXIST"),
    "le nom ou le chemin est trop long": ("ENAMETOOLONG",),
    "un raccourci tourne en rond": ("ELOOP",),
    "utilisé par un autre programme": ("EBUSY", "ETXTBSY", "EAGAIN"),
    "ce n'est pas un fichier ordinaire": ("ESPIPE",),  # see fichiers/ordinaire
    "le disque ne répond pas bien": ("EIO", "ENXIO", "ENODEV"),
    "le lecteur réseau ne répond plus": ("ETIMEDOUT", "ESTALE", "EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ENOTCONN"),
}
_BY_ERRNO = {
    getattr(errno, name): reason for reason, names in _REASONS.items() for name in names if hasattr(errno, name)
}
_BY_WINERROR = {
    **dict.fromkeys((32, 33), "ouvert dans un autre programme"),
    **dict.fromkeys((51, 53, 59, 64, 67, 121, 1231), "le lecteur réseau ne répond plus"),
    206: "le nom ou le chemin est trop long",
}
"""Codes of Windows that Python's errno blurs (Microsoft, « System Error Codes »)."""


def say_fault(fault: OSError) -> str:
    """Why the system refused, in French whatever its language: `strerror` speaks that of the machine."""
    windows = _BY_WINERROR.get(getattr(fault, "winerror", None) or 0)
    return windows or _BY_ERRNO.get(fault.errno or 0) or f"erreur {fault.errno or 'inconnue'} du système"


def say_refusal(fault: OSError) -> str:
    """What the system refused unforeseen, as one sentence."""
    place = f" à « {fault.filename} »" if fault.filename else ""
    return f"Le système refuse l'accès{place} ({say_fault(fault)}). Corrigez, puis recommencez."
