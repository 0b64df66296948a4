"""What stops the tool, said in one French sentence."""


class FicheToolError(Exception):
    """The run cannot go on. The message is the whole text shown: what, where, what to do."""
