"""What runs in Odoo's process: the rows of one family, as JSON on the last line.

Called from Odoo's shell as ``run(env, family, options)``. The shell's own transaction
is ended first: an old snapshot would keep dead rows alive and slow down everybody.
"""

import importlib
import json
import logging
import sys

MARK = "BENCHMARK "


def run(env, family, options):
    """Measure one family and print its rows.

    :param str family: ``module.function`` below ``tests.benchmark``
    :param dict options: names of databases, sizes, number of runs
    """
    env.cr.rollback()
    logging.getLogger("odoo").setLevel(logging.ERROR)
    module, function = family.split(".")
    work = importlib.import_module(f"tests.benchmark.{module}")
    rows = getattr(work, function)(**options)
    sys.stdout.write(MARK + json.dumps([row.as_dict() for row in rows]) + "\n")
