"""The machine that a program runs on: files that start the program at boot, and a check of the machine."""
