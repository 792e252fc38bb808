"""Sentences for people that can be said in another language than English, made where nothing is known of languages."""

from __future__ import annotations

TYPE_CHECKING = False  # of typing, which takes longer to import than `--version` may
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Sentence(str):
    """English text, a whole sentence or a part of one, that still knows what it was made of.

    It is the English text wherever a `str` is wanted: for the command line, logs and files. The window says it in
    its own language instead: it translates `template` and fills `values` in afterwards (`workers.saying.said`).

        Sentence("There is no stroke {number}.", number=12)

    The template stands there as a whole literal, for tools/update_translations.py reads it, and its fields are names.
    Values can be sentences themselves. A template without values is taken as it is, braces included, and so are
    braces in values.
    """

    template: str
    values: dict[str, object]

    def __new__(cls, template: str, /, **values: object) -> Sentence:
        # Not the exceptions themselves, which hold on to all that was at hand where they were raised.
        values = {name: reason_of(value) if isinstance(value, Exception) else value for name, value in values.items()}
        sentence = super().__new__(cls, template.format(**values) if values else template)
        sentence.template = str(template)
        sentence.values = values
        return sentence


class SentenceError(Exception):
    """An exception that is made as a `Sentence` is, and says it."""

    def __init__(self, template: str, /, **values: object) -> None:
        # Unpickling passes the sentence itself.
        super().__init__(template if isinstance(template, Sentence) else Sentence(template, **values))


def either(names: Sequence[str]) -> str:
    """ "a or b or c"."""
    text, *others = names
    for name in others:
        text = Sentence("{first} or {second}", first=text, second=name)
    return text


def joined(parts: Iterable[str], between: str = " ") -> Sentence:
    """Several sentences, or parts of them, as one: each keeps what it knows."""
    values = {f"part{number}": part for number, part in enumerate(parts)}
    return Sentence(between.join(f"{{{name}}}" for name in values), **values)


#: What systems say most when a file or a server cannot be had; anything else stays as the system says it.
_BY_THE_SYSTEM: dict[str, Sentence] = {
    reason: reason
    for reason in (
        Sentence("No such file or directory"),
        Sentence("Permission denied"),
        Sentence("Is a directory"),
        Sentence("Not a directory"),
        Sentence("No space left on device"),
        Sentence("Read-only file system"),
        Sentence("File name too long"),
        Sentence("Input/output error"),
        Sentence("Disk quota exceeded"),
        Sentence("Connection refused"),
        Sentence("Network is unreachable"),
        Sentence("No route to host"),
        Sentence("Name or service not known"),
        Sentence("Temporary failure in name resolution"),
    )
}


def by_the_system(reason: str) -> str:
    """A reason that an operating system gave, as one that can be said in another language if it is a common one."""
    return _BY_THE_SYSTEM.get(reason, reason)


def reason_of(error: BaseException) -> str:
    """What an exception says: a `Sentence` if it was made of one; of an OSError the reason, without number and path."""
    if isinstance(error, OSError) and error.strerror:
        return by_the_system(error.strerror)
    if len(error.args) == 1 and isinstance(error.args[0], Sentence):
        return error.args[0]
    return str(error)
