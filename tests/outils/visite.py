"""A visit to the window without a browser: the manners of one (cookie, origin, token of the form), and what it left."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

from werkzeug.test import TestResponse

from fiche_tool.fenetre.application import make_app
from fiche_tool.fenetre.fenetre import Fenetre
from fiche_tool.fenetre.garde import Garde

PORT = 8099
BASE = f"http://127.0.0.1:{PORT}"
PREFIXE = "/chemin-tire-au-hasard"
RACINE = BASE + PREFIXE
"""What the pages of the window lie below."""
Fichiers = Mapping[str, bytes]


class Visite:
    """One window and its browser. `montres` are the files that it asked the machine to show."""

    def __init__(self, racine: Path | None = None, jour: date = date(2021, 11, 20)) -> None:
        self.montres: list[Path] = []
        self.fenetre = Fenetre(Garde(PORT, PREFIXE), lambda: jour, self.montres.append)
        self.client = make_app(self.fenetre).test_client()
        if racine is not None:
            self.fenetre.open(racine)

    def enter(self) -> "Visite":
        """Come in by the first address."""
        reponse = self.get(f"/entrer?jeton={self.fenetre.garde.entree}")
        assert reponse.status_code == 303, texte(reponse)
        return self

    def get(self, chemin: str, **entetes: str) -> TestResponse:
        """What the address bar, or a link of the page, asks for."""
        return self.client.get(chemin.removeprefix(PREFIXE), base_url=RACINE, headers=headers(entetes))

    def post(self, chemin: str, data: Mapping[str, Any] = {}, /, **entetes: str) -> TestResponse:
        """What a form of the page sends."""
        sent = {"jeton": self.fenetre.garde.formulaire, **data}
        return self.client.post(chemin, base_url=RACINE, data=sent, headers=headers({"Origin": BASE, **entetes}))

    def drop(self, fichiers: Fichiers, chemin: str = "/deposer", **champs: str) -> TestResponse:
        """Files dropped on the page, as its script sends them."""
        data = {**champs, "fichiers": [(BytesIO(content), nom) for nom, content in fichiers.items()]}
        return self.post(chemin, data, Accept="application/json")

    def do(self, chemin: str, data: Mapping[str, Any] = {}) -> str:
        """A click that begins long work; once it is over, the text of the page that it leads to."""
        reponse = self.post(chemin, data)
        assert reponse.status_code == 303, texte(reponse)
        travail = self.fenetre.atelier.dernier
        assert travail is not None
        while not travail.avancee.fini:
            travail.wait(travail.avancee, 1)
        then = self.get("/travail")
        assert then.status_code == 303
        return texte(self.get(then.headers["Location"]))


def headers(entetes: Mapping[str, str]) -> dict[str, str]:
    """`Sec_Fetch_Site=…` as the header that it is."""
    return {nom.replace("_", "-"): valeur for nom, valeur in entetes.items()}


def texte(reponse: TestResponse) -> str:
    """The words of a page, without its tags, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", reponse.get_data(as_text=True))).split())


def photo(racine: Path) -> dict[str, str]:
    """Every file below a folder, and the hash of its bytes."""
    return {
        path.relative_to(racine).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(racine.rglob("*"))
        if path.is_file()
    }
