"""The five steps of a month, each a page below the state of the séance; the work under way; the files of the folder."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

import fiche_tool
from fiche_tool.courriels.brouillons import PREFIXES
from fiche_tool.courriels.gabarit import Lettre
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.mots.dates import show_long
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.dossier.dossier import FUSION_PROPOSEE
from fiche_tool.dossier.seances import read_seance, say_opener
from fiche_tool.fenetre.courante import asked_seance, this_window
from fiche_tool.fenetre.fenetre import Vue
from fiche_tool.fenetre.issues import Lien, link
from fiche_tool.fenetre.lieux import inside, list_files, may_open
from fiche_tool.fenetre.points import points_file, read_points_shown
from fiche_tool.fenetre.travaux import Avancee, Travail
from fiche_tool.fenetre.verdicts import Avis, count_avis
from fiche_tool.report.console import say_fichiers
from fiche_tool.report.etat import say_faulty_sort, say_next
from fiche_tool.verbes.etat import Etape

pages = Blueprint("etapes", __name__)
ETAPES = {
    "programme": "Programme",
    "preparer": "Préparer la séance",
    "retours": "Retours",
    "collecter": "Collecter",
    "relancer": "Relancer",
}
"""The steps, in the order of the month."""
_SUITE = {
    Etape.COMPLETER: "programme",
    Etape.GENERER: "preparer",
    Etape.COLLECTER: "collecter",
    Etape.CORRIGER: "relancer",
    Etape.TRANCHER: "collecter",
    Etape.RELANCER: "relancer",
    Etape.PRETE: "collecter",
}
"""Where what comes next is done, or its documents are; nowhere for a séance that is closed."""
_ICI = {
    Etape.GENERER: "À faire : préparez la séance et ses fiches.",
    Etape.TRANCHER: "À faire : tranchez les points à l'étape « Collecter », puis collectez à nouveau.",
}
"""What is said otherwise than in the console, where it is done by clicks."""
_BATTEMENT = 10.0
"""Seconds between two signs on the channel of progress: without them, nobody would notice that the page is gone."""


@dataclass(frozen=True, slots=True)
class EtatPage:
    """The state of the séance as every page shows it. `suite` is the step to go to, `reste` whether work is left."""

    vue: Vue
    jour: str
    suite: str
    reste: bool
    a_faire: str
    fichiers: str
    seances: tuple[tuple[str, str], ...]
    a_corriger: str = "à corriger"


def show_state(seance: date | None) -> EtatPage:
    """Where the séance stands."""
    vue = this_window().look(seance)
    if seance is not None and not vue.connue:  # a day that was mistyped, or whose folders are gone: the latest instead
        vue = this_window().look(None)
    situation = vue.situation
    if situation is None:
        return EtatPage(vue, show_long(vue.seance), "programme", True, "", "", ())
    todo = [line for line in say_next(situation) if not line.startswith("  ")]
    days = {vue.seance: ""} | {one.jour: one.dossier for one in situation.seances}
    waiting = situation.etape is Etape.RELANCER and not situation.bilan.trouves
    return EtatPage(
        vue,
        show_long(vue.seance),
        "retours" if waiting else _SUITE.get(situation.etape, ""),
        situation.etape not in (Etape.PRETE, Etape.CLOSE),
        _ICI.get(situation.etape) or " ".join(todo).removesuffix(" :").removesuffix("\u00a0:"),
        say_fichiers(situation.bilan),
        tuple((day.isoformat(), show_date(day) + say_opener(days[day])) for day in sorted(days, reverse=True)),
        say_faulty_sort(situation),
    )


@pages.get("/")
def accueil() -> ResponseReturnValue:
    """The step that comes next; the choice of a folder where none is open."""
    if this_window().racine is None:
        return redirect(url_for("acces.dossier"), 303)
    etat = show_state(asked_seance())
    return redirect(url_for("etapes.etape", nom=etat.suite or "collecter", seance=etat.vue.seance.isoformat()), 303)


@pages.get("/etape/<nom>")
def etape(nom: str) -> ResponseReturnValue:
    """One step."""
    if nom not in ETAPES:
        abort(404)
    fenetre = this_window()
    if fenetre.racine is None:
        return redirect(url_for("acces.dossier"), 303)
    etat = show_state(asked_seance())
    avis, fenetre.avis = fenetre.avis, ""
    more = _CONTENUS[nom](etat)
    issue = fenetre.issues.get(nom)
    issue = issue if issue and issue.speaks_of(etat.vue.seance.isoformat()) else None
    return render_template(f"{nom}.html", etat=etat, nom=nom, etapes=ETAPES, issue=issue, avis=avis, **more)


# --- what each step shows --------------------------------------------------------------------------------------------
def _programme(etat: EtatPage) -> dict[str, Any]:
    dossier = etat.vue.dossier
    paths = [path for path in (dossier.programme, dossier.modele) if path.is_file()]
    verdicts = this_window().verificateur.judge(paths, dossier.racine, dossier, etat.vue.programme)
    merges = [Lien(path.name, path.name) for path in sorted(dossier.racine.glob(f"programme {FUSION_PROPOSEE}*.xlsx"))]
    return {"verdicts": verdicts, "fusions": merges}


def _preparer(etat: EtatPage) -> dict[str, Any]:
    situation, programme = etat.vue.situation, etat.vue.programme
    services = sorted({action.service for action in programme.actives if action.service}) if programme else []
    done = {one.jour for one in situation.seances if one.collectee} if situation else set()
    nouvelle = etat.vue.connue and etat.vue.seance not in done
    limite = situation.reponse_avant if situation else None
    asked = asked_seance()  # of a day that was refused: what was typed is there to be mended
    jour = asked if asked and asked != etat.vue.seance else etat.vue.seance if nouvelle else None
    return {
        "services": services,
        "proposee": jour.isoformat() if jour else "",
        "reponse_avant": limite.isoformat() if nouvelle and limite else "",  # never that of the séance before
        "dossiers": _folders(etat, "fiches", "courriels"),
        "brouillons": [one for one in _files(etat, "courriels", ".eml") if not _is_reminder(one)],
    }


def _is_reminder(lien: Lien) -> bool:
    return lien.texte.startswith(PREFIXES[Lettre.RELANCE])


def _retours(etat: EtatPage) -> dict[str, Any]:
    vue = etat.vue
    verdicts = this_window().verificateur.look(vue.dossier, vue.seance, vue.programme)
    return {
        "compte": count_avis(verdicts),
        "verdicts": [one for one in verdicts if one.avis is not Avis.BON],
        "bons": [one for one in verdicts if one.avis is Avis.BON],
        "dossiers": _folders(etat, "retours"),
    }


def _collecter(etat: EtatPage) -> dict[str, Any]:
    from fiche_tool.documents.write_pdf import find_soffice

    dossier, seance = etat.vue.dossier, etat.vue.seance
    outputs = {
        "Synthèse": dossier.synthese(seance),
        "Annexe": dossier.annexe(seance),
        "Annexe, en PDF": dossier.annexe(seance).with_suffix(".pdf"),
        "Page publique": dossier.publication(seance) / "index.html",
        "Rapport d'évaluation": dossier.rapport(seance),
    }
    situation = etat.vue.situation
    return {
        "documents": [link(dossier.racine, path, texte) for texte, path in outputs.items() if path.is_file()],
        "points": read_points_shown(dossier, seance) if situation and situation.points else (),
        "classeur": points_file(dossier, seance).relative_to(dossier.racine).as_posix(),
        "pdf": find_soffice() is not None,
        "copies": _files(etat, "a_corriger", ".xlsx"),
        "dossiers": _folders(etat, "a_corriger"),
    }


def _relancer(etat: EtatPage) -> dict[str, Any]:
    situation = etat.vue.situation
    return {
        "brouillons": [one for one in _files(etat, "courriels", ".eml") if _is_reminder(one)],
        "dossiers": _folders(etat, "courriels", "a_corriger"),
        "services": [one.service for one in situation.manquants if one.service] if situation else [],
    }


_CONTENUS = {
    "programme": _programme,
    "preparer": _preparer,
    "retours": _retours,
    "collecter": _collecter,
    "relancer": _relancer,
}


def _files(etat: EtatPage, folder: str, suffix: str) -> list[Lien]:
    dossier = etat.vue.dossier
    found = list_files(dossier.racine, dossier.racine / folder / etat.vue.seance.isoformat(), suffix)
    return [Lien(chemin.split("/", 2)[-1].replace("/", " – "), chemin) for chemin in found]


def _folders(etat: EtatPage, *noms: str) -> list[Lien]:
    """The folders of the séance that are there."""
    racine, jour = etat.vue.dossier.racine, etat.vue.seance.isoformat()
    return [
        Lien(f"Le dossier {nom}/{jour}", f"{nom}/{jour}", est_dossier=True)
        for nom in noms
        if (racine / nom / jour).is_dir()
    ]


# --- the work under way ----------------------------------------------------------------------------------------------
@pages.get("/travail")
def travail() -> ResponseReturnValue:
    """How far the work is; once it is done, the step it was for. Without scripts the page asks again by itself."""
    last = this_window().atelier.dernier
    if last is None:
        return redirect(url_for("etapes.accueil"), 303)
    if last.avancee.fini:
        return redirect(_after(last), 303)
    etat = show_state(read_seance(last.seance) if last.seance else None)
    return render_template("travail.html", etat=etat, nom=last.etape, etapes=ETAPES, travail=last, avis="", issue=None)


@pages.get("/travail/suivi")
def suivi() -> Response:
    """The same as a stream of events, until it is done."""
    last = this_window().atelier.dernier
    if last is None:
        abort(404)
    return Response(_events(last, _after(last)), mimetype="text/event-stream")


def _after(last: Travail) -> str:
    return url_for("etapes.etape", nom=last.etape, seance=last.seance or None, _anchor="fait")


def _events(last: Travail, then: str) -> Iterator[str]:
    seen = Avancee(fait=-1)
    while True:
        now = last.wait(seen, _BATTEMENT)
        if now == seen:
            yield ": toujours là\n\n"
            continue
        seen = now
        told = {"mots": now.mots, "fait": now.fait, "total": now.total, "fini": now.fini, "suite": then}
        yield f"data: {json.dumps(told, ensure_ascii=False)}\n\n"
        if now.fini:
            return


# --- files -----------------------------------------------------------------------------------------------------------
@pages.get("/fichier")
def fichier() -> Response:
    """A document of the folder, to be kept: never shown here, where it would be one of our pages."""
    racine = this_window().racine
    if racine is None:
        abort(404)
    path = inside(racine, request.args.get("chemin", ""))
    if not path.is_file() or not may_open(racine, path):
        raise FicheToolError("Ce fichier ne se télécharge pas d'ici : ouvrez-le depuis son dossier.")
    return send_file(path, as_attachment=True, download_name=path.name, mimetype="application/octet-stream")


@pages.get("/verifier")
def verifier() -> str:
    """The service head's page: drop a fiche, read what is wrong, nothing is kept."""
    return render_template("verifier.html", verdicts=None, compte="", version=fiche_tool.__version__)
