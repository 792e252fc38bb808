"""The one exception type whose message is meant for a person."""

from __future__ import annotations

from sketchxai_desktop.core.sentences import SentenceError


class UserError(SentenceError):
    """Something the user gave us cannot be used.

    Made of a template and its values: ``UserError("{path} holds no drawings.", path=path)``. ``str(error)`` is a
    complete sentence (or a few) in English: what was wrong, where, and what to do.
    The command line prints it and exits with 2; the window shows it in its own language (`workers.saying.said`).
    Anything else that is raised is a defect of ours and is reported as one.
    """
