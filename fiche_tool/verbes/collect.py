"""Collecting: read every return, merge, write the synthesis and the marked copies."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from fiche_tool.documents import write_pdf
from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.grand_livre.retour import Compte
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.dossier.dossier import (
    Dossier,
    open_dossier,
    refuse_if_open,
    show_path,
    sweep_leftovers,
    write_atomically,
)
from fiche_tool.dossier.load import load_programme
from fiche_tool.dossier.noms import warn_if_deep
from fiche_tool.dossier.progres import Progres, silent
from fiche_tool.excel.dessin.papier import A4, Papier
from fiche_tool.registres.collecte import collect_seances

if TYPE_CHECKING:
    import pandas as pd

MAX_PDF = 2_000
"""Actions beyond which no PDF of the annex is made: LibreOffice would take long over pages that nobody prints."""
_NO_SOFFICE = (
    "PDF de l'annexe non produit : LibreOffice n'est pas installé sur cet ordinateur. Le classeur Annexe est prêt à "
    "imprimer ; Excel l'enregistre aussi en PDF."
)


@dataclass(frozen=True, slots=True)
class Collecte:
    """The outcome of a collection: the synthesis, its annex and their files, the marked copies, all that was found.

    `pdf` is None where no PDF was asked for or could be made; `avertissements` say why it could not. `points` is the
    workbook of what is to be settled, None where nothing is; `anterieures` are the séances collected on the way.
    `envoyee`: fiches were sent for the séance, so that what is missing can be asked for again.
    """

    fichier: Path
    annexe: Path
    pdf: Path | None
    synthese: Synthese = field(hash=False)
    copies: tuple[Path, ...]
    avertissements: tuple[str, ...] = ()
    points: Path | None = None
    registre: Path | None = None
    anterieures: tuple[date, ...] = ()
    envoyee: bool = False

    def __repr__(self) -> str:
        counts = f"fichiers={self.bilan.trouves}, recues={self.bilan.recues}/{self.bilan.actions}"
        return f"Collecte({self.seance}, {counts}, anomalies={len(self.anomalies)})"

    @property
    def seance(self) -> date:
        """The séance that was collected."""
        return self.synthese.seance

    @property
    def bilan(self) -> Compte:
        """The counts, which balance."""
        return self.synthese.registre.bilan

    @property
    def anomalies(self) -> tuple[Anomalie, ...]:
        """Every anomaly, of the programme and of the files."""
        return self.synthese.anomalies

    @property
    def tables(self) -> "Mapping[str, pd.DataFrame]":
        """The tables of the sheets « Données », amounts in cents.

        « actions »: a row per live action; « budget »: per line; « evolution »: per change since the previous séance,
        or the one of `depuis`; « seances »: per séance; « retirees »: per action that left the programme,
        « budget_retirees »: per line of these; « comparaison »: per action beside what it was; « attention »: per line
        that asks for a bureau's attention, the gravest first.
        """
        tables = self.synthese.tables
        return {f.name: getattr(tables, f.name).frame() for f in fields(tables)}


def collect(
    racine: Path,
    seance: date,
    *,
    pdf: bool = False,
    rouvrir: bool = False,
    depuis: date | Literal["adoption"] | None = None,
    papier: Papier = A4,
    progres: Progres = silent,
) -> Collecte:
    """Merge the returns of a folder up to a séance; write its synthesis and its annex, and its PDF where asked for.

    The collection starts from the newest older register. `rouvrir` collects a séance that is closed; `depuis` is the
    séance that Évolution and Comparaison compare with, the one before where left out; the annex prints on `papier`.
    Nothing under retours/ is touched. Raises FicheToolError where the folder, the programme or a register cannot serve,
    the séance is closed, or an output cannot be written; a PDF that cannot be made is an `avertissement`.
    """
    dossier = open_dossier(racine)
    for output in (dossier.synthese(seance), dossier.annexe(seance)):
        refuse_if_open(output)
    suite = collect_seances(
        dossier, load_programme(dossier), seance, rouvrir=rouvrir, depuis=depuis, papier=papier, progres=progres
    )
    found = suite.seances[-1]
    points = (found.points,) if found.points else ()
    sweep_leftovers((found.fichier, found.annexe, found.registre, *found.copies, *points))
    if pdf:
        progres("PDF de l'annexe", 0, 1)
    printed, avertissements = _print_annexe(dossier, found.synthese, pdf)
    return Collecte(
        found.fichier,
        found.annexe,
        printed,
        found.synthese,
        found.copies,
        (*suite.avertissements, *warn_if_deep(dossier, (found.fichier, *found.copies)), *avertissements),
        found.points,
        found.registre,
        tuple(earlier.synthese.seance for earlier in suite.seances[:-1]),
        dossier.fiches(seance).is_dir(),
    )


def _print_annexe(dossier: Dossier, synthese: Synthese, wanted: bool) -> tuple[Path | None, tuple[str, ...]]:
    """The PDF of the annex, or the reason why there is none.

    A PDF of an earlier run is removed in any case: it could show other figures than the workbook beside it.
    """
    target = dossier.annexe(synthese.seance).with_suffix(".pdf")
    try:
        if target.exists():
            target.unlink(missing_ok=True)
    except OSError:
        return None, (f"« {show_path(target)} » montre d'anciens chiffres : fermez-le, puis recommencez.",)
    if not wanted:
        return None, ()
    soffice = write_pdf.find_soffice()
    if soffice is None:
        return None, (_NO_SOFFICE,)
    if len(synthese.tables.actions) > MAX_PDF:
        return None, (f"PDF de l'annexe : non produit au-delà de {MAX_PDF} actions ; imprimez le classeur Annexe.",)
    try:
        write_atomically(target, _whole_pdf(write_pdf.print_pdf(soffice, dossier.annexe(synthese.seance))))
    except (FicheToolError, OSError) as fault:
        return None, (f"PDF de l'annexe non produit : {fault} La synthèse et l'annexe Excel sont complètes.",)
    return target, ()


def _whole_pdf(data: bytes) -> bytes:
    """What LibreOffice made, if it is a PDF from its head to its end. Raises FicheToolError."""
    if len(data) < _SMALLEST_PDF or not data.startswith(b"%PDF-") or b"%%EOF" not in data[-1024:]:
        raise FicheToolError("LibreOffice n'a pas donné un PDF entier.")
    return data


_SMALLEST_PDF = 500
"""Bytes: a page with a single letter takes more."""
