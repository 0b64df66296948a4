"""The public page of a PST: what of it is public, as a page shows it, and the templates that lay it out."""
