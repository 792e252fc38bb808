"""The one document and its signals."""

from sketchxai_desktop.session.session import RunState, Session

__all__ = ["RunState", "Session"]
