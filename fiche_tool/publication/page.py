"""Laying the public pages out: Jinja templates where everything is escaped, and nothing is asked of another server."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from fiche_tool.domaine.mots.typographie import s, typographe
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.lignes import JAMAIS_REPONDU, SANS_STATUT
from fiche_tool.domaine.synthese.sommes import METHODE
from fiche_tool.excel.dessin.look import STATUT_COULEURS
from fiche_tool.publication.donnees import dump_public
from fiche_tool.publication.vue import Barre, Vue, class_of

_SANS = {SANS_STATUT: "#C9CED6", JAMAIS_REPONDU: "#FFFFFF"}
"""The two states that have no status; the style sheet hatches the second one."""


@dataclass(frozen=True, slots=True)
class Incorpore:
    """A style sheet or a script that stands in the page, with the hash that allows it and nothing else to run."""

    texte: str
    empreinte: str


@dataclass(frozen=True, slots=True)
class Parue:
    """A page that is published, as the index shows it. `tuiles` and `ensemble` are empty where it has no register."""

    jour: str
    lien: str
    projet: bool
    tuiles: tuple[tuple[str, str], ...]
    ensemble: Barre | None
    depuis: str
    changements: tuple[str, ...]


@cache
def _gabarits() -> Environment:
    made = Environment(
        loader=PackageLoader("fiche_tool.publication", "gabarits"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["s"] = s
    return made


@cache
def _incorporate(nom: str) -> Incorpore:
    """A template of our own that holds nothing of what people typed."""
    colours = {class_of(etat): colour for etat, colour in {**STATUT_COULEURS, **_SANS}.items()}
    texte = _gabarits().get_template(nom).render(couleurs=colours, hachure=class_of(JAMAIS_REPONDU))
    digest = base64.b64encode(hashlib.sha256(texte.encode()).digest()).decode()
    return Incorpore(texte, f"sha256-{digest}")


def render_page(vue: Vue, synthese: Synthese) -> bytes:
    """The page of a séance, whole: its table of data is in it too."""
    data = base64.b64encode(dump_public(synthese)).decode()
    page = _gabarits().get_template("page.html")
    texte = page.render(
        vue=vue,
        style=_incorporate("style.css"),
        script=_incorporate("filtres.js"),
        methode=typographe(METHODE),
        csv=f"data:text/csv;charset=utf-8;base64,{data}",
        nom_csv=f"pst-{synthese.seance.isoformat()}.csv",
    )
    return texte.encode()


def render_index(cpas: str, legislature: str, parues: Sequence[Parue]) -> bytes:
    """The list of the pages, the newest first."""
    page = _gabarits().get_template("index.html")
    return page.render(cpas=cpas, legislature=legislature, parues=parues, style=_incorporate("style.css")).encode()
