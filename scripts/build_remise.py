"""Make fiche_tool-<version>-windows.zip of a wheel: what a secretary extracts, and double-clicks installer.cmd in.

`python scripts/build_remise.py dist/fiche_tool-0.1.0-py3-none-any.whl` writes it beside the wheel. The pages of docs/
are in it as web pages, to be read without anything installed.
"""

import html
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt

from fiche_tool.domaine.mots.typographie import typographe

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
INSTALLATION = ("installer.cmd", "desinstaller.cmd", "installation.py")
AIDE = "aide"
"""The folder of the pages."""
LISEZMOI = (
    "Pour installer fiche_tool, ou passer à une version plus récente : double-cliquez sur installer.cmd.",
    "Ensuite, le mois d'une séance, pas à pas : aide\\guide.html.",
    "Pour l'informatique : aide\\informatique.html. À joindre aux fiches, si vous voulez : aide\\chef_de_service.pdf.",
    "Pour retirer fiche_tool : double-cliquez sur desinstaller.cmd. Les dossiers de vos PST restent où ils sont.",
)
_TAGS = re.compile(r"(<pre>.*?</pre>|<code>.*?</code>|<[^>]+>)", re.DOTALL)
"""What typography leaves alone."""
_MORNING = (2020, 1, 1, 0, 0, 0)
_STYLE = """
body { font: 16px/1.5 Calibri, Carlito, "Segoe UI", sans-serif; color: #1c1c1c; max-width: 62rem; margin: 1.5rem auto;
  padding: 0 1rem }
h1, h2, h3 { color: #1f4e79; line-height: 1.2 } h2 { margin-top: 2rem }
code { background: #eef2f6; padding: 0 .2em } pre { background: #eef2f6; padding: .6rem; overflow: auto }
pre code { padding: 0 } img { max-width: 100%; border: 1px solid #8aa }
table { border-collapse: collapse } td, th { border: 1px solid #8aa; padding: .3rem .6rem; vertical-align: top;
  text-align: left }
"""


def build_remise(wheel: Path) -> Path:
    """The zip of a wheel, beside it; the same bytes for the same wheel."""
    version = wheel.name.split("-")[1]
    target = wheel.with_name(f"fiche_tool-{version}-windows.zip")
    content = {name: (ROOT / "windows" / name).read_bytes() for name in INSTALLATION}
    content[wheel.name] = wheel.read_bytes()
    content["LISEZMOI.txt"] = "".join(f"{line}\r\n" for line in LISEZMOI).encode("utf-8-sig")
    content |= dict(_pages())
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in content.items():
            info = zipfile.ZipInfo(f"fiche_tool-{version}/{name}", _MORNING)
            info.compress_type = zipfile.ZIP_STORED if name.endswith((".whl", ".png")) else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return target


def _pages() -> Iterator[tuple[str, bytes]]:
    for page in (ROOT / "README.md", ROOT / "SECURITY.md", *sorted(DOCS.glob("*.md"))):
        yield f"{AIDE}/{page.stem}.html", convert(page.read_text(encoding="utf-8")).encode()
    for path in sorted((*DOCS.glob("*.pdf"), *DOCS.glob("images/*.png"))):
        yield f"{AIDE}/{path.relative_to(DOCS).as_posix()}", path.read_bytes()


def convert(texte: str) -> str:
    """A page of ours as a web page that stands beside the others: what leads to one of them leads to its web page."""
    body = MarkdownIt("commonmark").enable("table").render(texte)
    body = re.sub(r"<h(\d)>(.*?)</h\1>", _heading, body)
    body = re.sub(r'((?:href|src)=")(?:\.\./|docs/)?([\w/]+)\.(md|png|pdf)', _place, body)
    body = re.sub(r'<a href="(?:LICENSE|CONTRIBUTING|CHANGELOG)[^"]*">(.*?)</a>', r"\1", body)
    body = "".join(part if part.startswith("<") else typographe(part) for part in _TAGS.split(body))
    title = html.escape(re.sub("<[^>]+>", "", texte.splitlines()[0].lstrip("# ")))
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    return f'<!doctype html>\n<html lang="fr"><head>{head}</head><body>\n{body}</body></html>\n'


def _place(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}.{'html' if found[3] == 'md' else found[3]}"


def _heading(found: re.Match[str]) -> str:
    return f'<h{found[1]} id="{_anchor(found[2])}">{found[2]}</h{found[1]}>'


def _anchor(titre: str) -> str:
    """The name by which a link knows a heading."""
    return re.sub(r"[^\w -]", "", html.unescape(re.sub("<[^>]+>", "", titre)).casefold()).replace(" ", "-")


if __name__ == "__main__":
    print(build_remise(Path(sys.argv[1])))
