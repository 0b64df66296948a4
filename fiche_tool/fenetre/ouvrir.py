"""Opening the window: a server of this machine alone, the browser on it, and the end once nobody is there."""

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
        import waitress.server

        from fiche_tool.fenetre.application import make_app
    except ModuleNotFoundError as missing:
        raise FicheToolError(
            f"La fenêtre demande le complément « fenetre ». Installez-le avec : {COMMANDE}"
        ) from missing
    fenetre = new_window(aujourdhui)
    with closing(_listen(port)) as listening:
        fenetre.garde.port = listening.getsockname()[1]
        if dossier is not None:
            fenetre.open(dossier)
        serveur = waitress.server.create_server(
            make_app(fenetre),
            sockets=[listening],
            threads=_FILS,
            channel_timeout=_INACTIF,
            connection_limit=_CONNEXIONS,
            max_request_body_size=_max_body(),
            clear_untrusted_proxy_headers=True,
            ident=None,
        )
        dire(f"La fenêtre est ouverte à cette adresse, pour cet ordinateur et ce navigateur : {fenetre.garde.adresse}")
        dire("Elle se ferme par son bouton « Fermer », d'elle-même après la fermeture de la page, ou ici par Ctrl+C.")
        if navigateur:
            threading.Thread(target=webbrowser.open, args=(fenetre.garde.adresse,), daemon=True).start()
        _serve(fenetre, serveur.run, serveur.close)
        dire("La fenêtre est fermée.")


def new_window(aujourdhui: Callable[[], date]) -> "Fenetre":
    """A window without a folder, with secrets of its own."""
    from fiche_tool.fenetre.fenetre import Fenetre
    from fiche_tool.fenetre.garde import Garde
    from fiche_tool.fenetre.lieux import open_with_system

    fenetre = Fenetre(Garde(), aujourdhui, open_with_system)
    fenetre.presence.see()
    return fenetre


def _listen(port: int) -> socket.socket:
    """A socket of this machine alone. Raises FicheToolError where the port is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows: nobody else may listen there too
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    try:
        listening.bind(("127.0.0.1", port))
    except OSError as fault:
        listening.close()
        raise FicheToolError(
            f"Le port {port} de cet ordinateur est déjà pris : choisissez-en un autre, ou ôtez --port pour en laisser "
            "choisir un."
        ) from fault
    return listening


def _max_body() -> int:
    from fiche_tool.fenetre.depots import MAX_ENVOI

    return MAX_ENVOI


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
