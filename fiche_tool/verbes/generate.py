"""Generating one pre-filled fiche per live action, sorted by service."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.fiche.fiche import Valeurs, lire_budget
from fiche_tool.domaine.grand_livre.depart import tell_erased
from fiche_tool.domaine.mots.adresses import parse_adresses
from fiche_tool.domaine.mots.identifiants import is_identifiant
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.programme.fautes import is_provisional
from fiche_tool.domaine.programme.programme import Action, Programme, show_numero
from fiche_tool.dossier.assign import Attribution, prepare_identifiants, write_identifiants
from fiche_tool.dossier.classeurs import name_files
from fiche_tool.dossier.dossier import Dossier, open_dossier, sweep_leftovers, write_atomically
from fiche_tool.dossier.envois import keep_reponse_avant, read_reponse_avant, refuse_late
from fiche_tool.dossier.load import load_atelier, load_programme
from fiche_tool.dossier.noms import warn_if_deep
from fiche_tool.dossier.progres import Progres, silent
from fiche_tool.dossier.seances import refuse_outside
from fiche_tool.excel.fiche.atelier import AtelierFiche
from fiche_tool.excel.fiche.write_fiche import write_fiche
from fiche_tool.registres.source import Source, bring_up_to_date

if TYPE_CHECKING:
    from fiche_tool.courriels.brouillons import Courriels
    from fiche_tool.courriels.gabarit import Gabarit


@dataclass(frozen=True, slots=True)
class Generation:
    """What was generated: the folder of the séance, the new fiches, those already there and left alone.

    `reponse_avant` is the last day for answering, None where none was given; `courriels` are the drafts written;
    `fiches` counts the fiches written, of which a workbook of a service holds several.
    """

    dossier: Path
    ecrites: tuple[Path, ...]
    gardees: tuple[Path, ...]
    avertissements: tuple[str, ...]
    anomalies: tuple[Anomalie, ...]
    attribution: Attribution | None = field(default=None, hash=False)
    reponse_avant: date | None = None
    courriels: tuple[Path, ...] = ()
    fiches: int = 0

    def __repr__(self) -> str:
        counts = f"ecrites={len(self.ecrites)}, gardees={len(self.gardees)}, anomalies={len(self.anomalies)}"
        return f"Generation({str(self.dossier)!r}, {counts})"


def generate(
    racine: Path,
    seance: date,
    *,
    service: str = "",
    action: str = "",
    remplacer: bool = False,
    par_service: bool = False,
    courriels: bool = False,
    reponse_avant: date | None = None,
    progres: Progres = silent,
) -> Generation:
    """Write the fiches of a séance under fiches/<séance>/<service>/, each carrying the latest accepted values.

    New actions of programme.xlsx get their identifiant first, written into it after a backup.

    The values come from the newest register; returns that no register holds are collected first, and it is said.
    `service` and `action` (an identifiant) narrow the choice. A fiche already there is kept unless `remplacer`.
    `par_service` puts the fiches of a service in one workbook, where the model lets it. `reponse_avant`, the last day
    for answering, is printed on the new fiches and kept in the folder; `courriels` writes a draft per service. Raises
    FicheToolError where the programme or a letter cannot serve, or nothing matches.
    """
    dossier = open_dossier(racine)
    gabarit = _load_letter(dossier) if courriels else None
    charge = load_programme(dossier)
    refuse_outside(dossier, charge.programme.parametres, seance)
    refuse_late(seance, reponse_avant)
    _refuse_unnamed(charge.programme)
    attribution = prepare_identifiants(dossier, seance, charge)
    if attribution is not None:
        charge = attribution.charge
    programme = charge.programme.at(seance)
    chosen, unknown = _part_unknown(_choose(programme, service, action))
    atelier = load_atelier(dossier, programme)
    paths, told = name_files(dossier, atelier, chosen, seance, par_service=par_service, remplacer=remplacer)
    source = bring_up_to_date(dossier, charge, seance)
    before = read_reponse_avant(dossier, seance)
    if attribution is not None:  # nothing stops us any more but the disk
        write_identifiants(dossier, attribution)
    limite = keep_reponse_avant(dossier, seance, reponse_avant)
    ecrites, left_out = _write_fiches(atelier, source, seance, limite, paths, progres, remplacer=remplacer)
    told += [*unknown, *left_out, *(remark.phrase for remark in tell_erased(programme, source.page))]
    gardees = tuple(path for path in paths if path not in ecrites)
    told += [*warn_if_deep(dossier, paths), *_say_older_day(gardees, before, limite)]
    told += _say_unprinted(atelier) if limite else ()
    told += _say_unreachable(programme, chosen) if gabarit is None else ()
    dossier.open_returns(seance)
    messages: tuple[Path, ...] = ()
    if gabarit is not None:
        whole = not (service or action)
        drafts = _write_drafts(dossier, programme, seance, limite, gabarit, paths, alone=bool(action), whole=whole)
        messages = drafts.messages
        told += drafts.avertissements
    return Generation(
        dossier.fiches(seance),
        tuple(ecrites),
        gardees,
        (*source.avertissements, *told),
        charge.anomalies,
        attribution,
        limite,
        messages,
        sum(map(len, ecrites.values())),
    )


def _write_fiches(
    atelier: AtelierFiche,
    source: Source,
    seance: date,
    limite: date | None,
    paths: Mapping[Path, Sequence[Action]],
    progres: Progres,
    *,
    remplacer: bool,
) -> tuple[dict[Path, Sequence[Action]], list[str]]:
    """Write the fiches that are not there yet, or all of them; give back those written and what there is to say."""
    etats, historique = source.etats(atelier.programme), source.historique
    ecrites: dict[Path, Sequence[Action]] = {}
    told: list[str] = []
    for rank, (path, actions) in enumerate(paths.items(), 1):
        progres("Écriture des fiches", rank, len(paths))
        if path.exists() and not remplacer:
            continue
        fiches = [(a, etats[a.identifiant].fiche(), historique.get(a.identifiant, ())) for a in actions]
        for _, valeurs, _ in fiches:
            told += _say_left_out(atelier, path, valeurs)
        if len(fiches) > 1:
            from fiche_tool.excel.fiche.write_service import write_service  # slow to import, and seldom asked for

            content = write_service(atelier, fiches, seance, source.nom, limite)
        else:
            action, valeurs, etapes = fiches[0]
            content = write_fiche(atelier, action, seance, valeurs, etapes, source.nom, limite)
        write_atomically(path, content)
        ecrites[path] = actions
    sweep_leftovers(ecrites)
    return ecrites, told


# What writes mails is slow to import, and not asked for each time.
def _load_letter(dossier: Dossier) -> "Gabarit":
    from fiche_tool.courriels.gabarit import Lettre, load_gabarit

    return load_gabarit(dossier, Lettre.ENVOI)


def _write_drafts(
    dossier: Dossier,
    programme: Programme,
    seance: date,
    limite: date | None,
    gabarit: "Gabarit",
    paths: Mapping[Path, Sequence[Action]],
    *,
    alone: bool,
    whole: bool,
) -> "Courriels":
    """The drafts that take the fiches to their services; one action alone does not replace the draft of its service."""
    from fiche_tool.courriels.brouillons import Courrier, Demande, Envoi, write_courriels
    from fiche_tool.courriels.gabarit import Lettre

    courrier = Courrier(dossier, programme, seance, limite, Lettre.ENVOI, gabarit)
    envois = [Envoi(action, Demande.FICHE, path) for path, actions in paths.items() for action in actions]
    precision = f" - {show_numero(envois[0].action)}" if alone else ""
    return write_courriels(courrier, envois, precision=precision, whole=whole)


def _say_left_out(atelier: AtelierFiche, path: Path, valeurs: Valeurs) -> Iterator[str]:
    lignes = lire_budget(valeurs)
    if len(lignes) > atelier.capacite:
        yield (
            f"« {path.name} » : le modèle a {atelier.capacite} lignes budgétaires, l'action en a {len(lignes)} ; "
            "les dernières restent au registre mais ne sont pas sur la fiche."
        )


def _say_unprinted(atelier: AtelierFiche) -> Iterator[str]:
    """A model restyled so far that nothing of it shows the séance shows no last day either."""
    modele = atelier.modele
    if "entete" not in atelier.places and "[séance]".encode() not in modele.package.read(modele.partie_fiche):
        yield (
            "La date limite n'est pas imprimée sur les fiches : votre modèle n'a plus ni la ligne du haut (nom "
            "pst_entete), ni « [séance] » dans son en-tête de page."
        )


def _say_older_day(gardees: Sequence[Path], before: date | None, limite: date | None) -> Iterator[str]:
    """Fiches kept as they are do not show a day that was changed since."""
    if gardees and limite != before:
        told = "1 fiche déjà là ne porte" if len(gardees) == 1 else f"{len(gardees)} fiches déjà là ne portent"
        jour = show_date(limite) if limite else ""
        yield f"{told} pas encore la date limite du {jour} : ajoutez --remplacer pour refaire ce qui était là."


def _refuse_unnamed(programme: Programme) -> None:
    """Raise FicheToolError while the centre has no name of its own: it would be printed on every fiche."""
    cpas = programme.parametres.cpas
    if programme.actives and is_provisional(cpas):
        raise FicheToolError(
            f"La feuille Paramètres de programme.xlsx dit encore « {cpas} », et ce nom s'imprime sur chaque fiche. "
            "Écrivez-y celui de votre CPAS, puis recommencez."
        )


def _say_unreachable(programme: Programme, actions: Iterable[Action]) -> Iterator[str]:
    """The services of these actions without an address, where the centre has written others."""
    known = {fold(service.nom): bool(parse_adresses(service.courriel).lues) for service in programme.listes.services}
    bare = sorted({action.service for action in actions if action.service and not known.get(fold(action.service))})
    if bare and any(known.values()):
        named = ", ".join(f"« {nom} »" for nom in bare[:_NOMMES]) + (", …" if len(bare) > _NOMMES else "")
        yield (
            f"Sans adresse dans la feuille Listes de programme.xlsx : {named}. Ajoutez-la avant de préparer les "
            "messages (--courriels) : ils seraient sans destinataire."
        )


_NOMMES = 8


def _choose(programme: Programme, service: str, identifiant: str) -> list[Action]:
    chosen = list(programme.actives)
    if service:
        chosen = [action for action in chosen if fold(action.service) == fold(service)]
        if not chosen:
            services = ", ".join(sorted({f"« {action.service} »" for action in programme.actives}))
            raise FicheToolError(f"Aucune action du service « {service} ». Services du programme : {services}.")
    if identifiant:
        chosen = _named(chosen, identifiant)
    if not chosen:
        raise FicheToolError(
            "Le programme n'a aucune action en vigueur : il n'y a pas encore de fiche à générer. Ajoutez vos actions "
            "dans la feuille Actions de programme.xlsx, une par ligne, sans identifiant : l'outil le donne."
        )
    return chosen


def _part_unknown(chosen: Sequence[Action]) -> tuple[list[Action], list[str]]:
    """The actions whose fiche would be known again when it comes back, and what is said of the others.

    Raises FicheToolError where there are none.
    """
    known = [action for action in chosen if not action.identifiant or is_identifiant(action.identifiant)]
    if len(known) == len(chosen):
        return known, []
    others = [action for action in chosen if action not in known]
    cells = ", ".join(f"ligne {action.ligne} (« {action.identifiant} »)" for action in others[:_NOMMES])
    cells += ", …" if len(others) > _NOMMES else ""
    if len(others) == 1:
        told = (
            f"1 action n'a pas de fiche : son identifiant ne permettrait pas de la reconnaître à son retour. Videz sa "
            f"case, feuille Actions de programme.xlsx, {cells} : l'outil en donnera un. Puis recommencez."
        )
    else:
        told = (
            f"{len(others)} actions n'ont pas de fiche : leur identifiant ne permettrait pas de les reconnaître à leur "
            f"retour. Videz leur case, feuille Actions de programme.xlsx, {cells} : l'outil en donnera un. Puis "
            "recommencez."
        )
    if not known:
        raise FicheToolError(told)
    return known, [told]


def _named(actions: list[Action], nom: str) -> list[Action]:
    """The action of an identifiant, or of a printed N° (« Interne 1.1.1 », « 1.1.1 » where only one has it)."""
    exact = [action for action in actions if action.identifiant == nom.strip().upper()]
    words = fold(nom).split()
    found = exact or [
        a for a in actions if words and words[-1] == fold(a.numero) and set(words[:-1]) <= _place_words(a)
    ]
    if len(found) == 1:
        return found
    if found:
        same = ", ".join(f"« {show_numero(action)} » ({action.identifiant})" for action in found)
        raise FicheToolError(f"Plusieurs actions portent le N° « {nom} » : {same}. Dites laquelle.")
    raise FicheToolError(
        f"Aucune action en vigueur n'est « {nom} ». Donnez son N° tel qu'il est imprimé, précédé du volet (par exemple "
        f"« {show_numero(actions[0])} »), ou son identifiant, qui se lit dans la feuille Actions de programme.xlsx."
    )


def _place_words(action: Action) -> set[str]:
    return {*fold(action.volet).split(), *fold(f"axe {action.axe}").split(), "action"}
