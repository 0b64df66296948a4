"""The hierarchy of a PST, its faults, the identifiants of its actions."""
