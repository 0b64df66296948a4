"""Opening the window: a server of this machine alone, the browser on it, and the end once nobody is there."""

import logging
import socket
import threading
import time
import webbrowser
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.dossier.dossier import open_dossier
from fiche_tool.fenetre.bornes import MAX_ENVOI
from fiche_tool.fenetre.garde import Garde

if TYPE_CHECKING:
    from fiche_tool.fenetre.fenetre import Fenetre

COMMANDE = 'python -m pip install "fiche-tool[fenetre]"'
_VEILLE = 2.0
"""Seconds between two looks at whether anybody is there."""
_FILS = 8
"""Requests at once: a stream of progress holds one for as long as it lasts."""
_INACTIF = 30
"""Seconds that a client may keep a connection without sending anything."""
_CONNEXIONS = 200
_ATTENTE = 128
"""Connections that wait to be taken: the browser's own, while the pages are being loaded."""
_DERNIER = 0.5
"""Seconds for the last answer to go out."""


def open_window(
    dossier: Path | None,
    dire: Callable[[str], None],
    aujourdhui: Callable[[], date],
    *,
    port: int = 0,
    navigateur: bool = True,
) -> None:
    """Serve the window of a folder, or of none yet, until it is closed. Raises FicheToolError where it cannot open.

    `dire` is told its address; `aujourdhui` is the clock; port 0 is any free one; without `navigateur` none is opened.
    """
    try:
        import flask  # noqa: F401 - the pages ask for it below, once the browser is on its way
        import waitress.server
    except ModuleNotFoundError as missing:
        told = f"La fenêtre demande le complément « fenetre ». Installez-le avec : {COMMANDE}"
        raise FicheToolError(told) from missing
    if dossier is not None:
        open_dossier(dossier)
    with closing(_listen(port)) as listening:
        garde = Garde(listening.getsockname()[1])
        dire(f"La fenêtre est ouverte à cette adresse, pour cet ordinateur et ce navigateur : {garde.adresse}")
        dire("Elle se ferme par son bouton « Fermer », d'elle-même après la fermeture de la page, ou ici par Ctrl+C.")
        if navigateur:
            threading.Thread(target=webbrowser.open, args=(garde.adresse,), daemon=True).start()
        from fiche_tool.fenetre.application import make_app  # while the browser starts, which takes longer

        fenetre = new_window(garde, aujourdhui)
        if dossier is not None:
            fenetre.open(dossier)
        serveur = waitress.server.create_server(
            make_app(fenetre),
            sockets=[listening],
            threads=_FILS,
            channel_timeout=_INACTIF,
            connection_limit=_CONNEXIONS,
            max_request_body_size=MAX_ENVOI,
            clear_untrusted_proxy_headers=True,
            ident=None,
            url_prefix=garde.prefixe,
        )
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # « Task queue depth is 1 » helps nobody
        _serve(fenetre, serveur.run, serveur.close)
        dire("La fenêtre est fermée.")


def new_window(garde: Garde, aujourdhui: Callable[[], date]) -> "Fenetre":
    """A window without a folder."""
    from fiche_tool.fenetre.fenetre import Fenetre
    from fiche_tool.fenetre.lieux import open_with_system

    fenetre = Fenetre(garde, aujourdhui, open_with_system)
    fenetre.presence.see()
    return fenetre


def _listen(port: int) -> socket.socket:
    """A socket of this machine alone. Raises FicheToolError where the port is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows: nobody else may listen there too
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    try:
        listening.bind(("127.0.0.1", port))
        listening.listen(_ATTENTE)
    except OSError as fault:
        listening.close()
        raise FicheToolError(
            f"Le port {port} de cet ordinateur est déjà pris : choisissez-en un autre, ou ôtez --port pour en laisser "
            "choisir un."
        ) from fault
    return listening


def _serve(fenetre: "Fenetre", run: Callable[[], None], close: Callable[[], None]) -> None:
    """Serve until the window is closed: by a click, by Ctrl+C, or once nobody is there and nothing is being done."""
    threading.Thread(target=run, daemon=True, name="serveur").start()
    presence = fenetre.presence
    with suppress(KeyboardInterrupt):
        while not presence.fermer.wait(_VEILLE):
            if presence.finie and fenetre.atelier.en_cours is None:
                break
        time.sleep(_DERNIER)
    with suppress(OSError):
        close()
