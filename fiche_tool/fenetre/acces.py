"""Coming in and leaving: the first address, the choice of a folder, a new one, the signs of life, the end."""

from pathlib import Path

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import fiche_tool
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.fenetre.courante import this_window
from fiche_tool.fenetre.lieux import documents, find_in_documents, find_recents, new_folder

pages = Blueprint("acces", __name__)


@pages.get("/entrer")
def entrer() -> ResponseReturnValue:
    """Exchange the token of the first address for the cookie of this browser; it is good once."""
    garde = this_window().garde
    if not garde.exchange(request.args.get("jeton", "")):
        if garde.knows_browser(request.cookies.get(garde.cookie, "")):
            return redirect(url_for("etapes.accueil"), 303)
        abort(403)
    this_window().presence.see()
    reponse = redirect(url_for("etapes.accueil"), 303)
    reponse.set_cookie(garde.cookie, garde.session, httponly=True, samesite="Strict", path=f"{garde.prefixe}/")
    return reponse


@pages.get("/dossier")
def dossier() -> str:
    """Which PST: the folders opened lately, those of « Documents », another one, a new one."""
    recents = find_recents()
    others = [path for path in find_in_documents() if path not in recents]
    return render_template(
        "dossier.html",
        recents=recents,
        autres=others,
        documents=documents(),
        exemples=fiche_tool.samples(),
        refus="",
    )


@pages.post("/dossier/ouvrir")
def ouvrir() -> ResponseReturnValue:
    """Open a folder by its path, or by that of a file in it, as people copy it from their file manager."""
    given = request.form.get("chemin", "").strip().strip('"').strip()
    if not given:
        raise FicheToolError("Indiquez le dossier du PST : celui où se trouve programme.xlsx.")
    path = Path(given).expanduser()
    this_window().open(path.parent if path.suffix.lower() in (".xlsx", ".ods") and path.is_file() else path)
    return redirect(url_for("etapes.accueil"), 303)


@pages.post("/dossier/nouveau")
def nouveau() -> ResponseReturnValue:
    """Make the folder of a new PST in « Documents », and open it."""
    racine = new_folder(request.form.get("nom", ""))
    made = fiche_tool.create(racine, request.form.get("exemple", ""))
    this_window().open(made.dossier)
    return redirect(url_for("etapes.etape", nom="programme"), 303)


@pages.get("/vie")
def vie() -> Response:
    """The page is still there."""
    return Response(status=204)


@pages.post("/adieu")
def adieu() -> Response:
    """The page is being closed, or left for another of ours, which will say so at once."""
    this_window().presence.leave()
    return Response(status=204)


@pages.post("/fermer")
def fermer() -> ResponseReturnValue:
    """Stop, once the answer is sent; not while work is under way."""
    fenetre = this_window()
    if fenetre.atelier.en_cours is not None:
        raise FicheToolError("Un travail est en cours : attendez qu'il finisse, ou annulez-le, puis fermez.")
    fenetre.presence.fermer.set()
    return render_template("fermee.html")
