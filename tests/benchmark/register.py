"""Ten thousand members from an old register, and the same register once more.

Runs in Odoo's process; see inside.py.
"""

import base64
from datetime import date, timedelta
from io import BytesIO

import openpyxl

from odoo.modules.registry import Registry

from .access import request, stamp
from .measure import Row, Timings, clock, settle, tell

CHUNK = 1000
HEADINGS = (
    "会员卡号",
    "姓名",
    "手机",
    "性别",
    "生日",
    "级别",
    "储值余额",
    "赠送余额",
    "积分",
    "开卡日期",
)
LEVELS = ("Regular", "Silver", "Gold")
FIRST_DAY = date(1960, 1, 1)


def make_people(size, run):
    """Rows of a register; every run has people of its own."""
    for number in range(size):
        serial = (run + 2) * size + number
        yield (
            f"{70_000_000 + serial:08}",
            f"Member {serial:08}",
            f"137{serial:08}",
            "女" if number % 3 else "男",
            (FIRST_DAY + timedelta(days=number % 15_000)).isoformat(),
            LEVELS[number % len(LEVELS)],
            number % 500 + 1,
            number % 50 + 1,
            number % 900 + 1,
            "2025-03-01",
        )


def make_workbook(people):
    """The register as a shop would hand it in."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADINGS)
    for row in people:
        sheet.append(row)
    content = BytesIO()
    book.save(content)
    return base64.b64encode(content.getvalue())


class Register:
    """One register and the database that it goes into."""

    def __init__(self, registry, size, run):
        self.registry = registry
        self.people = list(make_people(size, run))
        self.file = make_workbook(self.people)
        self.name = stamp("register")

    def import_all(self):
        """Import the file as the command line does, committing each chunk.

        :returns: (rows that became members, rows that were in already)
        """
        with request(self.registry) as env:
            record = env["membership.register.import"].create(
                {"name": self.name, "register": self.name, "file": self.file}
            )
            record.country_id = env.ref("base.cn")
            heading, columns, rows = record._read_rows()
            for _done in record._run(heading, columns, rows):
                env.cr.commit()
                env.invalidate_all()
            assert all(record.total_ids.mapped("is_equal"))
            return record.new_count, record.known_count

    def undo_all(self):
        """Take the import back as the job does, committing each chunk.

        :returns: members that went
        """
        with request(self.registry) as env:
            record = env["membership.register.import"].search(
                [("name", "=", self.name)], order="id", limit=1
            )
            record.write({"state": "undoing", "undo_member_id": 0})
            for _done in record._undo():
                env.cr.commit()
                env.invalidate_all()
            return record.undone_count

    def create_partners(self):
        """As many partners with the same facts, a thousand at a time, each committed.

        Not tracked, like the import's own. Their phones are others: the import would
        take them for its people.
        """
        for start in range(0, len(self.people), CHUNK):
            chunk = self.people[start : start + CHUNK]
            with request(self.registry, context={"tracking_disable": True}) as env:
                env["res.partner"].create([self._prepare_partner(row) for row in chunk])

    @staticmethod
    def _prepare_partner(row):
        _card, name, phone, gender, birthday, *_rest = row
        return {
            "name": name,
            "phone": f"+86136{phone[3:]}",
            "gender": "female" if gender == "女" else "male",
            "birthdate_date": birthday,
        }


def import_members(suite, size=10_000, runs=3, **_options):
    """Each run imports a register, creates its people as partners, imports it again."""
    registry = Registry(suite)
    first, again, undone = Timings(), Timings(), Timings()
    for run in range(-1, runs):
        tell(f"import_members: run {run + 1} of {runs}")
        # The run before the clock counts is a small one: it only warms caches up.
        register = Register(registry, size if run >= 0 else CHUNK, run)
        settle()
        if run % 2:
            baseline, _result = clock(register.create_partners)
        seconds, (new, _known) = clock(register.import_all)
        if run % 2 == 0:
            baseline, _result = clock(register.create_partners)
        repeat, (_new, known) = clock(register.import_all)
        assert new == known == len(register.people), (new, known)
        if run >= 0:
            first.ours.append(seconds)
            first.theirs.append(baseline)
            again.ours.append(repeat)
            again.theirs.append(seconds)
        taken_back, count = clock(register.undo_all)
        assert count == new, (count, new)
        if run >= 0:
            undone.ours.append(taken_back)
            undone.theirs.append(seconds)
    return [
        Row(
            name="import_members",
            work=f"register of {size:,}: members, cards, 3 balances each",
            baseline="core's create of the same partners",
            target=1.5,
            **first.medians,
        ),
        Row(
            name="import_again",
            work="the same register again",
            baseline="the first time",
            target=0.5,
            **again.medians,
        ),
        Row(
            name="import_undone",
            work="the same register taken back",
            baseline="the first time",
            target=3,
            **undone.medians,
        ),
    ]
