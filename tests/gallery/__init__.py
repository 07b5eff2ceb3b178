"""Pictures of every screen, in each size and theme: ``python -m tests.gallery FOLDER``."""
