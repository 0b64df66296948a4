"""fiche_tool: the fiches action of a CPAS's Programme stratégique transversal, sent out and merged back.

The words of the code are those of the sheets:

- *programme*: the whole PST of a centre; *volet*, *axe*, *objectif stratégique* (OS), *objectif opérationnel* (OO),
  *action*: its levels;
- *fiche*: the Excel form of one action; *modèle*: the blank form; *champ*: one field of it; *saisie*: what was typed;
- *séance*: the meeting of the bureau permanent that fiches are made for, known by its date;
- *retour*: a file that came back; *lecture*: what reading it gave; *anomalie*: what is wrong or worth a remark;
- *registre*: every value accepted so far; *synthèse*: the workbook made of it.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fiche_tool.demo import run_demo as run_demo
    from fiche_tool.verbes.collect import collect as collect
    from fiche_tool.verbes.create import create as create
    from fiche_tool.verbes.generate import generate as generate
    from fiche_tool.verbes.importer import import_document as import_document
    from fiche_tool.verbes.verify import verify as verify

_HOMES = {
    "collect": "verbes.collect",
    "create": "verbes.create",
    "generate": "verbes.generate",
    "import_document": "verbes.importer",
    "run_demo": "demo",
    "verify": "verbes.verify",
}
__all__ = ["collect", "create", "generate", "import_document", "run_demo", "verify"]


def __getattr__(nom: str) -> Any:
    """Load a verb on first use: `import fiche_tool` must stay light for the command line."""
    if nom == "__version__":
        from importlib.metadata import version

        return version("fiche-tool")
    if nom in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"fiche_tool.{_HOMES[nom]}"), nom)
    raise AttributeError(f"module 'fiche_tool' has no attribute {nom!r}")
