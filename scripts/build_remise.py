"""Make fiche_tool-<version>-windows.zip of a wheel: what a secretary extracts, and double-clicks installer.cmd in.

`python scripts/build_remise.py dist/fiche_tool-0.1.0-py3-none-any.whl` writes it beside the wheel.
"""

import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
FICHIERS = ("installer.cmd", "desinstaller.cmd", "installation.py")
LISEZMOI = (
    "Pour installer fiche_tool, ou passer à une version plus récente : double-cliquez sur installer.cmd.",
    "Pour le retirer : double-cliquez sur desinstaller.cmd. Les dossiers de vos PST restent où ils sont.",
    "Pour l'informatique : informatique.md. À joindre aux fiches, si vous voulez : chef_de_service.pdf.",
)
_MORNING = (2020, 1, 1, 0, 0, 0)


def build_remise(wheel: Path) -> Path:
    """The zip of a wheel, beside it; the same bytes for the same wheel."""
    version = wheel.name.split("-")[1]
    target = wheel.with_name(f"fiche_tool-{version}-windows.zip")
    content = {name: (ROOT / "windows" / name).read_bytes() for name in FICHIERS}
    content[wheel.name] = wheel.read_bytes()
    for name in ("informatique.md", "chef_de_service.pdf"):
        content[name] = (ROOT / "docs" / name).read_bytes()
    content["LISEZMOI.txt"] = "".join(f"{line}\r\n" for line in LISEZMOI).encode("utf-8-sig")
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in content.items():
            info = zipfile.ZipInfo(f"fiche_tool-{version}/{name}", _MORNING)
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return target


if __name__ == "__main__":
    print(build_remise(Path(sys.argv[1])))
