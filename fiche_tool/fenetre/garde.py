"""Who may speak to the window: this machine, this browser, its own pages; everything else is turned away in a sentence.

A page of another site can reach 127.0.0.1, under a name of its own too (DNS rebinding): the address that the browser
says it speaks to (Host) is what tells it apart, and is asked before anything else.
"""

import hmac
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

ENTETES: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # « no-referrer » would have forms sent with the origin « null »
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""On every answer: nothing but our own files runs or is shown, nowhere else, and nothing is kept."""
CHAMP_FORMULAIRE = "jeton"
ENTETE_FORMULAIRE = "X-Jeton"
_LIRE = ("GET", "HEAD")


@dataclass(slots=True)
class Garde:
    """The secrets of one window: the token of its first address, good once; its browser's cookie; that of its forms.

    Its pages lie below a path that nobody can guess: the cookie is for that path, so that a browser, to which the ports
    of a machine are one site, does not show it to another program's page.
    """

    port: int = 0
    prefixe: str = field(default_factory=lambda: f"/{secrets.token_urlsafe(9)}", repr=False)
    entree: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    formulaire: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    _entree_servie: bool = False
    _verrou: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def cookie(self) -> str:
        """The name of the cookie: with the port, for the windows of one machine share a host."""
        return f"fiche_tool_{self.port}"

    @property
    def adresse(self) -> str:
        """What the window is reached at, once."""
        return f"http://127.0.0.1:{self.port}{self.prefixe}/entrer?jeton={self.entree}"

    def exchange(self, jeton: str) -> bool:
        """True, once, for the token of the first address: it is then worth nothing."""
        with self._verrou:
            good = not self._entree_servie and same(jeton, self.entree)
            self._entree_servie = self._entree_servie or good
        return good

    def knows_host(self, host: str) -> bool:
        """True for the names of this machine and our own port, and for nothing else."""
        return host.lower() in (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    def knows_browser(self, cookie: str) -> bool:
        """True for the cookie that the first address was exchanged for."""
        return same(cookie, self.session)

    def is_own_page(self, methode: str, host: str, origin: str, site: str) -> bool:
        """True for what our own pages ask, or the person by the address bar; what writes must show its origin."""
        if site not in ("", "same-origin", "none"):
            return False
        if methode in _LIRE:
            return True
        return origin.lower() == f"http://{host.lower()}" or (not origin and site == "same-origin")

    def knows_form(self, jeton: str) -> bool:
        """True for a form, or a script, of a page that we gave to this browser."""
        return same(jeton, self.formulaire)


def same(given: str, wanted: str) -> bool:
    """Compare two secrets in a time that says nothing of them."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode())
