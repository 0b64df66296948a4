"""French typography: the spaces that must not break, inside guillemets and before the double signs."""

import re

_DOUBLE = re.compile(r"(?<=\S) (?=[:;?!%€»])|(?<=«) ")


def set_spaces(texte: str) -> str:
    """The same text, its spaces no-break where a line must not end: « oui », « 45 % », « le statut : ».

    >>> set_spaces("« T2 2021 » : 45 %") == "«\u00a0T2 2021\u00a0»\u00a0: 45\u00a0%"
    True
    """
    return _DOUBLE.sub("\u00a0", texte)
