"""What systems, servers and mail programs put beside the files of people, by its name."""

_DOSSIERS_TECHNIQUES = frozenset(
    {"__macosx", "@eadir", "#recycle", "#snapshot", ".synologyworkingdirectory", "@tmp", "$recycle.bin", ".trash-1000"}
)
_FICHIERS_TECHNIQUES = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db", ".ds_store"})
_SUITES_TECHNIQUES = ("zone.identifier", "@synoeastream", "@synoresource", "smime.p7s", "signature.asc")


def is_technical_folder(nom: str) -> bool:
    """True for a folder that a system keeps for itself: thumbnails of a server, its bin, what a Mac adds."""
    return nom.lower() in _DOSSIERS_TECHNIQUES


def is_technical_file(nom: str) -> bool:
    """True for what a system, or a mail program, puts beside the files of people."""
    return nom.lower() in _FICHIERS_TECHNIQUES or nom.lower().endswith(_SUITES_TECHNIQUES)
