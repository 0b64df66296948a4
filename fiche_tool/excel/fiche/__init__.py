"""One fiche: written from the model, read when it comes back, marked when it is to be corrected."""
