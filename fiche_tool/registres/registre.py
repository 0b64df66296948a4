"""A register's page as lines, and lines as a page: the schema that docs/registre.md describes."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.fiche.codec import Codec, codec_of
from fiche_tool.domaine.fiche.historique import Etape
from fiche_tool.domaine.grand_livre.acquis import Etat, own_values
from fiche_tool.domaine.grand_livre.page import FichierRepris, PageRegistre, Seance
from fiche_tool.domaine.grand_livre.points import Point
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.programme.programme import Action, Listes, Objectif, Parametres, Programme, Volet
from fiche_tool.dossier.dossier import Dossier, write_atomically
from fiche_tool.registres.chaine import Chaine, damaged, read_lien
from fiche_tool.registres.lignes import Abime, LigneJson, dump_lignes, read_lignes
from fiche_tool.resources import tool_version

SCHEMA = 1
"""Version of the form of a register. A field that is added and may be absent does not change it."""
_CONNUS_PAR_LIGNE = 500
_ACTION, _OBJECTIF = codec_of(Action), codec_of(Objectif)
_ETAT, _ETAPES = codec_of(Etat), codec_of(tuple[Etape, ...])
_FICHIER, _POINT, _SEANCE = codec_of(FichierRepris), codec_of(Point), codec_of(Seance)
_SHAS = codec_of(tuple[str, ...])
_TEXTS, _WORDS = codec_of(Mapping[str, str]), codec_of(frozenset[str])
_PARAMETRES, _VOLETS, _LISTES = codec_of(Parametres), codec_of(tuple[Volet, ...]), codec_of(Listes)
_LIEN = codec_of(tuple[date, str] | None)


def write_registre(dossier: Dossier, page: PageRegistre) -> None:
    """Write the register of a séance beside its place, then move it there. Raises FicheToolError where that fails."""
    write_atomically(dossier.registre(page.seance), dump_lignes(page_lignes(page)))


def page_lignes(page: PageRegistre) -> Iterator[LigneJson]:
    """Everything that a page holds, one line a thing, in an order that depends on nothing else."""
    programme = page.programme
    yield {
        "objet": "seance",
        "schema": SCHEMA,
        "outil": tool_version(),
        "seance": page.seance.isoformat(),
        "precedent": _LIEN.encode(page.precedent),
        "parametres": _PARAMETRES.encode(programme.parametres),
        "volets": _VOLETS.encode(programme.volets),
        "listes": _LISTES.encode(programme.listes),
        "initiales": _WORDS.encode(page.initiales),
    }
    for objectif in programme.objectifs:
        yield {"objet": "objectif", **_OBJECTIF.encode(objectif)}
    for action in programme.actions:
        yield {"objet": "action", **_ACTION.encode(action), **_depart(page, action)}
    known = {action.identifiant for action in programme.actions}
    for identifiant in sorted(page.depart.keys() - known):
        yield {"objet": "depart", "action": identifiant, "valeurs": _TEXTS.encode(page.depart[identifiant])}
    for identifiant, etat in sorted(page.etats.items()):
        yield {"objet": "etat", "action": identifiant, **_ETAT.encode(etat)}
    for identifiant, etapes in sorted(page.historique.items()):
        yield {"objet": "historique", "action": identifiant, "etapes": _ETAPES.encode(etapes)}
    for fichier in page.fichiers:
        yield {"objet": "fichier", **_FICHIER.encode(fichier)}
    for point in page.points:
        yield {"objet": "point", **_POINT.encode(point)}
    for chiffres in page.seances:
        yield {"objet": "chiffres", **_SEANCE.encode(chiffres)}
    yield from _connus(page)


def _depart(page: PageRegistre, action: Action) -> dict[str, Any]:
    """What the programme said at the first collection of the séance, where that is not what it says now."""
    if action.identifiant not in page.depart:
        return {"depart": None}
    own = page.depart[action.identifiant]
    return {} if own == own_values(action) else {"depart": _TEXTS.encode(own)}


def _connus(page: PageRegistre) -> Iterator[LigneJson]:
    by_day: dict[date, list[str]] = {}
    for sha, jour in page.connus.items():
        by_day.setdefault(jour, []).append(sha)
    for jour, shas in sorted(by_day.items()):
        shas.sort()
        for start in range(0, len(shas), _CONNUS_PAR_LIGNE):
            part = shas[start : start + _CONNUS_PAR_LIGNE]
            bouts = [page.bouts.get(sha, "") for sha in part]
            told = {"bouts": bouts} if any(bouts) else {}
            yield {"objet": "connus", "seance": jour.isoformat(), "sha256": part, **told}


# --- reading ---------------------------------------------------------------------------------------------------------
def read_registre(dossier: Dossier, jour: date, code: str) -> PageRegistre:
    """The register of a séance. Raises FicheToolError where it is damaged, of another programme or of a newer tool."""
    try:
        return _Lecteur(dossier, jour, code).read()
    except (Abime, OSError) as fault:
        raise damaged(dossier, jour, fault) from fault


def open_page(chaine: Chaine, jour: date | None, code: str) -> PageRegistre | None:
    """The page of a séance, which must still follow those before it, link by link. Raises FicheToolError."""
    if jour is None:
        return None
    page = read_registre(chaine.dossier, jour, code)
    broken = _find_broken(chaine, page)
    if broken is not None:
        older, later = broken
        raise FicheToolError(
            f"La séance du {show_date(older)} a été recollectée après celle du {show_date(later)}, qui repose sur "
            f"elle. Recollectez d'abord la séance du {show_date(later)} : fiche-tool collecter "
            f'"{chaine.dossier.racine}" --seance {later.isoformat()} --rouvrir'
        )
    return page


def _find_broken(chaine: Chaine, page: PageRegistre) -> tuple[date, date] | None:
    """The oldest two séances, up to that of a page, of which the later one no longer follows the other; else None."""
    older = chaine.before(page.seance)
    if older is None:
        return None
    for before, after in zip(chaine.jours, chaine.jours[1:], strict=False):
        if after <= older:
            with suppress(Abime, OSError, FicheToolError, TypeError, ValueError):  # damaged: verifying tells
                head = next(read_lignes(chaine.dossier.registre(after)), {})
                if not _follows(chaine, _LIEN.decode(head.get("precedent")), before):
                    return before, after
    return None if _follows(chaine, page.precedent, older) else (older, page.seance)


def _follows(chaine: Chaine, precedent: tuple[date, str] | None, older: date) -> bool:
    """True where a page names the one before it as it is, or one that is gone, so that an older one serves."""
    if precedent is None:
        return False
    named, empreinte = precedent
    return named > older or (named == older and empreinte == read_lien(chaine.dossier, older))


class _Lecteur:
    """Gathers the lines of one register."""

    def __init__(self, dossier: Dossier, jour: date, code: str) -> None:
        self.dossier, self.jour, self.code = dossier, jour, code
        self.actions: list[Action] = []
        self.objectifs: list[Objectif] = []
        self.depart: dict[str, Mapping[str, str]] = {}
        self.etats: dict[str, Etat] = {}
        self.historique: dict[str, tuple[Etape, ...]] = {}
        self.fichiers: list[FichierRepris] = []
        self.points: list[Point] = []
        self.seances: list[Seance] = []
        self.connus: dict[str, date] = {}
        self.bouts: dict[str, str] = {}
        self.listes: Mapping[str, tuple[Codec, list[Any]]] = {
            "objectif": (_OBJECTIF, self.objectifs),
            "fichier": (_FICHIER, self.fichiers),
            "point": (_POINT, self.points),
            "chiffres": (_SEANCE, self.seances),
        }

    def read(self) -> PageRegistre:
        """The page, once its last line has proved it whole."""
        page: PageRegistre | None = None
        for ligne in read_lignes(self.dossier.registre(self.jour)):
            if page is None:
                self._check_head(ligne)
            try:
                if page is None:
                    page = self._head(ligne)
                else:
                    self._take(ligne["objet"], ligne)
            except (KeyError, TypeError, ValueError) as fault:
                raise Abime("une de ses lignes n'est pas celle d'un registre") from fault
        if page is None:
            raise Abime("il est vide")
        programme = replace(page.programme, objectifs=tuple(self.objectifs), actions=tuple(self.actions))
        return replace(
            page,
            programme=programme,
            depart=self.depart,
            etats=self.etats,
            historique=self.historique,
            fichiers=tuple(self.fichiers),
            connus=self.connus,
            bouts=self.bouts,
            points=tuple(self.points),
            seances=tuple(self.seances),
        )

    def _check_head(self, ligne: LigneJson) -> None:
        """Refuse what is not for us before anything of it is understood."""
        shown = self.dossier.relative(self.dossier.registre(self.jour))
        schema = ligne.get("schema")
        if ligne["objet"] != "seance" or not isinstance(schema, int):
            raise Abime("il ne commence pas comme un registre")
        if schema > SCHEMA:
            raise FicheToolError(
                f"Le registre « {shown} » a été écrit par une version plus récente de l'outil (schéma {schema} ; "
                f"celle-ci lit le schéma {SCHEMA}). Mettez fiche-tool à jour, puis recommencez."
            )
        parametres = ligne.get("parametres")
        code = parametres.get("code") if isinstance(parametres, dict) else None
        if code != self.code:
            raise FicheToolError(
                f"Le registre « {shown} » est celui d'un autre programme (« {code} » au lieu de « {self.code} »). "
                "Retirez-le du dossier registres, ou remettez dans programme.xlsx son ancien code, puis recommencez."
            )
        if ligne.get("seance") != self.jour.isoformat():
            raise FicheToolError(
                f"Le registre « {shown} » est celui de la séance « {ligne.get('seance')} » : il a été renommé. "
                "Rendez-lui le nom de sa séance, puis recommencez."
            )

    def _head(self, ligne: LigneJson) -> PageRegistre:
        programme = Programme(
            _PARAMETRES.decode(ligne["parametres"]),
            _VOLETS.decode(ligne["volets"]),
            (),
            (),
            _LISTES.decode(ligne["listes"]),
        )
        initiales, lien = _WORDS.decode(ligne["initiales"]), _LIEN.decode(ligne["precedent"])
        return PageRegistre(self.jour, programme, {}, {}, {}, initiales=initiales, precedent=lien)

    def _take(self, objet: str, ligne: LigneJson) -> None:
        match objet:
            case "action":
                self._action(ligne)
            case "depart":
                self.depart[_word(ligne)] = _TEXTS.decode(ligne["valeurs"])
            case "etat":
                self.etats[_word(ligne)] = _ETAT.decode(ligne)
            case "historique":
                self.historique[_word(ligne)] = _ETAPES.decode(ligne["etapes"])
            case "connus":
                self._connus(ligne)
            case _:
                codec, found = self.listes[objet]
                found.append(codec.decode(ligne))

    def _connus(self, ligne: LigneJson) -> None:
        shas = _SHAS.decode(ligne["sha256"])
        self.connus |= dict.fromkeys(shas, date.fromisoformat(ligne["seance"]))
        if "bouts" in ligne:
            self.bouts |= {sha: bout for sha, bout in zip(shas, _SHAS.decode(ligne["bouts"]), strict=True) if bout}

    def _action(self, ligne: LigneJson) -> None:
        action: Action = _ACTION.decode(ligne)
        self.actions.append(action)
        if "depart" not in ligne:
            self.depart[action.identifiant] = own_values(action)
        elif ligne["depart"] is not None:
            self.depart[action.identifiant] = _TEXTS.decode(ligne["depart"])


def _word(ligne: LigneJson) -> str:
    identifiant = ligne["action"]
    if not isinstance(identifiant, str):
        raise ValueError("identifiant expected")
    return identifiant
