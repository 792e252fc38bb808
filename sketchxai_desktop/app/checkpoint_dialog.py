"""What a checkpoint is, shown before it is used."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QPalette, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from sketchxai_desktop.core.summary import CheckpointSummary

_FIRST_CATEGORIES = 12
_LONGEST_FACT = 500
_WIDTH = 560


class CheckpointDialog(QDialog):
    """Facts, card, and the question whether to use it. `accepted` means yes."""

    def __init__(self, checkpoint: CheckpointSummary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.checkpoint = checkpoint
        self.setWindowTitle(self.tr("Open Checkpoint"))
        heading = _plain(checkpoint.name)
        font = heading.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setBold(True)
        heading.setFont(font)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addLayout(self._facts())
        self.more = self._more()
        if self.more is None:
            column.addStretch(1)
        else:
            column.addWidget(self.more, 1)
        column.addWidget(self._buttons())
        # Words wrap, so only the layout knows the height; training and card get what a small screen has left.
        height = column.totalHeightForWidth(_WIDTH) + (0 if self.more is None else 160)
        self.resize(_WIDTH, height)
        if parent is not None:
            self.resize(min(_WIDTH, parent.width() - 40), min(height, parent.height() - 40))

    def facts(self) -> dict[str, str]:
        """What is said, by the words it is said under."""
        tr, c = self.tr, self.checkpoint
        names = ", ".join(c.categories[:_FIRST_CATEGORIES])
        more = ", \N{HORIZONTAL ELLIPSIS}" if len(c.categories) > _FIRST_CATEGORIES else ""
        slots = (
            tr("masked") if c.masked else tr("not masked: always {} slots, as its training had").format(c.order_slots)
        )
        facts = {
            tr("Architecture"): tr("{}: {} layers, width {}, {} heads").format(
                c.architecture, c.layers, c.width, c.heads
            ),
            tr("Parameters"): f"{c.parameters:,}",
            tr("Categories"): f"{len(c.categories)}: {names}{more}",
            tr("Empty stroke slots"): slots,
            tr("Does not look at"): ", ".join(c.without),
            tr("Made by"): tr("this program") if c.origin == "own" else tr("the authors' code"),
            tr("Downloaded from"): c.source,
            tr("Licence"): c.licence,
            tr("File"): f"{c.path} ({_megabytes(c.size)})",
            tr("SHA-256"): _in_groups(c.sha256),
        }
        return {words: fact[:_LONGEST_FACT] for words, fact in facts.items() if fact}

    def _facts(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(5)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        for words, fact in self.facts().items():
            label, value = _plain(words), _plain(fact)
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            label.setWordWrap(False)
            value.setAccessibleName(words)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            form.addRow(label, value)
        return form

    def _more(self) -> QTextBrowser | None:
        """How it was trained, and its card; None if nothing is known."""
        training, card = self.checkpoint.training, self.checkpoint.card
        if not training and not card:
            return None
        page = _Page()
        page.setAccessibleName(self.tr("Training and card"))
        page.setOpenExternalLinks(True)
        page.setMinimumHeight(96)
        cursor = QTextCursor(page.document())
        if training:
            rows = "".join(
                f"<tr><td>{escape(_words(k))}&nbsp;&nbsp;</td><td>{escape(_said(v)[:_LONGEST_FACT])}</td></tr>"
                for k, v in training.items()
            )
            cursor.insertHtml(f"<h3>{escape(self.tr('Training'))}</h3><table>{rows}</table>")
            cursor.movePosition(QTextCursor.MoveOperation.End)
        if card:
            cursor.insertBlock()
            features = (
                QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
            )
            cursor.insertMarkdown(card, features)
        page.moveCursor(QTextCursor.MoveOperation.Start)
        return page

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.use = buttons.addButton(self.tr("&Use"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.use.setDefault(True)
        self.cancel = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons


class _Page(QTextBrowser):
    """Text from outside: its HTML stays text, and nothing is loaded for it, neither from the disk nor elsewhere."""

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        return None


def _words(name: object) -> str:
    return str(name).replace("_", " ").capitalize()


def _said(value: object) -> str:
    """As in "epochs 3, seed 0"; what is empty is not there."""
    if isinstance(value, dict):
        return ", ".join(f"{str(k).replace('_', ' ')} {_said(v)}" for k, v in value.items() if _said(v))
    if isinstance(value, list | tuple):
        return ", ".join(map(_said, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _plain(text: str) -> QLabel:
    """Text from outside, shown as it is."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


def _in_groups(digest: str) -> str:
    """Groups of eight can be compared by eye, and lines can break between them."""
    return " ".join(digest[k : k + 8] for k in range(0, len(digest), 8))
