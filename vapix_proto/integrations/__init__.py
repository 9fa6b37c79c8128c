"""Other libraries' ways to this one; each module imports its library only when used."""
