"""How an action fares, in the four words that the sector's own tool uses, with what people write for them."""

from collections.abc import Mapping, Sequence

SANTES: Mapping[str, Sequence[str]] = {
    "Bon": ("bonne", "ok", "vert", "bien", "tout va bien"),
    "Risque": ("à risque", "en risque", "risques", "orange", "à surveiller"),
    "Blocage": ("bloqué", "bloquée", "bloquant", "rouge"),
    "En pause": ("pause", "mis en pause", "mise en pause", "à l'arrêt"),
}
"""Each word with its synonyms, the best first."""
