"""The application behind the page: who is let in, the words of refusals, what every page is given."""

import os

from flask import Flask, Response, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from fiche_tool.domaine.constats.errors import FicheToolError, say_refusal
from fiche_tool.domaine.mots.typographie import s, say_count, typographe
from fiche_tool.fenetre import acces, etapes, gestes
from fiche_tool.fenetre.courante import CLE, this_window, wants_json
from fiche_tool.fenetre.depots import Requete, say_too_large
from fiche_tool.fenetre.fenetre import Fenetre
from fiche_tool.fenetre.garde import CHAMP_FORMULAIRE, ENTETE_FORMULAIRE, ENTETES
from fiche_tool.fenetre.issues import say_here
from fiche_tool.fenetre.travaux import say_bug

_OUVERTES = ("acces.entrer", "static")
"""What is answered without the cookie: the first address, and our own style sheet and script, which hold nothing."""
_PHRASES = {
    403: "Cette page n'est pas à vous, ou elle a déjà servi. Fermez-la, puis rouvrez la fenêtre de fiche_tool par son "
    "raccourci, ou par la commande « fiche-tool ouvrir ».",
    404: "Cette page n'existe pas. Revenez à l'accueil.",
    405: "Cette page ne s'ouvre pas ainsi. Revenez à l'accueil.",
    421: "Cette adresse n'est pas celle de la fenêtre de fiche_tool.",
}


def make_app(fenetre: Fenetre) -> Flask:
    """The application of one window."""
    app = Flask("fiche_tool.fenetre", template_folder="gabarits", static_folder="statique")
    app.request_class = Requete
    app.config["MAX_CONTENT_LENGTH"] = Requete.max_content_length
    app.config["MAX_FORM_PARTS"] = Requete.max_form_parts
    app.config["MAX_FORM_MEMORY_SIZE"] = Requete.max_form_memory_size
    app.extensions[CLE] = fenetre
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters |= {"ici": _say, "compte": say_count, "s": s}
    app.before_request(_let_in)
    app.after_request(_close)
    app.context_processor(lambda: {"fenetre": fenetre, "jeton": fenetre.garde.formulaire})
    app.register_error_handler(HTTPException, _refuse)
    app.register_error_handler(FicheToolError, _stop)
    app.register_error_handler(OSError, _stop)
    app.register_error_handler(Exception, _bug)
    for pages in (acces.pages, etapes.pages, gestes.pages):
        app.register_blueprint(pages)
    return app


def _say(texte: str) -> str:
    """A sentence of the tool as the page says it: no command to type, and files from the folder of the PST on."""
    racine = this_window().racine
    if racine is not None:
        texte = texte.replace(f"{racine}{os.sep}", "").replace(f"« {racine} »", f"« {racine.name} »")
    return typographe(say_here(texte))


# --- who is let in ---------------------------------------------------------------------------------------------------
def _let_in() -> ResponseReturnValue | None:
    """Turn away what does not come from this browser and our own pages: address first, then origin, cookie, form."""
    fenetre = this_window()
    garde, host = fenetre.garde, request.environ.get("HTTP_HOST", "")
    if not garde.knows_host(host):
        return _page(421)
    if request.endpoint in _OUVERTES and request.method in ("GET", "HEAD"):
        return None
    if not garde.knows_browser(request.cookies.get(garde.cookie, "")):
        return _page(403)
    origin, site = request.headers.get("Origin", ""), request.headers.get("Sec-Fetch-Site", "")
    if not garde.is_own_page(request.method, host, origin, site):
        return _page(403)
    if request.method not in ("GET", "HEAD"):
        given = request.headers.get(ENTETE_FORMULAIRE) or request.form.get(CHAMP_FORMULAIRE, "")
        if not garde.knows_form(given):
            return _page(403)
    fenetre.presence.see()
    g.entre = True
    return None


def _close(reponse: Response) -> Response:
    for nom, valeur in ENTETES.items():
        reponse.headers[nom] = valeur
    return reponse


# --- what could not be -----------------------------------------------------------------------------------------------
def _page(code: int, phrase: str = "") -> Response:
    """A page that holds one sentence, and nothing of the folder."""
    phrase = phrase or _PHRASES.get(code, "Cette demande ne peut pas être comprise. Revenez à l'accueil.")
    if wants_json():
        reponse = make_response({"phrase": phrase}, code)
    else:
        words = {"phrase": phrase, "entre": g.get("entre", False), "avant": _page_before()}
        reponse = make_response(render_template("refus.html", **words), code)
    return reponse


def _page_before() -> str:
    """The page of ours that a refused click was made on."""
    before = request.referrer or ""
    return before if before.startswith(request.host_url) and before != request.url else ""


def _refuse(fault: HTTPException) -> Response:
    code = fault.code or 400
    return _page(code, say_too_large() if code == 413 else "")


def _stop(stop: Exception) -> Response:
    phrase = say_refusal(stop) if isinstance(stop, OSError) else str(stop)
    return _page(409, say_here(phrase))


def _bug(fault: Exception) -> Response:
    return _page(500, say_bug(fault))
