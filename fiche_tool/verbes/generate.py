"""Generating one pre-filled fiche per live action, sorted by service."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.fiche.fiche import lire_budget
from fiche_tool.domaine.mots.textes import fold, shorten
from fiche_tool.domaine.programme.programme import Action, Programme, show_numero
from fiche_tool.dossier.assign import Attribution, assign_identifiants
from fiche_tool.dossier.dossier import Dossier, open_dossier, safe_name, same_name, sweep_leftovers, write_atomically
from fiche_tool.dossier.load import load_atelier, load_programme
from fiche_tool.dossier.progres import Progres, silent
from fiche_tool.dossier.seances import refuse_outside
from fiche_tool.excel.fiche.write_fiche import write_fiche
from fiche_tool.registres.source import bring_up_to_date


@dataclass(frozen=True, slots=True)
class Generation:
    """What was generated: the folder of the séance, the new fiches, those already there and left alone."""

    dossier: Path
    ecrites: tuple[Path, ...]
    gardees: tuple[Path, ...]
    avertissements: tuple[str, ...]
    anomalies: tuple[Anomalie, ...]
    attribution: Attribution | None = field(default=None, hash=False)

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
    progres: Progres = silent,
) -> Generation:
    """Write the fiches of a séance under fiches/<séance>/<service>/, each carrying the latest accepted values.

    New actions of programme.xlsx get their identifiant first, written into it after a backup.

    The values come from the newest register; returns that no register holds are collected first, and it is said.
    `service` and `action` (an identifiant) narrow the choice. A fiche already there is kept unless `remplacer`.
    Raises FicheToolError where the programme cannot serve or nothing matches.
    """
    dossier = open_dossier(racine)
    charge = load_programme(dossier)
    refuse_outside(dossier, charge.programme.parametres, seance)
    attribution = assign_identifiants(dossier, seance, charge)
    if attribution is not None:
        charge = attribution.charge
    programme = charge.programme.at(seance)
    chosen = _choose(programme, service, action)
    atelier = load_atelier(dossier, programme)
    source = bring_up_to_date(dossier, charge, seance)
    etats, historique = source.etats(programme), source.historique
    ecrites: list[Path] = []
    gardees: list[Path] = []
    avertissements: list[str] = []
    for rank, (path, item) in enumerate(name_fiches(dossier, chosen, seance).items(), 1):
        progres("Écriture des fiches", rank, len(chosen))
        if path.exists() and not remplacer:
            gardees.append(path)
            continue
        valeurs = etats[item.identifiant].fiche()
        lignes = lire_budget(valeurs)
        if len(lignes) > atelier.capacite:
            avertissements.append(
                f"« {path.name} » : le modèle a {atelier.capacite} lignes budgétaires, l'action en a {len(lignes)} ; "
                "les dernières restent au registre mais ne sont pas sur la fiche."
            )
        etapes = historique.get(item.identifiant, ())
        write_atomically(path, write_fiche(atelier, item, seance, valeurs, etapes, source.nom))
        ecrites.append(path)
    sweep_leftovers(ecrites)
    told = (*source.avertissements, *avertissements)
    return Generation(dossier.fiches(seance), tuple(ecrites), tuple(gardees), told, charge.anomalies, attribution)


def name_fiches(dossier: Dossier, actions: list[Action], seance: date) -> dict[Path, Action]:
    """The path of each action's fiche: folder of its service, then volet, number and the first words of its libellé.

    No two are one file on a disk that folds case or accents, and a service written in two cases has one folder.
    """
    paths: dict[Path, Action] = {}
    services: dict[str, str] = {}
    taken: set[str] = set()
    for action in actions:
        service = safe_name(action.service or "Sans service", 40)
        folder = dossier.fiches(seance) / services.setdefault(same_name(service), service)
        axe = f" axe {action.axe}" if action.axe else ""
        stem = safe_name(f"{action.volet}{axe} {action.numero} {shorten(action.libelle, 48).rstrip('… (,;:-–')}", 70)
        path = folder / f"{stem}.xlsx"
        if same_name(str(path)) in taken:
            path = folder / f"{stem} ({action.identifiant}).xlsx"
        taken.add(same_name(str(path)))
        paths[path] = action
    return paths


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
