"""What a click does: each one a verb of the library, run in the workshop where it takes time; then back to its step."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import fiche_tool
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.mots.dates import parse_legislature
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.dossier.dossier import FUSION_PROPOSEE, Dossier
from fiche_tool.dossier.progres import Progres
from fiche_tool.dossier.seances import read_seance
from fiche_tool.fenetre import depots, issues
from fiche_tool.fenetre.courante import asked_seance, this_window, wants_json
from fiche_tool.fenetre.fenetre import Vue
from fiche_tool.fenetre.issues import Issue
from fiche_tool.fenetre.lieux import inside, may_open, refuse_links, refuse_outside
from fiche_tool.fenetre.points import decide, say_decided
from fiche_tool.fenetre.travaux import Geste, Travail
from fiche_tool.fenetre.verdicts import count_avis, judge_aside

pages = Blueprint("gestes", __name__)
_OUI = "oui"


def _racine() -> Path:
    racine = this_window().racine
    if racine is None:
        raise FicheToolError("Aucun dossier de PST n'est ouvert : choisissez-en un.")
    return racine


def _ticked(nom: str) -> bool:
    return request.form.get(nom) == _OUI


def _day(nom: str) -> date | None:
    given = request.form.get(nom, "").strip()
    return read_seance(given) if given else None


def _start(titre: str, etape: str, seance: date | None, geste: Geste) -> ResponseReturnValue:
    """Begin long work, and show it."""
    fenetre = this_window()
    jour = seance.isoformat() if seance else ""
    refuse_links(_racine(), jour)
    fenetre.atelier.start(Travail(titre, etape, jour, fenetre.issues), geste)
    return redirect(url_for("etapes.travail"), 303)


def _back(etape: str, seance: date | None, avis: str = "") -> ResponseReturnValue:
    """The step again, with one sentence on top."""
    this_window().avis = avis
    jour = seance.isoformat() if seance else None
    return redirect(url_for("etapes.etape", nom=etape, seance=jour), 303)


# --- the five steps --------------------------------------------------------------------------------------------------
@pages.post("/importer")
def importer() -> ResponseReturnValue:
    """Read the document of a PST into programme.xlsx, or into a merge beside it."""
    racine = _racine()
    (document,) = depots.given(request.files.getlist("fichiers"))[:1]
    nom, data = depots.own_name(document.filename or ""), document.stream.read()
    cpas, volet = (request.form.get(key, "").strip() for key in ("cpas", "volet"))
    mots = {niveau: request.form.get(f"mot_{niveau}", "").strip() for niveau in ("axe", "os", "oo", "action")}
    legislature = _legislature(request.form.get("legislature", ""))

    def run(progres: Progres) -> Issue:
        with depots.aside_bytes(nom, data) as path:
            result = fiche_tool.import_document(
                path,
                racine,
                cpas=cpas,
                legislature=legislature,
                volet=volet,
                mots=mots,
                progres=lambda page, total: progres(f"Lecture de « {nom} », page", page, total),
            )
        return issues.of_importation(racine, result)

    return _start(f"Lecture de « {nom} »", "programme", None, run)


def _legislature(texte: str) -> tuple[int, int] | None:
    """« 2025-2030 », None where left empty. Raises FicheToolError."""
    if not texte.strip():
        return None
    years = parse_legislature(texte.replace("–", "-").replace(" ", ""))
    if years is None:
        raise FicheToolError(f"« {texte} » n'est pas une législature ; écrivez-la par exemple 2025-2030.")
    return years


@pages.post("/fusion")
def fusion() -> ResponseReturnValue:
    """Put the proposed merge in the place of the programme, which is kept in sauvegardes/ first."""
    from fiche_tool.verbes.importer import adopt_merge  # with the readers of documents, which no other page needs

    racine = _racine()
    refuse_links(racine, "")
    path = inside(racine, request.form.get("chemin", ""))
    dossier = Dossier(racine)
    if path.parent != inside(racine, dossier.programme.name).parent or FUSION_PROPOSEE not in path.name:
        raise FicheToolError("Ce fichier n'est pas une fusion proposée par l'import.")
    backup = adopt_merge(dossier.programme, path)
    return _back("programme", None, f"La fusion est en place. L'ancien programme est dans sauvegardes/{backup.name}.")


@pages.post("/generer")
def generer() -> ResponseReturnValue:
    """Write the fiches of a séance, and the drafts that take them to their services."""
    racine, seance, limite = _racine(), asked_seance(), _day("reponse_avant")
    if seance is None:
        raise FicheToolError("Donnez la date de la séance : elle est imprimée sur chaque fiche.")
    courriels, remplacer, par_service = map(_ticked, ("courriels", "remplacer", "par_service"))
    service = request.form.get("service", "")

    def run(progres: Progres) -> Issue:
        result = fiche_tool.generate(
            racine,
            seance,
            service=service,
            courriels=courriels,
            remplacer=remplacer,
            par_service=par_service,
            reponse_avant=limite,
            progres=progres,
        )
        return issues.of_generation(result, par_service=par_service)

    return _start("Préparation des fiches", "preparer", seance, run)


def _require_seance(vue: Vue) -> None:
    """Refuse to open a séance by a drop: the folder would then have one of a mistyped day, or of today."""
    if not vue.connue:
        raise FicheToolError(
            f"Aucune séance n'est préparée pour le {show_date(vue.seance)} : rien n'est gardé. Générez d'abord ses "
            "fiches (« Préparer la séance »), ou choisissez une autre séance."
        )


@pages.post("/deposer")
def deposer() -> ResponseReturnValue:
    """Keep what came back in retours/<séance>/, as it is, and give its verdict; nothing is merged."""
    fenetre, racine = this_window(), _racine()
    vue = fenetre.look(asked_seance())
    _require_seance(vue)
    jour = vue.seance.isoformat()
    folder = Dossier(racine).retours / jour
    refuse_outside(racine, folder)
    kept = depots.keep(depots.given(request.files.getlist("fichiers")), folder)
    fenetre.issues.pop("collecter", None)  # it speaks of less than there is now
    phrase = depots.say_kept(kept, f"retours/{jour}")
    aside = [f"« {one.nom} » : {one.raison}." for one in kept if one.chemin is None]
    if not wants_json():
        return _back("retours", vue.seance, " ".join((phrase, *aside)))
    paths = list(dict.fromkeys(one.chemin for one in kept if one.chemin is not None))
    verdicts = fenetre.verificateur.judge(paths, Dossier(racine).retours, vue.dossier, vue.programme)
    html = render_template("verdicts.html", verdicts=verdicts, seance=jour)
    return {"phrase": phrase, "aside": aside, "html": html, "gardes": len(paths)}


@pages.post("/collecter")
def collecter() -> ResponseReturnValue:
    """Read, merge, write the synthesis and what goes back."""
    racine, seance = _racine(), asked_seance()
    pdf, rouvrir, papier = _ticked("pdf"), _ticked("rouvrir"), request.form.get("papier", "A4")
    depuis = request.form.get("depuis", "").strip() or None

    def run(progres: Progres) -> Issue:
        result = fiche_tool.collect(
            racine, seance, pdf=pdf, rouvrir=rouvrir, depuis=depuis, format=papier, progres=progres
        )
        return issues.of_collecte(result)

    return _start("Collecte", "collecter", seance, run)


@pages.post("/trancher")
def trancher() -> ResponseReturnValue:
    """Write what was decided by clicks as the workbook filled in, among the returns."""
    fenetre = this_window()
    vue = fenetre.look(asked_seance())
    refuse_outside(_racine(), vue.dossier.retours / vue.seance.isoformat())
    path, count = decide(vue.dossier, vue.seance, request.form, fenetre.aujourdhui())
    verdicts = fenetre.verificateur.judge([path], vue.dossier.retours, vue.dossier, vue.programme)
    fenetre.issues.pop("collecter", None)
    faults = [anomalie.texte for one in verdicts for anomalie in one.anomalies]
    return _back("collecter", vue.seance, " ".join((say_decided(count, path), *faults)))


@pages.post("/relancer")
def relancer() -> ResponseReturnValue:
    """Write the reminders."""
    racine, seance, limite = _racine(), asked_seance(), _day("reponse_avant")
    service = request.form.get("service", "")

    def run(progres: Progres) -> Issue:
        progres("Préparation des rappels", 0, 1)
        return issues.of_relance(fiche_tool.remind(racine, seance, service=service, reponse_avant=limite))

    return _start("Préparation des rappels", "relancer", seance, run)


# --- what goes out ---------------------------------------------------------------------------------------------------
_SORTIES: dict[str, tuple[str, Callable[[Path, date | None], Issue]]] = {
    "publier": ("Page publique", lambda r, s: issues.of_publication(r, fiche_tool.publish(r, s))),
    "rapport": ("Rapport d'évaluation", lambda r, s: issues.of_rapport(r, fiche_tool.write_report(r, s))),
    "csv": ("Export CSV", lambda r, s: issues.of_export(r, fiche_tool.export(r, "csv", s))),
    "json": ("Export JSON", lambda r, s: issues.of_export(r, fiche_tool.export(r, "json", s))),
    "ecomptes": ("Export eComptes", lambda r, s: issues.of_export(r, fiche_tool.export(r, "ecomptes", s))),
}


@pages.post("/sortir")
def sortir() -> ResponseReturnValue:
    """Write the public page, the report, or the files for another program."""
    racine, seance, quoi = _racine(), asked_seance(), request.form.get("quoi", "")
    if quoi not in _SORTIES:
        raise FicheToolError("Choisissez ce qu'il faut préparer.")
    titre, verb = _SORTIES[quoi]

    def run(progres: Progres) -> Issue:
        progres(titre, 0, 1)
        return verb(racine, seance)

    return _start(titre, "collecter", seance, run)


# --- beside the steps ------------------------------------------------------------------------------------------------
@pages.post("/verifier")
def verifier() -> ResponseReturnValue:
    """The verdict on files of anybody's; they are gone once it is given."""
    with depots.aside(depots.given(request.files.getlist("fichiers"))) as paths:
        verdicts = judge_aside(paths, paths[0].parent)
    compte = count_avis(verdicts)
    if wants_json():
        return {"phrase": compte, "aside": [], "html": render_template("verdicts.html", verdicts=verdicts, seance="")}
    return render_template("verifier.html", verdicts=verdicts, compte=compte)


@pages.post("/montrer")
def montrer() -> ResponseReturnValue:
    """Open a document in its program, a folder in the file manager."""
    racine = _racine()
    path = inside(racine, request.form.get("chemin", ""))
    if not may_open(racine, path):
        raise FicheToolError("Ce fichier ne s'ouvre pas d'ici : ouvrez son dossier.")
    this_window().montrer(path)
    phrase = f"« {path.name} » s'ouvre dans son programme. Refermez-le avant de revenir ici."
    if path.is_dir():
        phrase = f"Le dossier « {path.name} » s'ouvre."
    if wants_json():
        return {"phrase": phrase}
    etape = fold(request.form.get("etape", "")) or "programme"
    return _back(etape, asked_seance(), phrase)


@pages.post("/travail/annuler")
def annuler() -> ResponseReturnValue:
    """Ask the work under way to stop."""
    travail = this_window().atelier.en_cours
    if travail is not None:
        travail.call_off()
    return redirect(url_for("etapes.travail"), 303)
