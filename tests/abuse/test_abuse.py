"""A small helping of what `make abuse` does: the program is killed and left at random moments.

SKETCHXAI_KILLS, SKETCHXAI_QUITS and SKETCHXAI_SEED say how often and which; a failure names seed and number, with
which `python -m tests.abuse.quits --seed S --only K --verbose` does one quit once more.
"""

from __future__ import annotations

import os
import sys

import pytest

pytestmark = [
    pytest.mark.soak,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(sys.platform != "linux", reason="forks processes and asks Linux what they waited for"),
]


def wanted(name: str, usual: int) -> int:
    return int(os.environ.get(f"SKETCHXAI_{name}", usual))


def test_nothing_is_lost_by_kills() -> None:
    from tests.abuse import kills

    report = kills.run(wanted("KILLS", 40), wanted("SEED", 1))
    print(kills.summary(report))
    assert not report.troubles


def test_every_way_out_is_clean() -> None:
    from tests.abuse import quits

    done = quits.run(wanted("QUITS", 30), wanted("SEED", 1))
    print(quits.summary(done))
    assert not {quit.number: quit.troubles for quit in done if quit.troubles}
