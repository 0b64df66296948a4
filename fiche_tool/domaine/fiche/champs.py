"""Champ: one field of a form, declared once; model, pre-fill, reader, rules and synthesis derive from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic

from fiche_tool.domaine.fiche.kinds import Kind, T_co

PREFIXE = "pst_"
"""What the workbook name of every champ begins with."""


@dataclass(frozen=True, slots=True)
class EnSynthese:
    """Where the synthesis shows a field: its heading in « Données » and in the annex, empty where it is not there."""

    donnees: str = ""
    annexe: str = ""


NULLE_PART = EnSynthese()


@dataclass(frozen=True, slots=True)
class Champ(Generic[T_co]):
    """One field, whose values are of its kind. `nom` is the word in the code and in JSON; `label` those on the sheet.

    `liste` names the drop-down list of the model, `multiple` allows several of its entries parted by « ; ».
    `requis`: a fiche without it is not complete, which is a remark and never an error.
    `verrouille`: pre-filled, closed to typing, compared with the programme on return.
    `depuis`: the version of the model it was born in; a fiche of an older one was not asked for it.
    """

    nom: str
    label: str
    kind: Kind[T_co]
    aide: str = ""
    verrouille: bool = False
    liste: str = ""
    multiple: bool = False
    requis: bool = False
    depuis: int = 1
    synthese: EnSynthese = NULLE_PART

    @property
    def nom_de_cellule(self) -> str:
        """The workbook name that points at the field's cell."""
        return PREFIXE + self.nom


def lire(valeurs: Mapping[str, object], champ: Champ[T_co]) -> T_co | None:
    """The value of a field among the values of a fiche, None where it is not filled in.

    Raises TypeError for a value of another type than the field's: it did not come through the field's kind.
    """
    valeur = valeurs.get(champ.nom)
    if valeur is None or isinstance(valeur, champ.kind.classe):
        return valeur
    raise TypeError(f"{champ.nom} : {type(valeur).__name__} au lieu de {champ.kind.classe.__name__}")
