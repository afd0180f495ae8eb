"""The documents, and the program that generates the reference: ``python -m docs.generate``."""
