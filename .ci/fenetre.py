"""The window of an installed program, on pst-demo: its pages, its style and its script are in it."""

import http.cookiejar
import subprocess
import sys
import urllib.request

command = [sys.argv[1], "ouvrir", "pst-demo", "--sans-navigateur"]
with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as window:
    assert window.stdout is not None
    address = window.stdout.readline().split()[-1]
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    assert "CPAS d&#39;Engis" in browser.open(address, timeout=60).read().decode()
    for name in ("fenetre.css", "fenetre.js"):
        assert browser.open(f"{address.partition('/entrer')[0]}/statique/{name}", timeout=60).status == 200
    window.terminate()
