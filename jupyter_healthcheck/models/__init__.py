"""Plain facts: frozen dataclasses and string enums, standard library only."""
