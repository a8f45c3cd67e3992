"""What a till loads when it starts: the same with a thousand members and a million.

Runs in Odoo's process; see inside.py.
"""

import json

from odoo.modules.registry import Registry
from odoo.tools import json_default

from .measure import Row, interleave, tell
from .sale import MemberTill


class Start:
    """A till on one database and what it is sent when it starts.

    :ivar queries: of the last start
    """

    def __init__(self, database):
        self.till = MemberTill(Registry(database))
        self.queries = None
        with self.till.request() as env:
            env.cr.execute("SELECT count(*) FROM membership_member")
            (self.member_count,) = env.cr.fetchone()

    def load(self, _number):
        """Ask for the start data as the browser does.

        :returns: its size in bytes, per model
        """
        with self.till.request() as env:
            session = env["pos.session"].browse(self.till.session_id)
            data = session.load_data([])
            data["parameters"] = session.load_data_params()
            self.queries = env.cr.sql_log_count
        return {
            model: len(json.dumps(rows, default=json_default).encode())
            for model, rows in data.items()
        }


def pos_start(small, scale, runs=10, **_options):
    """Bytes that a till loads; its time is told beside them."""
    tell("pos_start: what a till loads when it starts")
    many, few = Start(scale), Start(small)
    timings = interleave(many.load, few.load, runs, warm_up=2)
    sizes, sizes_few = many.load(0), few.load(0)
    return [
        Row(
            name="pos_start",
            work=f"bytes a till loads with {many.member_count:,} members",
            baseline=f"with {few.member_count:,} members",
            median=sum(sizes.values()),
            baseline_median=sum(sizes_few.values()),
            unit="bytes",
            target=1.0,
            runs=runs,
            queries=many.queries,
            baseline_queries=few.queries,
            details={
                "milliseconds": timings.medians,
                "bytes": _differing(sizes, sizes_few),
            },
        )
    ]


def _differing(sizes, others):
    """Bytes with many and with few members of the models where they differ."""
    return {
        model: (size, others[model])
        for model, size in sizes.items()
        if size != others[model]
    }
