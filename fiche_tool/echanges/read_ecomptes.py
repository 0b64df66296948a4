"""Reading what eComptes gives back: the budget articles of each element of a PST (schema 201805V1)."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.mots.nombres import parse_entier
from fiche_tool.domaine.mots.textes import one_line
from fiche_tool.excel.lecture.xml import Attributs, Texte, local, walk
from fiche_tool.fichiers.package import Refus

_ELEMENTS = frozenset({"Volet", "ObjectifStrategique", "ObjectifOperationnel", "Action"})
_MAX_OCTETS = 64 * 2**20


@dataclass(frozen=True, slots=True)
class ArticleECompte:
    """One article: the ElementId it hangs on, and its label there. None where a number cannot be read."""

    element: str
    titre: str
    exercice: int | None
    service: str
    rd: str
    code: str
    libelle: str
    montant: Decimal | None


@dataclass
class _Lecteur:
    """What the walk has met so far."""

    racine: str = ""
    path: list[str] = field(default_factory=list)
    elements: list[tuple[str, str]] = field(default_factory=list)
    article: dict[str, str] | None = None
    texte: Texte = field(default_factory=Texte)
    found: list[ArticleECompte] = field(default_factory=list)

    def start(self, tag: str, attributes: Attributs) -> None:
        """An element opens."""
        nom = local(tag)
        self.racine = self.racine or nom
        self.texte.clear()
        if nom in _ELEMENTS:
            self.elements.append((attributes.get("ElementId", ""), ""))
        elif nom == "Article":
            self.article = {}
        self.path.append(nom)

    def text(self, piece: str) -> None:
        """Its text."""
        self.texte.add(piece)

    def end(self, tag: str) -> None:
        """An element closes."""
        nom = local(tag)
        self.path.pop()
        if nom in _ELEMENTS:
            self.elements.pop()
        elif nom == "Article" and self.article is not None:
            self.found.append(self._article(self.article))
            self.article = None
        elif self.article is not None:
            self.article[nom] = one_line(str(self.texte))
        elif nom == "Libelle" and self.elements and self.path[-1] in _ELEMENTS:
            self.elements[-1] = (self.elements[-1][0], one_line(str(self.texte)))
        self.texte.clear()

    def _article(self, said: dict[str, str]) -> ArticleECompte:
        element, titre = self.elements[-1] if self.elements else ("", "")
        code, libelle = said.get("CodeArticle", ""), said.get("Libelle", "")
        service, rd = said.get("Service", ""), said.get("Type", "")
        return ArticleECompte(
            element, titre, parse_entier(said.get("Exercice", "")), service, rd, code, libelle, _amount(said)
        )


def read_ecomptes(contenu: bytes, nom: str) -> tuple[ArticleECompte, ...]:
    """The articles of a file, in its order. Raises FicheToolError for what is no export of eComptes."""
    if len(contenu) > _MAX_OCTETS:
        raise FicheToolError(f"« {nom} » est trop gros ({len(contenu) // 2**20} Mo) : ce n'est pas un PST d'eComptes.")
    lecteur = _Lecteur()
    try:
        walk(contenu, lecteur.start, lecteur.end, lecteur.text)
    except Refus as refus:
        raise FicheToolError(
            f"« {nom} » n'est pas un fichier XML lisible. Exportez à nouveau le PST depuis eComptes, puis recommencez."
        ) from refus
    if lecteur.racine != "dataroot":
        raise FicheToolError(
            f"« {nom} » n'est pas un PST d'eComptes : il commence par « {lecteur.racine} » au lieu de « dataroot ». "
            "Dans eComptes, exportez le PST (version 201805V1)."
        )
    return tuple(lecteur.found)


def _amount(said: dict[str, str]) -> Decimal | None:
    try:
        amount = Decimal(said.get("Montant", ""))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and abs(amount) < Decimal(10) ** 15 else None
