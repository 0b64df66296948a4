"""What a programme starts from: a législature, the name to fill in, the two volets of the decree."""

from fiche_tool.domaine.programme.programme import Parametres, Programme, Volet

SANS_NOM = "CPAS de (votre commune)"
VOLETS = (Volet("Interne", "Administration générale"), Volet("Externe", "Développement des politiques"))
"""The volets of a programme that starts empty: the two that the decree of 19 July 2018 names."""


def legislature_of(annee: int) -> tuple[int, int]:
    """The legislature of six years that holds a year: 2019-2024, 2025-2030."""
    start = 2019 + (annee - 2019) // 6 * 6
    return start, start + 5


def empty_programme(annee: int) -> Programme:
    """A programme without objectives, for the legislature that holds a year."""
    start, end = legislature_of(annee)
    return Programme(Parametres(f"pst-{start}-{end}", SANS_NOM, start, end), VOLETS, (), ())
