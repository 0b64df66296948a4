"""Every constat of the tool, by code."""

from collections.abc import Mapping

from fiche_tool.domaine.constats.anomalies import Constat
from fiche_tool.domaine.constats.constats import CONSTATS
from fiche_tool.domaine.constats.constats_budget import CONSTATS_BUDGET
from fiche_tool.domaine.constats.constats_fusion import CONSTATS_FUSION
from fiche_tool.domaine.constats.constats_lecture import CONSTATS_LECTURE
from fiche_tool.domaine.constats.constats_programme import CONSTATS_PROGRAMME
from fiche_tool.domaine.constats.constats_registres import CONSTATS_REGISTRES
from fiche_tool.domaine.regles.regles import REGLES
from fiche_tool.domaine.regles.regles_budget import LIGNE_AILLEURS, LIGNE_EN_DOUBLE, REGLES_BUDGET
from fiche_tool.domaine.regles.regles_retour import CONSTATS_RETOUR

DECLARES: tuple[Constat, ...] = (
    *CONSTATS,
    *CONSTATS_FUSION,
    *CONSTATS_LECTURE,
    *CONSTATS_REGISTRES,
    *CONSTATS_PROGRAMME,
    *(regle.constat for regle in REGLES),
    *(regle.constat for regle in REGLES_BUDGET),
    LIGNE_EN_DOUBLE,
    LIGNE_AILLEURS,
    *CONSTATS_BUDGET,
    *CONSTATS_RETOUR,
)
"""In the order of the families' declarations."""
CATALOGUE: Mapping[str, Constat] = {constat.code: constat for constat in DECLARES}
