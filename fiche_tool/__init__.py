"""fiche_tool: the fiches action of a CPAS's Programme stratégique transversal, sent out and merged back.

The words of the code are those of the sheets:

- *programme*: the whole PST of a centre; *volet*, *axe*, *objectif stratégique* (OS), *objectif opérationnel* (OO),
  *action*: its levels;
- *fiche*: the Excel form of one action; *modèle*: the blank form; *champ*: one field of it; *saisie*: what was typed;
- *séance*: the meeting of the bureau permanent that fiches are made for, known by its date;
- *retour*: a file that came back; *lecture*: what reading it gave; *anomalie*: what is wrong or worth a remark;
- *registre*: every value accepted so far; *synthèse*: the workbook made of it.

This module is the library's door, and docs/api.md its guide. A path is text or a Path; a day is a date or text as
people write it (2026-11-25, 25/11/2026, 25 novembre 2026). What stops a call is one FicheToolError, whose message is a
French sentence. What a person typed is never an exception: it is an Anomalie of the result.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from fiche_tool.demo import Demonstration as Demonstration
    from fiche_tool.domaine.constats.anomalies import Anomalie as Anomalie
    from fiche_tool.domaine.constats.anomalies import Gravite as Gravite
    from fiche_tool.domaine.constats.errors import FicheToolError as FicheToolError
    from fiche_tool.dossier.progres import Progres
    from fiche_tool.verbes.collect import Collecte as Collecte
    from fiche_tool.verbes.create import Creation as Creation
    from fiche_tool.verbes.etat import Situation as Situation
    from fiche_tool.verbes.exporter import Export as Export
    from fiche_tool.verbes.exporter import Rapprochement as Rapprochement
    from fiche_tool.verbes.generate import Generation as Generation
    from fiche_tool.verbes.importer import Importation as Importation
    from fiche_tool.verbes.publier import Publication as Publication
    from fiche_tool.verbes.rapport import RapportEvaluation as RapportEvaluation
    from fiche_tool.verbes.relancer import Relance as Relance
    from fiche_tool.verbes.verify import Verification as Verification

    __version__: str

Chemin = str | Path
Jour = date | str
_HOMES = {
    "Anomalie": "domaine.constats.anomalies",
    "Collecte": "verbes.collect",
    "Creation": "verbes.create",
    "Demonstration": "demo",
    "Export": "verbes.exporter",
    "FicheToolError": "domaine.constats.errors",
    "Generation": "verbes.generate",
    "Gravite": "domaine.constats.anomalies",
    "Importation": "verbes.importer",
    "Publication": "verbes.publier",
    "RapportEvaluation": "verbes.rapport",
    "Rapprochement": "verbes.exporter",
    "Relance": "verbes.relancer",
    "Situation": "verbes.etat",
    "Verification": "verbes.verify",
}
"""Where the exported types live: loaded on first use, for `import fiche_tool` must stay light."""
__all__ = [
    "Anomalie",
    "Collecte",
    "Creation",
    "Demonstration",
    "Export",
    "FicheToolError",
    "Generation",
    "Gravite",
    "Importation",
    "Publication",
    "RapportEvaluation",
    "Rapprochement",
    "Relance",
    "Situation",
    "Verification",
    "collect",
    "create",
    "export",
    "generate",
    "import_document",
    "publish",
    "publish_modele",
    "reconcile",
    "remind",
    "run_demo",
    "samples",
    "status",
    "verify",
    "write_report",
]


def create(dossier: Chemin, exemple: str = "", *, annee: int | None = None) -> "Creation":
    """Make the folder of a new PST, empty or from one of `samples()`.

    An empty programme is for the legislature that holds `annee`; left out, the current one. Nothing is ever
    overwritten: FicheToolError where the folder already holds something.
    """
    from fiche_tool.verbes import create as verb

    return verb.create(Path(dossier), exemple, annee=date.today().year if annee is None else annee)


def samples() -> tuple[str, ...]:
    """The names of the PST shipped with the tool, for `create`."""
    from fiche_tool.verbes import create as verb

    return verb.samples()


def publish_modele(sortie: Chemin) -> Path:
    """Write a fresh copy of the fiche model, to be restyled; FicheToolError where a file is already there.

    Named courriel.txt or relance.txt: a fresh copy of the letter of that name.
    """
    from fiche_tool.verbes import create as verb

    return verb.publish_modele(Path(sortie))


def import_document(
    document: Chemin,
    sortie: Chemin,
    *,
    cpas: str = "",
    legislature: tuple[int, int] | None = None,
    volet: str = "",
    mots: Mapping[str, str] | None = None,
    jour: Jour | None = None,
    progres: Callable[[int, int], None] | None = None,
) -> "Importation":
    """Read the PST as a CPAS wrote it into a programme.xlsx, with every doubtful line.

    `sortie` is that workbook or the folder of a PST. Where a programme is already there it is left alone: the merge of
    both is proposed beside it. `cpas` and `legislature` come before what the document says; `volet` is that of a
    document that names none, `mots` the centre's own words by level (axe, os, oo, action); `jour` dates what the merge
    retires, today where left out; `progres` is called with the pages read of a long PDF and those there are.
    """
    from fiche_tool.documents.read_document import silent
    from fiche_tool.domaine.document.mots import by_level
    from fiche_tool.domaine.importation.importation import Choix
    from fiche_tool.verbes import importer as verb

    day = _read_day(jour)
    choix = Choix(day.year, cpas, legislature, volet, by_level(mots or {}))
    return verb.import_document(Path(document), Path(sortie), day, choix, progres or silent)


def generate(
    dossier: Chemin,
    seance: Jour | None = None,
    *,
    service: str = "",
    action: str = "",
    remplacer: bool = False,
    par_service: bool = False,
    courriels: bool = False,
    reponse_avant: Jour | None = None,
    progres: "Progres | None" = None,
) -> "Generation":
    """Write one pre-filled fiche per live action under fiches/<séance>/<service>/; today's séance where left out.

    `service` and `action` (an identifiant, or a printed N° such as « Interne 1.1.1 ») narrow the choice. A fiche
    already there is kept unless `remplacer`. `par_service` puts the fiches of a service in one workbook, a sheet each;
    where the centre's model does not let it, it is said and they are made one by one. `reponse_avant` is the last day
    for answering: printed on the fiches, kept in the folder. With `courriels`, one draft per service is written under
    courriels/<séance>/, its fiches attached. `progres` is called with what is being done, how much is done, and of how
    much.
    """
    from fiche_tool.dossier.progres import silent
    from fiche_tool.verbes import generate as verb

    return verb.generate(
        Path(dossier),
        _read_day(seance),
        service=service,
        action=action,
        remplacer=remplacer,
        par_service=par_service,
        courriels=courriels,
        reponse_avant=None if reponse_avant is None else _read_day(reponse_avant),
        progres=progres or silent,
    )


def remind(
    dossier: Chemin, seance: Jour | None = None, *, service: str = "", reponse_avant: Jour | None = None
) -> "Relance":
    """Write one reminder per service under courriels/<séance>/: fiches that are missing, copies to correct.

    Left out, the séance is the latest that fiches were generated for. `reponse_avant` gives a new last day.
    """
    from fiche_tool.verbes import relancer as verb

    jour, limite = (None if given is None else _read_day(given) for given in (seance, reponse_avant))
    return verb.remind(Path(dossier), jour, service=service, reponse_avant=limite)


def verify(chemins: Chemin | Iterable[Chemin]) -> tuple["Verification", ...]:
    """Check one file, one folder, or several, without merging anything: fiches, a programme, a model.

    One result a fiche: a folder, an archive or a workbook may hold several, so a tuple always comes back.
    """
    from fiche_tool.verbes import verify as verb

    given = [chemins] if isinstance(chemins, str | Path) else chemins
    return verb.verify([Path(chemin) for chemin in given])


def collect(
    dossier: Chemin,
    seance: Jour | None = None,
    *,
    pdf: bool = False,
    rouvrir: bool = False,
    depuis: Jour | None = None,
    format: str = "A4",
    progres: "Progres | None" = None,
) -> "Collecte":
    """Read the new returns, merge them, write the register, the synthesis, its annex and the marked copies.

    Left out, the séance is the latest that fiches were sent for or came back at. With `pdf` the annex is printed too,
    where LibreOffice is installed; with `rouvrir` a closed séance is collected again. Évolution and Comparaison compare
    with the séance before, or with that of `depuis`, « adoption » for the first register. `format` is the paper of the
    annex, A4 or A3; `progres` as for `generate`. Nothing under retours/ is touched.
    """
    from fiche_tool.dossier.dossier import open_dossier
    from fiche_tool.dossier.progres import silent
    from fiche_tool.excel.dessin.papier import read_papier
    from fiche_tool.registres.prevue import latest_seance
    from fiche_tool.verbes import collect as verb

    racine = Path(dossier)
    jour = latest_seance(open_dossier(racine), date.today()) if seance is None else _read_day(seance)
    since = None if depuis is None else _read_depuis(depuis)
    return verb.collect(
        racine, jour, pdf=pdf, rouvrir=rouvrir, depuis=since, papier=read_papier(format), progres=progres or silent
    )


def status(dossier: Chemin, seance: Jour | None = None) -> "Situation":
    """Where a PST stands: what was sent and came back, what is missing, to correct, to settle, late, and what is next.

    Left out, the séance is the latest one of the folder, else today. Nothing is written.
    """
    from fiche_tool.verbes import etat as verb

    return verb.look(Path(dossier), None if seance is None else _read_day(seance), _read_day(None))


def publish(dossier: Chemin, seance: Jour | None = None) -> "Publication":
    """Write the public page of a séance, as its register has it, and the index of the pages; the newest where left out.

    What is public is chosen in sheet Paramètres. Before anything came back, the page shows the programme alone.
    """
    from fiche_tool.verbes import publier as verb

    return verb.publish(Path(dossier), None if seance is None else _read_day(seance), date.today())


def write_report(dossier: Chemin, seance: Jour | None = None, *, depuis: Jour | None = None) -> "RapportEvaluation":
    """Write the evaluation report of a séance in Word, the newest where left out; what people typed in it is kept.

    What changed is counted since `depuis`, « adoption » or left out: the first séance of the PST. Needs the extra
    « documents ».
    """
    from fiche_tool.verbes import rapport as verb

    jour = None if seance is None else _read_day(seance)
    since = None if depuis is None else _read_depuis(depuis)
    return verb.write_report(Path(dossier), jour, None if since == "adoption" else since, date.today())


def export(dossier: Chemin, vers: str, seance: Jour | None = None) -> "Export":
    """Write a séance for another program, the newest where left out: `vers` is "ecomptes", "csv" or "json".

    Its files go under echanges/; `pertes` says what eComptes has no place for.
    """
    from fiche_tool.verbes import exporter as verb

    return verb.export(Path(dossier), vers, None if seance is None else _read_day(seance), date.today())


def reconcile(dossier: Chemin, fichier: Chemin, seance: Jour | None = None) -> "Rapprochement":
    """Compare the budget lines of a séance, the newest where left out, with the articles of an export of eComptes.

    The workbook goes under echanges/; `lignes` has every article of either side, what differs first.
    """
    from fiche_tool.verbes import exporter as verb

    jour = None if seance is None else _read_day(seance)
    return verb.reconcile(Path(dossier), Path(fichier), jour, date.today())


def run_demo(dossier: Chemin | None = None) -> "Demonstration":
    """Show the whole cycle on Engis's 34 real actions, in a new folder: pst-demo, or the first free name after it."""
    from fiche_tool import demo

    return demo.run_demo(demo.free_folder(Path("pst-demo")) if dossier is None else Path(dossier))


def _read_day(donnee: Jour | None) -> date:
    """A day as given; today where left out: the clock is read at the door only."""
    from fiche_tool.dossier.seances import read_seance

    return date.today() if donnee is None else read_seance(donnee)


def _read_depuis(donnee: Jour) -> date | Literal["adoption"]:
    """A day as given, or the word of the first register."""
    from fiche_tool.domaine.mots.textes import fold

    return "adoption" if isinstance(donnee, str) and fold(donnee) == "adoption" else _read_day(donnee)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


if not TYPE_CHECKING:  # to a type checker, a name that is not above does not exist

    def __getattr__(nom: str) -> object:
        if nom == "__version__":
            from fiche_tool.resources import tool_version

            return tool_version()
        if nom in _HOMES:
            from importlib import import_module

            return getattr(import_module(f"fiche_tool.{_HOMES[nom]}"), nom)
        raise AttributeError(f"module 'fiche_tool' has no attribute {nom!r}")
