"""Building the hierarchy of a PST document from its settled paragraphs: nodes, details, and what was set aside."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fiche_tool.domaine.document.details import AUTRE, find_champ
from fiche_tool.domaine.document.document import Detail, Doute, GenreLigne, Paragraphe
from fiche_tool.domaine.importation.actions_lues import Ecart, sort_actions, tell_ecarts
from fiche_tool.domaine.importation.repertoire import Repertoire, is_same, series
from fiche_tool.domaine.importation.structure import Indices
from fiche_tool.domaine.mots.textes import SANS_OBJET, fold, shorten
from fiche_tool.domaine.programme.libelles import follows, trim
from fiche_tool.domaine.programme.programme import Action, Niveau, Objectif, Place, Volet

VOLET_UNIQUE = "Unique"
INCOMPRIS = "ce tableau n'a pas été compris"
SANS_OO = f"{INCOMPRIS} : ses actions n'ont pas d'objectif opérationnel au-dessus d'elles"


@dataclass(frozen=True, slots=True)
class Ici:
    """Where the walk stands."""

    volet: str = ""
    axe: str = ""
    os: str = ""
    oo: str = ""


class Batisseur:
    """Walks the settled paragraphs once. Gathers nodes and what was set aside."""

    def __init__(self, indices: Indices) -> None:
        self.indices = indices
        self.volets: dict[str, Volet] = {}
        self.objectifs: list[Objectif] = []
        self.rangs = Repertoire()
        self.actions: list[tuple[Action, Paragraphe]] = []
        self.doutes: list[Doute] = []
        self.ecarts: list[Ecart] = []
        self.pris: set[int] = set()
        self.mots: dict[GenreLigne, Counter[str]] = {}
        self.connues: dict[tuple[tuple[str, str, str], str], int] = {}
        self.details: list[Detail] = []
        self.incompris: list[Doute] = []
        self.sans_numero: list[tuple[Paragraphe, str]] = []
        self.ici = Ici()
        self.sans_oo = False

    # --- the walk ----------------------------------------------------------------------------------------------------
    def walk(self, paragraphes: Sequence[Paragraphe]) -> None:
        """Take every paragraph in turn."""
        handlers = {
            GenreLigne.VOLET: self._volet,
            GenreLigne.AXE: self._axe,
            GenreLigne.OS: self._strategique,
            GenreLigne.OO: self._operationnel,
        }
        bloc: list[Paragraphe] = []
        tables: list[Paragraphe] = []
        for p in paragraphes:
            if p.genre in handlers or p.genre is GenreLigne.CHAPITRE:
                self._close_tables(tables, self._close(bloc))
                bloc, tables = [], []
                if p.genre in handlers:
                    handlers[p.genre](p)
                else:
                    self.ici, self.sans_oo = replace(self.ici, oo=""), False
                    self._chapter(p)
            elif p.genre is GenreLigne.TABLEAU and self.ici.volet:
                tables.append(p)
            elif self.ici.oo:
                bloc.append(p)
            elif p.genre is GenreLigne.DETAIL and self.ici.os:
                self._keep_detail(p, -1, f"OS {self.ici.os}, volet {self.ici.volet}")
            elif p.genre is GenreLigne.ACTION and p.tableau and self.ici.volet:
                self._doubt(p, "action sans objectif opérationnel au-dessus : à rattacher")
                self.incompris.append(Doute(p.tableau, SANS_OO, shorten(p.texte), p.rang))
            elif self.sans_oo and p.puce:
                self._doubt(p, f"sous l'objectif stratégique {self.ici.os}, sans objectif opérationnel : à rattacher")
            elif p.genre is not GenreLigne.BRUIT:
                self._outside(p)
        self._close_tables(tables, self._close(bloc))

    def _chapter(self, p: Paragraphe) -> None:
        if self.ici.volet:
            self.ecarts.append(Ecart(p, "titre de chapitre, non repris", anodin=True))
        else:
            self._outside(p)

    def _outside(self, p: Paragraphe) -> None:
        """Leave out what stands before the hierarchy or between its nodes."""
        before = not self.ici.volet and not self.objectifs
        reason = "introduction, non reprise" if before else "texte hors des objectifs opérationnels, non repris"
        self.ecarts.append(Ecart(p, reason, anodin=True))

    def _aside(self, p: Paragraphe, reason: str) -> None:
        """Leave out text inside the hierarchy, which may have been an objective or an action."""
        self.ecarts.append(Ecart(p, reason))

    def _doubt(self, p: Paragraphe, phrase: str) -> None:
        self.doutes.append(Doute(p.lieu, phrase, shorten(p.entier, 80), p.rang))

    def _take(self, p: Paragraphe, genre: GenreLigne) -> None:
        """Note that a paragraph has become a node."""
        self.pris.add(p.rang)
        mot = re.sub(r"(?:\s+n[°ºo]?)?[\W\d]*$", "", p.etiquette.mot, flags=re.IGNORECASE)
        self.mots.setdefault(genre, Counter())[mot] += 1
        if p.lacune:
            self._doubt(p, "un grand blanc dans ce titre : un signe (tiret, flèche) a peut-être disparu")

    # --- levels ------------------------------------------------------------------------------------------------------
    def _volet(self, p: Paragraphe) -> None:
        nom, intitule, self.sans_oo = p.etiquette.volet, p.texte, False
        self.pris.add(p.rang)
        key = fold(nom)
        if key != fold(self.ici.volet):
            self.ici = Ici(volet=nom)
        self.ici = replace(self.ici, oo="")
        known = self.volets.get(key)
        self.volets[key] = Volet(nom, known.intitule if known and known.intitule else intitule)
        self.ici = replace(self.ici, volet=self.volets[key].nom)

    def _need_volet(self, p: Paragraphe) -> bool:
        """True where a node may stand here: a document without volets gets one of its own."""
        if p.etiquette.volet:
            self._volet(replace(p, etiquette=replace(p.etiquette, texte="")))
        if not self.ici.volet and not self.indices.mots[GenreLigne.VOLET]:
            nom = VOLET_UNIQUE
            self.volets[fold(nom)] = Volet(nom)
            self.ici = Ici(volet=nom)
            self._doubt(
                p, f"le document n'a pas de volets : tout est rangé dans un volet « {nom} » (dites lequel : --volet)"
            )
        if not self.ici.volet:
            if p.etiquette.numero:
                self._aside(p, "objectif annoncé avant tout volet, non repris")
            else:  # « O.S. : devenir du CPAS » defines a word
                self._outside(p)
        return bool(self.ici.volet)

    def _axe(self, p: Paragraphe) -> None:
        if not self._need_volet(p):
            return
        numero = p.etiquette.numero or self._known(p, Niveau.AXE)
        if not numero:
            numero = self._next(Niveau.AXE)
            self.sans_numero.append((p, f"axe sans N° : numéroté {numero}"))
        self.ici = Ici(self.ici.volet, numero)
        self._add(p, GenreLigne.AXE, Objectif(Niveau.AXE, self.ici.volet, numero, numero, trim(p.texte)))

    def _strategique(self, p: Paragraphe) -> None:
        if not self._need_volet(p):
            return
        numero = p.etiquette.numero or self._known(p, Niveau.OS)
        if not numero:
            numero = self._next(Niveau.OS)
            self.sans_numero.append((p, f"objectif stratégique sans N° : numéroté {numero}"))
        elif p.etiquette.mot.rstrip(" .):–—-") == p.etiquette.numero and not (p.tableau or p.plan):
            self.sans_numero.append((p, "numéro seul, lu comme un objectif stratégique"))
        objectif = Objectif(Niveau.OS, self.ici.volet, self.ici.axe, numero, trim(p.texte))
        self.ici = replace(self.ici, os=self._add(p, GenreLigne.OS, objectif), oo="")
        self.sans_oo = True

    def _operationnel(self, p: Paragraphe) -> None:
        if not self._need_volet(p):
            return
        self.sans_oo = False
        numero = self._number_oo(p)
        if numero:
            objectif = Objectif(Niveau.OO, self.ici.volet, self.ici.axe, numero, trim(p.texte))
            self.ici = replace(self.ici, oo=self._add(p, GenreLigne.OO, objectif))

    def _number_oo(self, p: Paragraphe) -> str:
        """The full N° of an OO: « 2 » under OS 1 is 1.2. Empty where no OS can be told: the line is reported."""
        parts = p.etiquette.numero.split(".") if p.etiquette.numero else []
        os, axe = self.ici.os, self.ici.axe
        if not os and len(parts) < 2:
            self._aside(p, "objectif opérationnel sans objectif stratégique au-dessus, non repris")
            return ""
        if not parts and self._known(p, Niveau.OO):
            return self._known(p, Niveau.OO)
        if not parts:
            numero = f"{os}.{self._next(Niveau.OO, os)}"
            self.sans_numero.append((p, f"objectif opérationnel sans N° : numéroté {numero}"))
            return numero
        own = parts[:-1]
        last = os.split(".")[-1]
        if not own or own in (os.split("."), [last], [axe, last], [axe, *os.split(".")]):
            return f"{os}.{parts[-1]}"
        if own == [re.sub(r"\D.*", "", last)]:  # under an OS renamed « 2bis »
            return f"{os}.{parts[-1]}"
        self._doubt(p, f"N° {'.'.join(parts)} sous l'objectif stratégique {os or '(aucun)'} : N° gardé tel quel")
        return ".".join(parts)

    def _known(self, p: Paragraphe, niveau: Niveau) -> str:
        """The N° already given to an objective without N° that comes again word for word; empty for a new one."""
        axe = "" if niveau is Niveau.AXE else self.ici.axe
        above = self.ici.os if niveau is Niveau.OO else ""
        return self.rangs.mots.get((niveau, self.ici.volet, axe, above, fold(trim(p.texte))), "")

    def _next(self, niveau: Niveau, above: str = "") -> str:
        """The next free rank of a level."""
        axe = "" if niveau is Niveau.AXE else self.ici.axe
        return str(self.rangs.comptes[niveau, self.ici.volet, axe, above] + 1)

    def _add(self, p: Paragraphe, genre: GenreLigne, objectif: Objectif) -> str:
        """Add an objective and give its N° back; the same one met again is taken up, another of the same N° is told."""
        rank = self.rangs.places.get((objectif.niveau, *objectif.place))
        twin = self.objectifs[rank] if rank is not None else None
        if rank is not None and twin is not None and is_same(twin.intitule, objectif.intitule):
            if re.fullmatch(re.escape(objectif.intitule) + r"[\s.]*\d{1,3}", twin.intitule):  # from a table of contents
                self.objectifs[rank] = replace(twin, intitule=objectif.intitule)
            self._take(p, genre)
            return twin.numero
        if twin is not None:
            where = (objectif.niveau, objectif.volet, objectif.axe)
            numero = self.rangs.free(where, objectif.numero, lambda own: (*where, own) in self.rangs.places)
            self._doubt(p, f"le N° {objectif.numero} est déjà celui de « {shorten(twin.intitule)} » : repris {numero}")
            objectif = replace(objectif, numero=numero, axe=numero if genre is GenreLigne.AXE else objectif.axe)
        self._check_sequence(p, objectif)
        if not objectif.intitule:
            self._doubt(p, "libellé introuvable après ce numéro")
        self.rangs.note(objectif, len(self.objectifs))
        self.objectifs.append(objectif)
        self._take(p, genre)
        return objectif.numero

    def _check_sequence(self, p: Paragraphe, objectif: Objectif) -> None:
        """Tell a number that does not follow the one before: an objective may have been lost between."""
        before = self.rangs.derniers.get(series(objectif))
        if before is not None and not follows(before, objectif.numero):
            self._doubt(p, f"on passe du N° {before} au N° {objectif.numero} : un objectif manque peut-être entre eux")

    # --- actions -----------------------------------------------------------------------------------------------------
    def _close(self, bloc: Sequence[Paragraphe]) -> int:
        """Sort what stands under an OO; how many actions it holds."""
        lot = sort_actions(bloc)
        place = (self.ici.volet, self.ici.axe, self.ici.oo)
        for p in lot.details:
            self._keep_detail(p, -1, f"OO {self.ici.oo}, volet {self.ici.volet}")
        new: dict[str, int] = {}
        for lue in lot.actions:
            rank = self._take_action(lue.paragraphe, place, new)
            for p in lue.details:
                self._keep_detail(p, rank)
        self.connues |= {(place, key): rank for key, rank in new.items()}
        self.ecarts += lot.ecarts
        for p, reason in lot.incertaines:
            self._doubt(p, reason)
        return len(lot.actions)

    def _take_action(self, p: Paragraphe, place: Place, new: dict[str, int]) -> int:
        """Add an action; its rank, or that of the same one already met under the same objective."""
        libelle = trim(p.texte)
        known = self.connues.get((place, fold(libelle)))
        if known is not None:
            if not p.tableau or p.etiquette.numero in ("", self.actions[known][0].numero):
                self._aside(p, "action déjà reprise plus haut sous le même objectif")
            return known
        if not libelle:
            return len(self.actions) - 1
        last = self.rangs.actions.get(place, "")
        if last and p.etiquette.numero and not follows(last, p.etiquette.numero):
            self._doubt(p, f"on passe du N° {last} au N° {p.etiquette.numero} : une action manque peut-être")
        self.rangs.actions[place] = p.etiquette.numero or last
        self.actions.append((Action("", *place, p.etiquette.numero, libelle), p))
        self._take(p, GenreLigne.ACTION)
        new[fold(libelle)] = len(self.actions) - 1
        return len(self.actions) - 1

    def _keep_detail(self, p: Paragraphe, action: int, sujet: str = "") -> None:
        """Keep what is said beside an action, word for word; a cell that says « nothing » says nothing."""
        etiquette = p.etiquette.mot.strip().removesuffix(":").strip()
        champ = find_champ(etiquette)
        if fold(p.texte) not in SANS_OBJET:
            known = "" if champ == AUTRE or action < 0 else champ
            self.details.append(Detail(known, etiquette, p.texte, p.lieu, action, sujet))
        self.pris.add(p.rang)

    def _close_tables(self, tables: Sequence[Paragraphe], taken: int) -> None:
        """Tables that nothing explains: where they may have held the actions, nothing may be generated unseen."""
        for p in tables:
            if taken or not self.objectifs:
                self._aside(p, "tableau non repris")
            else:
                self.incompris.append(Doute(p.lieu, INCOMPRIS, shorten(p.texte, 120), p.rang))

    def finish_actions(self) -> tuple[Action, ...]:
        """The actions with their N°: the printed one where it is their own, else a rank under the OO."""
        worded = [action.numero for action, p in self.actions if action.numero and p.etiquette.mot[:1].isalpha()]
        own = len(worded) == len(set(worded))
        ranks: Counter[tuple[str, str, str]] = Counter()
        done = []
        for action, p in self.actions:
            ranks[action.place] += 1
            numero = action.numero
            if not numero:
                numero = f"{action.objectif}.{ranks[action.place]}"
            elif "." not in numero and not (own and p.etiquette.mot[:1].isalpha()):
                numero = f"{action.objectif}.{numero}"
            done.append(replace(action, numero=numero))
        return self._without_twins(done)

    def _without_twins(self, actions: Sequence[Action]) -> tuple[Action, ...]:
        """The same actions; a N° that comes twice under an OO is told, and the second gets « bis »."""
        seen: set[tuple[object, str]] = set()
        kept = []
        for action, (_, p) in zip(actions, self.actions, strict=True):
            numero = action.numero
            if (action.place, numero) in seen:

                def taken(own: str, place: Place = action.place) -> bool:
                    return (place, own) in seen

                numero = self.rangs.free(action.place, numero, taken)
                self._doubt(p, f"le N° {action.numero} est déjà pris sous cet objectif : repris {numero}")
            seen.add((action.place, numero))
            kept.append(replace(action, numero=numero))
        return tuple(kept)

    # --- what is told ------------------------------------------------------------------------------------------------
    def report(self) -> list[Doute]:
        """The doubts, and what was set aside."""
        return [*self.doutes, *self._unnumbered(), *tell_ecarts(self.ecarts, self.pris)]

    def _unnumbered(self) -> list[Doute]:
        """Objectives without a N° of their own: one by one, or in one line where the document numbers none."""
        counted = sum(o.niveau is not Niveau.AXE for o in self.objectifs)
        if len(self.sans_numero) > 1 and len(self.sans_numero) >= counted / 3:
            first = self.sans_numero[0][0]
            phrase = "le document ne numérote pas ses objectifs en toutes lettres : les N° suivent son ordre"
            return [Doute(first.lieu, phrase, shorten(first.entier, 80), first.rang, ecart=True)]
        return [Doute(p.lieu, phrase, shorten(p.entier, 80), p.rang) for p, phrase in self.sans_numero]

    def house_words(self) -> dict[str, str]:
        """The words the document uses for the levels, where they are not the usual ones."""
        usual = {GenreLigne.AXE: "axe", GenreLigne.OS: "os", GenreLigne.OO: "oo", GenreLigne.ACTION: "action"}
        found = {}
        for genre, mots in self.mots.items():
            mot = mots.most_common(1)[0][0]
            plain = fold(mot).replace(".", "").replace(" ", "").rstrip("s")
            known = (usual[genre], "objectifstrategique", "objectifoperationnel", "o", "a", "act", "p", "", "00", "0")
            if plain not in known and mots.total() == sum(n for m, n in mots.items() if fold(m) == fold(mot)):
                found[genre.value] = mot
        return found
