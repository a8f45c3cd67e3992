"""A register of 200,000 members is exported within 64 MB of memory."""

from pathlib import Path

from tests import environment

HERE = Path(__file__).parent
LIMIT_MB = 64


def test_two_hundred_thousand_members_fit_in_64_mb():
    with environment.database("suite") as name:
        environment.shell(name, (HERE / "fill_shop.py").read_text("utf-8"))
        printed = environment.shell(name, (HERE / "export_shop.py").read_text("utf-8"))
    line = next(row for row in printed.splitlines() if row.startswith("EXPORTED"))
    _word, count, megabytes, seconds, size = line.split()
    assert int(count) >= 200_000
    assert int(size) > 2**20
    assert float(megabytes) <= LIMIT_MB, line
    assert float(seconds) < 600, line
