"""The one document and its signals."""

from sketchxai_desktop.session.overlay import Overlay, PlaceMap, Preview
from sketchxai_desktop.session.session import RunState, Session

__all__ = ["Overlay", "PlaceMap", "Preview", "RunState", "Session"]
