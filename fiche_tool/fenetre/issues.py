"""What a click leaves to be read: the same sentences as the command line's, and the files to open.

Each verb's words are loaded once it has run: the window opens without them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.typographie import say_count

if TYPE_CHECKING:  # each click loads its own verb, and nothing for the others
    from fiche_tool.verbes.collect import Collecte
    from fiche_tool.verbes.exporter import Export
    from fiche_tool.verbes.generate import Generation
    from fiche_tool.verbes.importer import Importation
    from fiche_tool.verbes.publier import Publication
    from fiche_tool.verbes.rapport import RapportEvaluation
    from fiche_tool.verbes.relancer import Relance


@dataclass(frozen=True, slots=True)
class Lien:
    """A file of the folder, by its path in it, and what it is called on the page."""

    texte: str
    chemin: str
    est_dossier: bool = False


@dataclass(frozen=True, slots=True)
class Issue:
    """What is read once something is done, or could not be. `seance`: the one it was done for, as in addresses."""

    titre: str
    lignes: tuple[str, ...] = ()
    anomalies: tuple[Anomalie, ...] = ()
    liens: tuple[Lien, ...] = ()
    reussie: bool = True
    seance: str = ""

    def speaks_of(self, seance: str) -> bool:
        """True where it is to be read on the page of this séance: its own, or a fault that left none."""
        return self.seance in ("", seance) or not self.reussie

    @property
    def erreurs(self) -> tuple[Anomalie, ...]:
        """What holds something back."""
        return tuple(x for x in self.anomalies if x.bloquante)

    @property
    def remarques(self) -> tuple[Anomalie, ...]:
        """What lets everything through."""
        return tuple(x for x in self.anomalies if not x.bloquante)


# --- the sentences of the command line, where nobody types a command -------------------------------------------------
_ETAPES = {
    "generer": "« Préparer la séance »",
    "collecter": "« Collecter »",
    "relancer": "« Relancer »",
    "importer": "« Programme »",
    "verifier": "« Programme »",
    "nouveau": "« Changer de dossier »",
    "modele": "« Programme »",
}
_OPTIONS = {
    "--remplacer": "cochez « Refaire aussi les fiches déjà générées »",
    "--rouvrir": "cochez « Rouvrir une séance close »",
}
_MOT = r"(?:\"[^\"]*\"|«\s[^»]*»|[\w./-]*\w)"
_COMMANDE = regex(rf"fiche-tool (\w+)(?:,? (?:avec )?(?:--\w+(?: {_MOT})?|\"[^\"]*\"|«\s[^»]*»))*")
_CREER = regex(r"créez un (?:nouveau )?dossier avec : fiche-tool nouveau")
_GESTE = regex(r"« generer(?: --remplacer)? »|generer --remplacer")


def say_here(texte: str) -> str:
    """A sentence of the tool, less its commands: the step of the window that does the same stands in their place."""
    texte = _CREER.sub("créez-en un par « Changer de dossier »", texte)
    texte = texte.replace("« relancer »", _ETAPES["relancer"])
    texte = _COMMANDE.sub(lambda found: f"l'étape {_ETAPES.get(found[1], found[1])}", texte)
    texte = _GESTE.sub(
        lambda found: (
            f"l'étape {_ETAPES['generer']}"
            + (", « Refaire aussi les fiches déjà générées »" if "remplacer" in found[0] else "")
        ),
        texte,
    )
    for option, words in _OPTIONS.items():
        texte = texte.replace(f"ajoutez {option}", words).replace(f"avec {option}", words)
    return texte


# --- what each verb leaves -------------------------------------------------------------------------------------------
def link(racine: Path, path: Path, texte: str = "") -> Lien:
    """A file that a verb has just written."""
    relatif = path.relative_to(racine).as_posix()
    return Lien(texte or path.name, relatif)


def _links(racine: Path, paths: Iterable[Path | None], textes: Sequence[str] = ()) -> tuple[Lien, ...]:
    found = [path for path in paths if path is not None]
    return tuple(link(racine, path, textes[rank] if rank < len(textes) else "") for rank, path in enumerate(found))


def of_importation(racine: Path, importation: "Importation") -> Issue:
    """After a document was read."""
    from fiche_tool.report.importation import show_importation

    lignes = tuple(line for line in show_importation(importation) if line)
    liens = [link(racine, importation.fichier, f"Ouvrir « {importation.fichier.name} »")]
    return Issue(f"« {importation.document.name} » a été lu", lignes, liens=tuple(liens))


def of_generation(generation: "Generation", *, par_service: bool) -> Issue:
    """After the fiches of a séance were written; their step shows the drafts."""
    from fiche_tool.report.generation import show_generation

    return Issue(
        "Les fiches sont prêtes", tuple(show_generation(generation, par_service=par_service)), generation.anomalies
    )


def of_collecte(collecte: "Collecte") -> Issue:
    """After a collection: the counts, what is to be done, the anomalies; its step shows the documents."""
    from fiche_tool.report.console import say_actions, say_fichiers, say_todo

    todo = [line for line in say_todo(collecte) if not line.startswith("  ")]  # less the commands to type
    todo = [f"{line[:-2]}." if line.endswith(" :") else line for line in todo]
    lignes = (*collecte.avertissements, say_fichiers(collecte.bilan), say_actions(collecte.bilan), *todo)
    titre = f"La séance du {show_date(collecte.seance)} est collectée"
    return Issue(titre, lignes, collecte.anomalies)


def of_relance(relance: "Relance") -> Issue:
    """After the reminders were written."""
    from fiche_tool.report.courriels import show_relance

    count = len(relance.messages)
    titre = f"{say_count(count, 'rappel')} {'prêts' if count > 1 else 'prêt'}" if count else "Rien à relancer"
    return Issue(titre, tuple(show_relance(relance)))


def of_publication(racine: Path, publication: "Publication") -> Issue:
    """After the public page was written."""
    from fiche_tool.report.sorties import show_publication

    liens = _links(racine, (publication.page, publication.index), ("La page publique", "L'index des pages"))
    return Issue("La page publique est prête", tuple(show_publication(publication)), liens=liens)


def of_rapport(racine: Path, rapport: "RapportEvaluation") -> Issue:
    """After the evaluation report was written."""
    from fiche_tool.report.sorties import show_rapport

    return Issue(
        "Le rapport d'évaluation est prêt",
        tuple(show_rapport(rapport)),
        liens=_links(racine, (rapport.fichier, rapport.sauvegarde)),
    )


def of_export(racine: Path, export: "Export") -> Issue:
    """After the files for another program were written."""
    from fiche_tool.report.sorties import show_export

    return Issue("Les fichiers sont prêts", tuple(show_export(export)), liens=_links(racine, export.fichiers))
