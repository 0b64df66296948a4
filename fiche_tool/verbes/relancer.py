"""Reminding: drafts for what is missing at a séance and for what comes back to be corrected, one per service."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fiche_tool.courriels.brouillons import Courriels, Courrier, Demande, Envoi, write_courriels
from fiche_tool.courriels.gabarit import Lettre, load_gabarit
from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.fiche.fiche import LABELS
from fiche_tool.domaine.fusion.admission import A_REPONDU
from fiche_tool.domaine.fusion.registre import Registre
from fiche_tool.domaine.fusion.reponse import Reponse
from fiche_tool.domaine.grand_livre.retour import Retour
from fiche_tool.domaine.grand_livre.sorts import StatutRetour
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.textes import fold, shorten
from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.domaine.programme.programme import Programme, show_numero
from fiche_tool.dossier.copies import due_copies, faults_of
from fiche_tool.dossier.dossier import Dossier, open_dossier
from fiche_tool.dossier.envois import find_sent, keep_reponse_avant
from fiche_tool.dossier.load import load_programme
from fiche_tool.registres.apercu import find_uncollected, preview
from fiche_tool.registres.chaine import Chaine, find_chaine, is_closed

_SHOWN, _WIDTH = 6, 400
"""How many faults of a copy the mail tells, and the characters of each; the copy itself has them all."""


@dataclass(frozen=True, slots=True)
class Relance:
    """The reminders written, and how many fiches they ask for.

    `manquantes` are the fiches to fill in, `a_corriger` the copies; `reponse_avant` is the last day for answering.
    """

    seance: date
    dossier: Path
    messages: tuple[Path, ...]
    manquantes: int
    a_corriger: int
    reponse_avant: date | None = None
    calendrier: Path | None = None
    avertissements: tuple[str, ...] = ()

    def __repr__(self) -> str:
        counts = f"messages={len(self.messages)}, manquantes={self.manquantes}, a_corriger={self.a_corriger}"
        return f"Relance({self.seance}, {counts})"


def remind(
    racine: Path, seance: date | None = None, *, service: str = "", reponse_avant: date | None = None
) -> Relance:
    """Write the reminders of a séance, the latest one where left out, under courriels/<séance>/.

    What is missing goes with its fiche, what is to be corrected with its marked copy and what is wrong, a line each.
    Raises FicheToolError where nothing was sent, files wait to be collected, the séance is closed, or a letter, the
    programme or a register cannot serve.
    """
    dossier = open_dossier(racine)
    gabarit = load_gabarit(dossier, Lettre.RELANCE)
    programme = load_programme(dossier).programme
    chaine = find_chaine(dossier)
    jour = _choose_seance(dossier, chaine, seance)
    registre = preview(chaine, programme, jour)
    copies = due_copies(dossier, registre)
    if find_uncollected(chaine, registre) or not all(path.exists() for path in copies):
        raise FicheToolError(
            f"Des fichiers de la séance du {show_date(jour)} ne sont pas encore collectés, ou leurs copies à corriger "
            f'ne sont plus là. Lancez d\'abord : fiche-tool collecter "{racine}" --seance {jour.isoformat()}'
        )
    sent = find_sent(dossier, jour)
    missing = tuple(_missing(registre, sent))
    faulty = tuple(_to_correct(copies))
    chosen = [envoi for envoi in (*missing, *faulty) if not service or fold(envoi.action.service) == fold(service)]
    _refuse_unknown(registre.programme, service)
    limite = keep_reponse_avant(dossier, jour, reponse_avant)
    courrier = Courrier(dossier, registre.programme, jour, limite, Lettre.RELANCE, gabarit)
    drafts: Courriels = write_courriels(courrier, chosen, whole=not service)
    return Relance(
        jour,
        dossier.courriels(jour),
        drafts.messages,
        sum(envoi.demande is Demande.REMPLIR for envoi in chosen),
        sum(envoi.demande is Demande.CORRIGER for envoi in chosen),
        limite,
        drafts.calendrier,
        (*drafts.avertissements, *_say_unsent(registre, sent), *_say_to_attach(copies)),
    )


def _choose_seance(dossier: Dossier, chaine: Chaine, seance: date | None) -> date:
    """The séance to remind of. Raises FicheToolError where no fiche was sent for it, or it is closed."""
    known = [jour for jour in dossier.seances() if dossier.fiches(jour).is_dir()]
    jour = seance or max(known, default=None)
    if jour is None or jour not in known:
        shown = f"la séance du {show_date(jour)}" if jour else "aucune séance"
        others = f" Séances connues : {', '.join(map(show_date, known))}." if known else ""
        missing = f"Aucune fiche n'a été générée pour {shown}" if jour else "Aucune fiche n'a encore été générée"
        raise FicheToolError(f"{missing} : il n'y a rien à relancer.{others}")
    if is_closed(chaine, jour):
        raise FicheToolError(
            f"La séance du {show_date(jour)} est close : d'autres reposent sur elle. Relancez plutôt pour la séance du "
            f"{show_date(max(known))}."
        )
    return jour


def _refuse_unknown(programme: Programme, service: str) -> None:
    services = sorted({action.service for action in programme.actives})
    if service and fold(service) not in map(fold, services):
        shown = ", ".join(f"« {nom} »" for nom in services)
        raise FicheToolError(f"Aucune action du service « {service} ». Services du programme : {shown}.")


def _missing(registre: Registre, sent: Mapping[str, Path]) -> Iterator[Envoi]:
    """The live actions that nobody answered for and whose fiche was sent."""
    notes = _notes(registre)
    for action in registre.programme.actives:
        path = sent.get(action.identifiant)
        if path is not None and action.identifiant not in registre.recues:
            note = notes.get(action.identifiant)
            yield Envoi(action, Demande.REMPLIR, path, (note,) if note else ())


def _notes(registre: Registre) -> dict[str, str]:
    """By action, what became of an answer of this séance that does not count as one."""
    found: dict[str, str] = {}
    for retour in registre.retours:
        action, note = retour.action or retour.proposition, _note(retour)
        if action is not None and note and retour.seance == registre.seance:
            found.setdefault(action.identifiant, note)
    return found


def _note(retour: Retour) -> str:
    """What became of an answer that does not count, told beside the fiche that is asked for again."""
    match retour.statut:
        case StatutRetour.TELLE_QUELLE:
            return "elle nous est revenue telle quelle : rien n'y est rempli ni signé"
        case StatutRetour.A_REDEMANDER:
            how = retour.suite.strip("()").removeprefix(A_REPONDU).strip()
            return f"vous avez répondu {how} : cela ne se relit pas, recopiez vos réponses dans la fiche jointe"
    return ""


def _to_correct(copies: Mapping[Path, Retour]) -> Iterator[Envoi]:
    """The marked copies, each with what is wrong; those to be attached first are for the secretariat to look at."""
    for path, retour in copies.items():
        if retour.action is not None and retour.proposition is None:
            faults = list(dict.fromkeys(map(_say_fault, faults_of(retour))))
            more = [f"… et {len(faults) - _SHOWN} de plus, dans la copie"] if len(faults) > _SHOWN else []
            shown = (*faults[:_SHOWN], *more)
            yield Envoi(retour.action, Demande.CORRIGER, path, shown, Reponse(retour.lecture).par)


def _say_fault(anomalie: Anomalie) -> str:
    """What is to be done, with the cell it is about where the sentence does not name it."""
    champ, texte = anomalie.champ.partition(".")[0], anomalie.pour_le_service
    label = LABELS.get(champ, "")
    told = texte if fold(label) in fold(texte) else f"{label} – {texte}"
    return shorten(f"{told[:1].upper()}{told[1:]}", _WIDTH)


def _say_unsent(registre: Registre, sent: Mapping[str, Path]) -> Iterator[str]:
    left = [a for a in registre.programme.actives if a.identifiant not in {*sent, *registre.recues}]
    if left:
        many = len(left) > 1
        names = shorten(", ".join(map(show_numero, left)), 200)
        yield (
            f"{say_count(len(left), 'action')} sans réponse n'{'ont' if many else 'a'} pas de fiche à cette "
            f"séance ({names}) : « generer » {'les' if many else 'la'} prépare."
        )


def _say_to_attach(copies: Mapping[Path, Retour]) -> Iterator[str]:
    left = [path for path, retour in copies.items() if retour.proposition is not None]
    if left:
        yield (
            f"{say_count(len(left), 'copie')} « À rattacher » : à vous de vérifier d'abord de quelle "
            f"action il s'agit ({shorten(', '.join(path.name for path in left), 200)})."
        )
