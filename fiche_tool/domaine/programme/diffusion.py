"""What may leave the centre: which data its public page shows, up to which séance its pages are adopted."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Diffusion:
    """The settings of what is published and exchanged. Nothing that names a person or money is public by default.

    `adoptee` is the last séance whose page is adopted: later ones are a « projet ». `personnes` are the responsables
    administratifs and the porteurs, `adresses` the e-mail addresses, the contact among them. `ins` is the code of the
    commune, which eComptes asks for.
    """

    adoptee: date | None = None
    descriptions: bool = False
    indicateurs: bool = False
    partenaires: bool = False
    mandataires: bool = False
    personnes: bool = False
    commentaires: bool = False
    budget: bool = False
    adresses: bool = False
    ins: str = ""

    def adopted(self, seance: date) -> bool:
        """True for a séance whose page is no longer a projet."""
        return self.adoptee is not None and seance <= self.adoptee
