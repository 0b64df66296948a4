"""Build hook: puts into a standard wheel, and there alone, the files of templates/ and samples/ that the tool reads."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

READ = (
    "templates/fiche_action.xlsx",
    "templates/*.txt",
    "samples/*/programme.xlsx",
    "samples/*/reponses.toml",
    "samples/*/retour.ods",
)


class DataHook(BuildHookInterface):
    """Adds the data under fiche_tool/data. An editable install reads them where they lie in the repository."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name each file to include, before the wheel is built."""
        if version == "standard":
            root = Path(self.root)
            found = [path.relative_to(root).as_posix() for pattern in READ for path in root.glob(pattern)]
            build_data["force_include"].update({name: f"fiche_tool/data/{name}" for name in sorted(found)})
