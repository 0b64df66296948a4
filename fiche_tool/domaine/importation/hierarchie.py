"""From the lines of a PST document to its hierarchy. Pure: a doubtful line is reported, never guessed at."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fiche_tool.domaine.importation.actions_lues import Ecart, sort_actions
from fiche_tool.domaine.importation.annonces import compare_counts, find_counts, find_facts
from fiche_tool.domaine.importation.decoupe import ALL_RANKS, cut_paragraphs
from fiche_tool.domaine.importation.document import Compte, DocumentLu, Doute, Genre, LigneDocument, Paragraphe
from fiche_tool.domaine.importation.structure import Indices, resolve
from fiche_tool.domaine.mots.textes import fold, shorten
from fiche_tool.domaine.programme.libelles import follows, same_words, trim
from fiche_tool.domaine.programme.programme import Action, Annonce, Niveau, Objectif, Volet

VOLET_UNIQUE = "Unique"


def read_hierarchy(lignes: Sequence[LigneDocument]) -> DocumentLu:
    """Everything a document says of its PST: hierarchy, announced counts, facts, and every doubt."""
    decoupe = cut_paragraphs(lignes)
    paragraphes, indices = resolve(decoupe.paragraphes)
    builder = _Builder(indices)
    builder.walk(paragraphes)
    actions = builder.finish_actions()
    comptes, unsure = find_counts([p for p in paragraphes if p.rang not in builder.pris])
    faits, deduced = find_facts(lignes)
    if indices.axes_pour_os:
        comptes = tuple(replace(c, genre=Genre.OS) if c.genre is Genre.AXE else c for c in comptes)
        deduced = (*deduced, Doute("", "le document ne nomme pas d'objectifs stratégiques : ses axes en tiennent lieu"))
    volets = tuple(builder.volets.values()) if builder.objectifs else ()
    joined = [doute for doute in decoupe.doutes if doute.rang in (*builder.pris, ALL_RANKS)]
    doutes = [*joined, *builder.report(), *unsure, *deduced]
    doutes += compare_counts(comptes, builder.objectifs, actions) if volets else ()
    return DocumentLu(
        tuple(_with_counts(volet, comptes) for volet in volets),
        tuple(builder.objectifs),
        actions,
        tuple(sorted(doutes, key=lambda doute: doute.rang)),
        comptes,
        faits,
        tuple(lieu for rang, lieu in decoupe.jointes if rang in builder.pris),
        _annonce(comptes, ""),
        builder.house_words(),
    )


def _with_counts(volet: Volet, comptes: Sequence[Compte]) -> Volet:
    return replace(volet, annonce=_annonce(comptes, volet.nom))


def _annonce(comptes: Sequence[Compte], volet: str) -> Annonce | None:
    """What the document announces for a volet, or for the whole PST where no volet is named."""
    own = {c.genre: c for c in reversed(comptes) if fold(c.volet) == fold(volet)}
    if not own.keys() & {Genre.OS, Genre.OO, Genre.ACTION}:
        return None
    os, oo, action = (own.get(genre) for genre in (Genre.OS, Genre.OO, Genre.ACTION))
    numbers = [compte.nombre if compte else None for compte in (os, oo, action)]
    return Annonce(numbers[0], numbers[1], numbers[2], action is not None and action.au_moins)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk stands."""

    volet: str = ""
    axe: str = ""
    os: str = ""
    oo: str = ""


class _Builder:
    """Walks the settled paragraphs once. Gathers nodes and what was set aside."""

    def __init__(self, indices: Indices) -> None:
        self.indices = indices
        self.volets: dict[str, Volet] = {}
        self.objectifs: list[Objectif] = []
        self.actions: list[tuple[Action, Paragraphe]] = []
        self.doutes: list[Doute] = []
        self.ecarts: list[Ecart] = []
        self.pris: set[int] = set()
        self.mots: dict[Genre, Counter[str]] = {}
        self.connues: set[tuple[tuple[str, str, str], str]] = set()
        self.ici = _Place()
        self.sans_oo = False

    # --- the walk ----------------------------------------------------------------------------------------------------
    def walk(self, paragraphes: Sequence[Paragraphe]) -> None:
        """Take every paragraph in turn."""
        handlers = {
            Genre.VOLET: self._volet,
            Genre.AXE: self._axe,
            Genre.OS: self._strategique,
            Genre.OO: self._operationnel,
        }
        bloc: list[Paragraphe] = []
        for p in paragraphes:
            if p.genre in handlers or p.genre is Genre.CHAPITRE:
                self._close(bloc)
                bloc = []
                if p.genre in handlers:
                    handlers[p.genre](p)
                else:
                    self.ici, self.sans_oo = replace(self.ici, oo=""), False
                    self._chapter(p)
            elif self.ici.oo:
                bloc.append(p)
            elif self.sans_oo and p.puce:
                self._doubt(p, f"sous l'objectif stratégique {self.ici.os}, sans objectif opérationnel : à rattacher")
            elif p.genre is not Genre.BRUIT:
                self._outside(p)
        self._close(bloc)

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

    def _take(self, p: Paragraphe, genre: Genre) -> None:
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
            self.ici = _Place(volet=nom)
        self.ici = replace(self.ici, oo="")
        known = self.volets.get(key)
        self.volets[key] = Volet(nom, known.intitule if known and known.intitule else intitule)
        self.ici = replace(self.ici, volet=self.volets[key].nom)

    def _need_volet(self, p: Paragraphe) -> bool:
        """True where a node may stand here: a document without volets gets one of its own."""
        if p.etiquette.volet:
            self._volet(replace(p, etiquette=replace(p.etiquette, texte="")))
        if not self.ici.volet and not self.indices.mots[Genre.VOLET]:
            nom = VOLET_UNIQUE
            self.volets[fold(nom)] = Volet(nom)
            self.ici = _Place(volet=nom)
            self._doubt(p, f"le document n'a pas de volets : tout est rangé dans un volet « {nom} », à renommer")
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
            axes = {o.axe for o in self.objectifs if o.niveau is Niveau.AXE and o.volet == self.ici.volet}
            numero = str(len(axes) + 1)
            self._doubt(p, f"axe sans N° : numéroté {numero}")
        self.ici = _Place(self.ici.volet, numero)
        self._add(p, Genre.AXE, Objectif(Niveau.AXE, self.ici.volet, numero, numero, trim(p.texte)))

    def _strategique(self, p: Paragraphe) -> None:
        if not self._need_volet(p):
            return
        here = [o for o in self._siblings(Niveau.OS)]
        numero = p.etiquette.numero or self._known(p, Niveau.OS)
        if not numero:
            numero = str(len(here) + 1)
            self._doubt(p, f"objectif stratégique sans N° : numéroté {numero}")
        elif p.etiquette.mot.rstrip(" .):–—-") == p.etiquette.numero:
            self._doubt(p, "numéro seul, lu comme un objectif stratégique")
        objectif = Objectif(Niveau.OS, self.ici.volet, self.ici.axe, numero, trim(p.texte))
        self.ici = replace(self.ici, os=self._add(p, Genre.OS, objectif), oo="")
        self.sans_oo = True

    def _operationnel(self, p: Paragraphe) -> None:
        if not self._need_volet(p):
            return
        self.sans_oo = False
        numero = self._number_oo(p)
        if numero:
            objectif = Objectif(Niveau.OO, self.ici.volet, self.ici.axe, numero, trim(p.texte))
            self.ici = replace(self.ici, oo=self._add(p, Genre.OO, objectif))

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
            numero = f"{os}.{len([o for o in self._siblings(Niveau.OO) if o.parent[2] == os]) + 1}"
            self._doubt(p, f"objectif opérationnel sans N° : numéroté {numero}")
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
        same = [o for o in self.objectifs if o.niveau is niveau and o.volet == self.ici.volet]
        if niveau is not Niveau.AXE:
            same = [o for o in same if o.axe == self.ici.axe and (niveau is Niveau.OS or o.parent[2] == self.ici.os)]
        return next((o.numero for o in same if fold(o.intitule) == fold(trim(p.texte))), "")

    def _siblings(self, niveau: Niveau) -> list[Objectif]:
        here = (self.ici.volet, self.ici.axe)
        return [o for o in self.objectifs if o.niveau is niveau and (o.volet, o.axe) == here]

    def _add(self, p: Paragraphe, genre: Genre, objectif: Objectif) -> str:
        """Add an objective and give its N° back; the same one met again is taken up, another of the same N° is told."""
        twin = next((o for o in self._siblings(objectif.niveau) if o.numero == objectif.numero), None)
        if twin is not None and same_words(twin.intitule, objectif.intitule):
            self._take(p, genre)
            return twin.numero
        if twin is not None:
            numero = f"{objectif.numero}bis"
            while any(o.numero == numero for o in self._siblings(objectif.niveau)):
                numero += "bis"
            self._doubt(p, f"le N° {objectif.numero} est déjà celui de « {shorten(twin.intitule)} » : repris {numero}")
            objectif = replace(objectif, numero=numero, axe=numero if genre is Genre.AXE else objectif.axe)
        self._check_sequence(p, objectif)
        if not objectif.intitule:
            self._doubt(p, "libellé introuvable après ce numéro")
        self.objectifs.append(objectif)
        self._take(p, genre)
        return objectif.numero

    def _check_sequence(self, p: Paragraphe, objectif: Objectif) -> None:
        """Tell a number that does not follow the one before: an objective may have been lost between."""
        above = objectif.numero.rpartition(".")[0]
        before = [o.numero for o in self._siblings(objectif.niveau) if o.numero.rpartition(".")[0] == above]
        if before and not follows(before[-1], objectif.numero):
            self._doubt(
                p, f"on passe du N° {before[-1]} au N° {objectif.numero} : un objectif manque peut-être entre eux"
            )

    # --- actions -----------------------------------------------------------------------------------------------------
    def _close(self, bloc: Sequence[Paragraphe]) -> None:
        """Sort what stands under an OO."""
        lot = sort_actions(bloc)
        place = (self.ici.volet, self.ici.axe, self.ici.oo)
        nouvelles = set()
        for p in lot.actions:
            libelle = trim(p.texte)
            if (place, fold(libelle)) in self.connues:
                self._aside(p, "action déjà reprise plus haut sous le même objectif")
            elif libelle:
                last = next((a.numero for a, _ in reversed(self.actions) if a.place == place and a.numero), "")
                if last and p.etiquette.numero and not follows(last, p.etiquette.numero):
                    self._doubt(p, f"on passe du N° {last} au N° {p.etiquette.numero} : une action manque peut-être")
                self.actions.append((Action("", *place, p.etiquette.numero, libelle), p))
                self._take(p, Genre.ACTION)
                nouvelles.add((place, fold(libelle)))
        self.connues |= nouvelles
        self.ecarts += lot.ecarts
        for p, reason in lot.incertaines:
            self._doubt(p, reason)

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
            while (action.place, numero) in seen:
                numero += "bis"
            if numero != action.numero:
                self._doubt(p, f"le N° {action.numero} est déjà pris sous cet objectif : repris {numero}")
            seen.add((action.place, numero))
            kept.append(replace(action, numero=numero))
        return tuple(kept)

    # --- what is told ------------------------------------------------------------------------------------------------
    def report(self) -> list[Doute]:
        """The doubts, and what was set aside: neighbours with the same reason in one line."""
        groups: list[list[Ecart]] = []
        for ecart in sorted(self.ecarts, key=lambda ecart: ecart.paragraphe.rang):
            last = groups[-1][-1] if groups else None
            if last and last.raison == ecart.raison and not self._taken_between(last.paragraphe, ecart.paragraphe):
                groups[-1].append(ecart)
            else:
                groups.append([ecart])
        return [*self.doutes, *(_tell(group) for group in groups)]

    def _taken_between(self, first: Paragraphe, last: Paragraphe) -> bool:
        return any(rang in self.pris for rang in range(first.rang + 1, last.rang))

    def house_words(self) -> dict[str, str]:
        """The words the document uses for the levels, where they are not the usual ones."""
        usual = {Genre.AXE: "axe", Genre.OS: "os", Genre.OO: "oo", Genre.ACTION: "action"}
        found = {}
        for genre, mots in self.mots.items():
            mot = mots.most_common(1)[0][0]
            plain = fold(mot).replace(".", "").replace(" ", "").rstrip("s")
            known = (usual[genre], "objectifstrategique", "objectifoperationnel", "o", "a", "act", "p", "", "00", "0")
            if plain not in known and mots.total() == sum(n for m, n in mots.items() if fold(m) == fold(mot)):
                found[genre.value] = mot
        return found


def _tell(group: Sequence[Ecart]) -> Doute:
    first, last = group[0].paragraphe, group[-1].paragraphe
    lieu = first.lieu if len(group) == 1 else f"{first.lieu} à {last.lieu}"
    counted = f" ({len(group)} passages)" if len(group) > 1 else ""
    return Doute(lieu, group[0].raison + counted, shorten(first.entier, 80), first.rang, group[0].anodin)
