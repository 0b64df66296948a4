"""Run the command line with `python -m fiche_tool`."""

from fiche_tool.cli import main

if __name__ == "__main__":
    main()
