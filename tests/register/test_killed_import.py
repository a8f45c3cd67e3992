"""An import that is killed half-way and goes on equals an import in one go."""

import signal
import subprocess
import time

import psycopg2
import pytest
from openpyxl import Workbook

from tests import environment

SIZE = 6000
GO_ON = """
job = env.ref("membership_card.cron_import_registers")
job.method_direct_trigger()
"""
# Everything an import leaves behind, except numbers drawn from sequences.
TRACES = (
    "SELECT name, complete_name, phone, phone_sanitized FROM res_partner "
    "WHERE id IN (SELECT partner_id FROM membership_member)",
    "SELECT phone, level_id, outlet_id, joined_on, state, source "
    "FROM membership_member",
    "SELECT card.number, card.barcode, card.state, member.phone "
    "FROM membership_card card JOIN membership_member member "
    "ON member.id = card.member_id",
    "SELECT member.phone, account.unit_id, account.balance, account.last_number "
    "FROM membership_account account JOIN membership_member member "
    "ON member.id = account.member_id",
    "SELECT key, amount, balance_after, number, kind FROM membership_entry",
    "SELECT entry.key, lot.bucket, lot.remaining FROM membership_lot lot "
    "JOIN membership_entry entry ON entry.id = lot.entry_id",
    "SELECT sum(debit), sum(credit) FROM account_move_line",
    "SELECT state, row_count, new_count, known_count, refused_count, next_row "
    "FROM membership_register_import",
    "SELECT bucket, file_total, posted_total, ledger_total "
    "FROM membership_register_import_total",
)


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    """A register of six chunks."""
    path = tmp_path_factory.mktemp("register") / "register.xlsx"
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(("卡号", "姓名", "手机", "储值余额", "积分"))
    for number in range(SIZE):
        sheet.append((f"{number:08}", f"M{number}", f"138{number:08}", number + 1, 5))
    book.save(path)
    return path


def rows(database, statement):
    connection = psycopg2.connect(dbname=database)
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return sorted(cursor.fetchall(), key=repr)
    finally:
        connection.close()


def start_import(database, register):
    """The command line, as a process of its own."""
    arguments = environment.odoo(
        "import_members", "-d", database, "--country", "CN", str(register)
    )
    variables = environment.environment().variables
    return subprocess.Popen(
        arguments, env=variables, stdout=subprocess.DEVNULL, cwd=register.parent
    )


def kill_half_way(database, process):
    """SIGKILL after a few chunks were committed; returns how many rows were in."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, "the import was too fast, or failed"
        found = rows(database, "SELECT next_row FROM membership_register_import")
        if found and (found[0][0] or 0) > 2000:
            process.send_signal(signal.SIGKILL)
            process.wait()
            return rows(database, "SELECT count(*) FROM membership_member")[0][0]
        time.sleep(0.02)
    raise AssertionError("the import did not begin")


def test_killed_import_goes_on_as_a_job_and_equals_one_go(register):
    with (
        environment.database("suite") as whole,
        environment.database("suite") as killed,
    ):
        assert start_import(whole, register).wait() == 0
        done = kill_half_way(killed, start_import(killed, register))
        assert 0 < done < SIZE
        assert done % 1000 == 0, "a chunk is all or nothing"
        environment.shell(killed, GO_ON)
        for statement in TRACES:
            assert rows(killed, statement) == rows(whole, statement), statement
