"""Files for other programs: eComptes, CSV, JSON; what eComptes gives back, beside the lines of the fiches."""
