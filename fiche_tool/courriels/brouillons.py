"""The drafts of a séance in its folder: one per service, or several where the files weigh more than a mail may."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

from fiche_tool.courriels.calendrier import write_ics
from fiche_tool.courriels.eml import ICS, Brouillon, PieceJointe, weigh, write_eml
from fiche_tool.courriels.gabarit import Gabarit, Lettre
from fiche_tool.domaine.constats.errors import FicheToolError, say_fault
from fiche_tool.domaine.fiche.aide import show_contact
from fiche_tool.domaine.mots.adresses import Adresse, parse_adresses
from fiche_tool.domaine.mots.dates import show_long
from fiche_tool.domaine.mots.groupes import group_by
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import fold, one_line
from fiche_tool.domaine.mots.typographie import say_count as count_words
from fiche_tool.domaine.mots.typographie import typographe
from fiche_tool.domaine.programme.programme import Action, Programme, Service, show_numero
from fiche_tool.dossier.dossier import Dossier, same_name, show_path, write_atomically
from fiche_tool.dossier.noms import SANS_SERVICE, fit_file, service_folder

MAX_MESSAGE = 20_000_000
"""Bytes of a whole mail: what most servers still take (20 Mo)."""
_TEXT = 20_000
"""Bytes set aside for the text, the headers and the calendar."""
NOM_CALENDRIER = "Dates à retenir.ics"
_OURS = b"X-Unsent: 1\r\n"
"""What every draft begins with, and no mail that was sent or received does."""


class Demande(Enum):
    """What is asked with a file: the words that count it, and what stands above it in the list."""

    FICHE = ("fiche", "", "")
    REMPLIR = ("fiche", "à remplir", "Sans réponse – la fiche est jointe, à remplir :")
    CORRIGER = ("copie", "à corriger", "À corriger – la copie jointe montre où :")


@dataclass(frozen=True, slots=True)
class Envoi:
    """A file that goes to the service of an action: why, what is to be said of it, a line each, whose answer it is."""

    action: Action
    demande: Demande
    chemin: Path
    details: tuple[str, ...] = ()
    reponse_de: str = ""


@dataclass(frozen=True, slots=True)
class Courriels:
    """The drafts of a run, the calendar beside them, and a sentence for each thing that the secretariat must do."""

    messages: tuple[Path, ...] = ()
    calendrier: Path | None = None
    avertissements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Courrier:
    """What the drafts of a run have in common."""

    dossier: Dossier
    programme: Programme
    seance: date
    reponse_avant: date | None
    lettre: Lettre
    gabarit: Gabarit


def write_courriels(
    courrier: Courrier, envois: Sequence[Envoi], *, precision: str = "", whole: bool = True
) -> Courriels:
    """Write one draft per service, in the order of the actions, and the calendar.

    `precision` ends the names of the drafts, where they hold one action. `whole`: drafts of an earlier run that are no
    longer due are removed. Raises FicheToolError where a file cannot be read or written.
    """
    folder = courrier.dossier.courriels(courrier.seance)
    parametres = courrier.programme.parametres
    calendrier = PieceJointe(NOM_CALENDRIER, write_ics(parametres, courrier.seance, courrier.reponse_avant), ICS)
    written: list[Path] = []
    told: list[str] = []
    taken: set[str] = set()
    for same in group_by(envois, lambda envoi: fold(envoi.action.service)).values():
        service = _find_service(courrier.programme, same[0].action.service)
        stem = f"{PREFIXES[courrier.lettre]}{service_folder(service.nom)}{precision}"
        while same_name(stem) in taken:
            stem += " bis"
        taken.add(same_name(stem))
        lots = list(_split(same))
        for rank, lot in enumerate(lots, 1):
            part = (rank, len(lots)) if len(lots) > 1 else None
            path = fit_file(courrier.dossier, folder, stem, f" ({rank} de {len(lots)})" if part else "", ".eml")
            write_atomically(path, write_eml(_compose(courrier, service, lot, part, calendrier)))
            written.append(path)
        told += _say_service(service, written[-len(lots) :], lots)
    path = folder / NOM_CALENDRIER
    if written:
        write_atomically(path, calendrier.contenu)
    _remove_stale(folder, courrier.lettre, written, None if whole else taken)
    return Courriels(tuple(written), path if written else None, tuple(told))


PREFIXES = {Lettre.ENVOI: "", Lettre.RELANCE: "Relance - "}


_PART = regex(r" \(\d+ de \d+\)$")


def _find_service(programme: Programme, nom: str) -> Service:
    found = (service for service in programme.listes.services if fold(service.nom) == fold(nom))
    return next(found, Service(nom))


def _split(envois: Sequence[Envoi]) -> Iterator[list[tuple[Envoi, PieceJointe]]]:
    """The files in as many lots as mails are needed; one that is too heavy alone travels alone."""
    lot: list[tuple[Envoi, PieceJointe]] = []
    weight = _TEXT
    ranks = {envoi.chemin: rank for rank, envoi in reversed(list(enumerate(envois)))}
    for envoi in sorted(envois, key=lambda envoi: ranks[envoi.chemin]):
        if lot and lot[-1][0].chemin == envoi.chemin:  # another fiche of the same workbook
            lot.append((envoi, lot[-1][1]))
            continue
        piece = PieceJointe(envoi.chemin.name, _read(envoi.chemin))
        if lot and weight + weigh(piece) > MAX_MESSAGE:
            yield lot
            lot, weight = [], _TEXT
        lot.append((envoi, piece))
        weight += weigh(piece)
    yield lot


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise FicheToolError(
            f"« {show_path(path)} » ne peut pas être joint ({say_fault(fault)}). Fermez-le s'il est ouvert, puis "
            "recommencez."
        ) from fault


def _say_service(
    service: Service, paths: Sequence[Path], lots: Sequence[Sequence[tuple[Envoi, PieceJointe]]]
) -> Iterator[str]:
    """What the secretariat must know of the drafts of a service."""
    nom = f"le service « {service.nom} »" if service.nom else "les actions sans service"
    if not parse_adresses(service.courriel).lues:
        yield (
            f"Pas d'adresse pour {nom} : le message « {paths[0].name} » est prêt, sans destinataire. Ajoutez-la "
            "dans la feuille Listes de programme.xlsx, colonne Courriel."
        )
    for lot in lots:
        if len({envoi.chemin for envoi, _ in lot}) == 1 and weigh(lot[0][1]) + _TEXT > MAX_MESSAGE:
            yield (
                f"« {lot[0][1].nom} » pèse à lui seul {len(lot[0][1].contenu) // 1_000_000} Mo : bien des serveurs de "
                "messagerie le refuseront. Déposez-le plutôt sur un lecteur commun."
            )


# --- words -----------------------------------------------------------------------------------------------------------
def _compose(
    courrier: Courrier,
    service: Service,
    lot: Sequence[tuple[Envoi, PieceJointe]],
    part: tuple[int, int] | None,
    calendrier: PieceJointe,
) -> Brouillon:
    parametres, envois = courrier.programme.parametres, [envoi for envoi, _ in lot]
    suite = f"\n\nMessage {part[0]} sur {part[1]} : les fichiers sont trop lourds pour un seul." if part else ""
    mots = {
        "CPAS": parametres.cpas,
        "organe": parametres.organe,
        "législature": parametres.legislature,
        "séance": show_long(courrier.seance),
        "service": service.nom or SANS_SERVICE,
        "personne": one_line(service.personne),
        "délai": say_delai(courrier.seance, courrier.reponse_avant),
        "fiches": say_count(envois),
        "liste": "\n".join(_list_lines(envois)) + suite,
        "contact": show_contact(parametres.contact) if parametres.contact else "Répondez à ce message.",
    }
    objet, texte = courrier.gabarit.fill(mots)
    objet += f" ({part[0]}/{part[1]})" if part else ""
    files = list({envoi.chemin: piece for envoi, piece in lot}.values())
    pieces = [_apart(piece, rank, files) for rank, piece in enumerate(files)]
    return Brouillon(_recipients(service), objet, typographe(texte), [*pieces, calendrier])


def _recipients(service: Service) -> Sequence[Adresse]:
    """The addresses of a service; the one person that Listes names goes with the one address."""
    found = parse_adresses(service.courriel).lues
    if len(found) == 1 and not found[0].nom:
        return (Adresse(found[0].courriel, one_line(service.personne)),)
    return found


def _apart(piece: PieceJointe, rank: int, files: Sequence[PieceJointe]) -> PieceJointe:
    """A file whose name is also that of an earlier one of the mail (a service renamed by case) gets a number."""
    earlier = sum(same_name(other.nom) == same_name(piece.nom) for other in files[:rank])
    if not earlier:
        return piece
    stem, _, suffix = piece.nom.rpartition(".")
    return PieceJointe(f"{stem} ({earlier + 1}).{suffix}", piece.contenu, piece.genre)


def say_delai(seance: date, reponse_avant: date | None) -> str:
    """« au plus tard le 18 novembre 2026 », or before the séance where no day was given."""
    if reponse_avant is None:
        return f"avant la séance du {show_long(seance)}"
    return f"au plus tard le {show_long(reponse_avant)}"


def say_count(envois: Sequence[Envoi]) -> str:
    """« 7 fiches », « 2 fiches à remplir et 1 copie à corriger »."""
    groups = group_by(envois, lambda envoi: envoi.demande)
    parts = []
    for demande, same in groups.items():
        noun, todo, _ = demande.value
        parts.append(f"{count_words(len(same), noun)} {todo}".rstrip())
    return " et ".join(parts)


def _list_lines(envois: Sequence[Envoi]) -> Iterator[str]:
    """One line a file, under what is asked with it; what is to be said of it below."""
    for rank, (demande, same) in enumerate(group_by(envois, lambda envoi: envoi.demande).items()):
        titre = demande.value[2]
        yield from [""] if rank else []
        yield from [titre] if titre else []
        for envoi in same:
            who = f" (réponse de {envoi.reponse_de})" if envoi.reponse_de else ""
            yield f"- {show_numero(envoi.action)} : {envoi.action.libelle}{who}"
            yield from (f"    • {detail}" for detail in envoi.details)


def _remove_stale(folder: Path, lettre: Lettre, written: Sequence[Path], stems: Collection[str] | None) -> None:
    """Remove the drafts of an earlier run that are no longer due: what begins as ours does, and nothing else.

    `stems` are those of the services that were asked for; None for all.
    """
    kept = {same_name(path.name) for path in written}
    prefix = same_name(PREFIXES[Lettre.RELANCE])
    for path in sorted(folder.glob("*.eml")):
        reminder = same_name(path.name).startswith(prefix)
        asked = stems is None or same_name(_PART.sub("", path.stem)) in stems
        if asked and same_name(path.name) not in kept and reminder is (lettre is Lettre.RELANCE):
            with suppress(OSError):  # one that is open stays: it says nothing wrong of a later run
                if _is_ours(path):
                    path.unlink()


def _is_ours(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(_OURS)) == _OURS
