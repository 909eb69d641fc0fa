"""From files to graphs: formats, datasets, and the check that what was read may be used."""
