"""Pages for a browser, each one file that loads nothing: light and dark, printable. No Qt here."""
