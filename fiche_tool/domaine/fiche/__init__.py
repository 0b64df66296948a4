"""The fiche action as declared: kinds, champs, the form, and what reading one gives."""
