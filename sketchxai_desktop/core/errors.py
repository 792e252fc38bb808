"""The one exception type whose message is meant for a person."""


class UserError(Exception):
    """Something the user gave us cannot be used.

    ``str(error)`` is a complete sentence (or a few): what was wrong, where, and what to do.
    The command line prints it and exits with 2; the window shows it. Anything else that is raised is
    a defect of ours and is reported as one.
    """
