"""Write samples/engis/retour.ods: the demonstration's answer that LibreOffice saved. Needs soffice on the PATH."""

import subprocess
import tempfile
import tomllib
from pathlib import Path

from fiche_tool.demo import EXEMPLE, to_contenu
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.resources import SAMPLES
from fiche_tool.verbes.create import create
from fiche_tool.verbes.generate import generate


def build(target: Path) -> None:
    """Generate the fiche of the answer marked « ods », type the answer in, and have LibreOffice save it as .ods."""
    script = tomllib.loads((SAMPLES / EXEMPLE / "reponses.toml").read_text(encoding="utf-8"))
    reponse = next(item for item in script["reponses"] if item["genre"] == "ods")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "pst"
        create(root, EXEMPLE)
        (fiche,) = generate(root, script["seance"], action=reponse["identifiant"]).ecrites
        champs = {nom: to_contenu(valeur) for nom, valeur in reponse["champs"].items()}
        budget = [{nom: to_contenu(valeur) for nom, valeur in ligne.items()} for ligne in reponse.get("budget", ())]
        filled = Path(folder) / "retour.xlsx"
        filled.write_bytes(type_in(fiche.read_bytes(), champs, budget))
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = ["soffice", "--headless", profile, "--convert-to", "ods", "--outdir", folder, str(filled)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        target.write_bytes((Path(folder) / "retour.ods").read_bytes())


if __name__ == "__main__":
    build(SAMPLES / EXEMPLE / "retour.ods")
    print(SAMPLES / EXEMPLE / "retour.ods")
