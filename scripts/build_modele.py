"""Write templates/fiche_action.xlsx from the declaration of the fields."""

from pathlib import Path

from fiche_tool.excel.modele.write_modele import write_modele

if __name__ == "__main__":
    target = Path(__file__).parent.parent / "templates" / "fiche_action.xlsx"
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(write_modele())
    print(target)
