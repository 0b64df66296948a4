"""Collecting: read every return, merge, write the synthesis and the marked copies."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fiche_tool.documents import write_pdf
from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.fusion.registre import build_registre
from fiche_tool.domaine.grand_livre.sorts import Compte
from fiche_tool.domaine.synthese import Synthese, build_synthese
from fiche_tool.dossier.copies import write_copies
from fiche_tool.dossier.dossier import (
    Dossier,
    open_dossier,
    refuse_if_open,
    show_path,
    sweep_leftovers,
    write_atomically,
)
from fiche_tool.dossier.load import load_lectures, load_programme
from fiche_tool.excel.synthese import write_annexe_seule, write_synthese

if TYPE_CHECKING:
    import pandas as pd

PREFIXE_COPIE = "À corriger - "
MAX_PDF = 2_000
"""Actions beyond which no PDF of the annex is made: LibreOffice would take long over pages that nobody prints."""


@dataclass(frozen=True, slots=True)
class Collecte:
    """The outcome of a collection: the synthesis, its annex and their files, the marked copies, all that was found.

    `pdf` is None where no PDF was asked for or could be made; `avertissements` say why it could not.
    """

    fichier: Path
    annexe: Path
    pdf: Path | None
    synthese: Synthese
    copies: tuple[Path, ...]
    avertissements: tuple[str, ...] = ()

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

        « actions »: a row per live action; « budget »: per line; « evolution »: per change since the previous séance;
        « seances »: per séance; « retirees »: per action that left the programme, « budget_retirees »: per line.
        """
        tables = self.synthese.tables
        return {f.name: getattr(tables, f.name) for f in fields(tables)}


def collect(racine: Path, seance: date, *, pdf: bool = False) -> Collecte:
    """Merge the returns of a folder up to a séance; write its synthesis and its annex, and its PDF where asked for.

    Nothing under retours/ is touched. Raises FicheToolError where the folder or the programme cannot serve, or an
    output cannot be written; a PDF that cannot be made is an `avertissement`.
    """
    dossier = open_dossier(racine)
    outputs = (dossier.synthese(seance), dossier.annexe(seance))
    for output in outputs:
        refuse_if_open(output)
    charge = load_programme(dossier)
    registre = build_registre(charge.programme, load_lectures(dossier, charge.programme), seance)
    synthese = build_synthese(charge.programme, registre, charge.anomalies)
    for output, write in zip(outputs, (write_synthese, write_annexe_seule), strict=True):
        write_atomically(output, write(synthese))
    copies = write_copies(dossier, charge.programme, registre)
    sweep_leftovers((*outputs, *copies))
    printed, avertissements = _print_annexe(dossier, synthese, pdf)
    return Collecte(*outputs, printed, synthese, copies, avertissements)


def _print_annexe(dossier: Dossier, synthese: Synthese, wanted: bool) -> tuple[Path | None, tuple[str, ...]]:
    """The PDF of the annex, or the reason why there is none; without LibreOffice on the machine, neither.

    A PDF of an earlier run is removed in any case: it could show other figures than the workbook beside it.
    """
    target = dossier.annexe(synthese.seance).with_suffix(".pdf")
    try:
        if target.exists():
            target.unlink(missing_ok=True)
    except OSError:
        return None, (f"« {show_path(target)} » montre d'anciens chiffres : fermez-le, puis recommencez.",)
    soffice = write_pdf.find_soffice() if wanted else None
    if soffice is None:
        return None, ()
    if len(synthese.tables.actions) > MAX_PDF:
        return None, (f"PDF de l'annexe : non produit au-delà de {MAX_PDF} actions ; imprimez le classeur Annexe.",)
    try:
        write_atomically(target, write_pdf.print_pdf(soffice, dossier.annexe(synthese.seance)))
    except (FicheToolError, OSError) as fault:
        return None, (f"PDF de l'annexe non produit : {fault} La synthèse et l'annexe Excel sont complètes.",)
    return target, ()
