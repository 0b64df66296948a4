"""Champ: one field of a form, declared once; model, pre-fill, reader, rules and synthesis derive from it."""

from dataclasses import dataclass

from fiche_tool.domaine.fiche.kinds import Kind

PREFIXE = "pst_"
"""What the workbook name of every champ begins with."""


@dataclass(frozen=True, slots=True)
class Champ:
    """One field. `nom` is the word in the code and in JSON; `label` the words on the sheet.

    `liste` names the drop-down list of the model, `multiple` allows several of its entries parted by « ; ».
    `requis`: a fiche without it is not complete, which is a remark and never an error.
    `verrouille`: pre-filled, closed to typing, compared with the programme on return.
    """

    nom: str
    label: str
    kind: Kind
    aide: str = ""
    verrouille: bool = False
    liste: str = ""
    multiple: bool = False
    requis: bool = False

    @property
    def nom_de_cellule(self) -> str:
        """The workbook name that points at the field's cell."""
        return PREFIXE + self.nom
