"""The command line: everything that needs no eyes. Imports torch and Qt only in the commands that need them."""
