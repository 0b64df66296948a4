"""A file as the tool takes it up: its bytes, and what they are, asked once and travelling with them."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from fiche_tool.domaine.constats import constats
from fiche_tool.fichiers.bornes import CLASSEUR, Bornes, BudgetLecture, megabytes
from fiche_tool.fichiers.ordinaire import open_ordinary
from fiche_tool.fichiers.package import Package, Refus, too_big
from fiche_tool.fichiers.signatures import FormatFichier, Signature, tell_nature, tell_zip


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """The bytes of a file with its name, what it is, its package where it is a zip, and what it may cost.

    `refus` says why it cannot be opened, whatever it is: too big, damaged, encrypted; None for the rest.
    """

    nom: str
    data: bytes
    signature: Signature
    package: Package | None = None
    refus: Refus | None = None
    bornes: Bornes = CLASSEUR
    budget: BudgetLecture = field(default_factory=BudgetLecture)

    @property
    def format(self) -> FormatFichier:
        """What its content is."""
        return self.signature.format

    @property
    def sha256(self) -> str:
        """The fingerprint of its bytes."""
        import hashlib  # OpenSSL is slow to load, and many runs need no fingerprint

        return hashlib.sha256(self.data).hexdigest()

    def opened(self) -> Package:
        """The package of a zip. Raises Refus where it cannot be opened, or is something else."""
        if self.refus is not None:
            raise self.refus
        if self.package is None:
            raise refuse(self.signature)
        return self.package

    def ask_child(self, module: str, before: bytes = b"") -> bytes:
        """What `answer` of a module makes of these bytes, after `before`, in a bounded child. Raises Refus."""
        from fiche_tool.fichiers.enfant import EnfantPerdu, run_bounded  # subprocess: few files need a child

        try:
            return run_bounded(
                module,
                before + self.data,
                seconds=self.bornes.secondes,
                memory=self.bornes.memoire,
                budget=self.budget,
            )
        except EnfantPerdu as lost:
            if lost.budget:
                raise Refus(constats.TROP_A_OUVRIR, attendu=BudgetLecture.words(), detail=str(lost)) from lost
            raise Refus(constats.ACCES_REFUSE if lost.absent else constats.ILLISIBLE, detail=str(lost)) from lost

    def refused(self, refus: Refus) -> "Piece":
        """The same piece, which turned out not to open."""
        return replace(self, refus=refus)


def examine(data: bytes, nom: str = "", bornes: Bornes = CLASSEUR, budget: BudgetLecture | None = None) -> Piece:
    """Find out what a file is, whatever its name says. Never raises for what it holds.

    `budget` is that of the file it was found in; one of its own otherwise.
    """
    budget = BudgetLecture() if budget is None else budget
    if len(data) > bornes.octets:
        refus = too_big(f"plus de {megabytes(bornes.octets)}", megabytes(bornes.octets))
        return Piece(nom, data, tell_nature(data), None, refus, bornes, budget)
    signature = tell_nature(data)
    if signature.format is not FormatFichier.ZIP:
        refused = Refus(constats.MOT_DE_PASSE) if signature.format is FormatFichier.CHIFFRE else None
        return Piece(nom, data, signature, None, refused, bornes, budget)
    try:
        package = Package(data, bornes, budget)
    except Refus as refus:
        return Piece(nom, data, signature, None, refus, bornes, budget)
    return Piece(nom, data, tell_zip(package.parts, _mimetype(package)), package, None, bornes, budget)


def read_piece(path: Path, bornes: Bornes = CLASSEUR) -> Piece:
    """A file of the disk, examined under its name; no more of it is read than shows that it is too big.

    Raises OSError where the system refuses.
    """
    with open_ordinary(path) as stream:
        return examine(stream.read(bornes.octets + 1), path.name, bornes)


def refuse(nature: Signature) -> Refus:
    """The refusal of a file that is something else than what it should be."""
    if nature.format is FormatFichier.CHIFFRE:
        return Refus(constats.MOT_DE_PASSE)
    if not nature.detail:
        return Refus(constats.ILLISIBLE, detail="contenu inconnu")
    return Refus(constats.AUTRE_FORMAT, detail=nature.detail, attendu=nature.conseil)


def _mimetype(package: Package) -> bytes:
    """What an OpenDocument package says it is; empty where it does not, or where that part is damaged."""
    try:
        return package.read("mimetype", 200) if "mimetype" in package else b""
    except Refus:
        return b""
