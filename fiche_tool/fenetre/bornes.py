"""What one drop may weigh and count: asked while it arrives, by the server, by the pages and by their script."""

MAX_FICHIER = 20 * 2**20
"""Bytes of one file."""
MAX_FICHIERS = 500
"""Files of one drop."""
MAX_ENVOI = 100 * 2**20
"""Bytes of one drop: the page sends what is more in several."""
MAX_CHAMPS = 1000
"""Fields of a form beside its files: « Points à trancher » has three a point."""
