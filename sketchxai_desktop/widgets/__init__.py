"""The views of the window. Each knows the session and never another widget."""
