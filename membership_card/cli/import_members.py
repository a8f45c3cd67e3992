"""``odoo import_members -d DB FILE.xlsx``: an old register from the command line.

Loaded by Odoo as ``odoo.cli.import_members``, outside the addon: hence no relative
imports, and everything that knows registers is on the model.
"""

import base64
import sys
import time
from pathlib import Path

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.cli.command import Command
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tools import config

FAULTS = 5  # so many kinds are shown; the returned rows tell all


class ImportMembers(Command):
    """Take members, cards and balances over from an old register.

    Good rows go in, a thousand at a time; refused rows come back in a workbook with
    the reasons. Running it again changes nothing.
    """

    name = "import_members"

    def __init__(self):
        super().__init__()
        add = self.parser.add_argument
        add("file", type=Path, metavar="FILE", help="the register: .xlsx, .xls or .csv")
        add("-d", "--database", dest="db_name", help="database to import into")
        add("-c", "--config", help="configuration file of Odoo")
        add("--company", help="name or id; default: the first company")
        add("--register", default="register", help="name of the register (see README)")
        add("--country", help="code of the country of phones without one, e.g. CN")
        add("--lang", help="language of the reasons, e.g. zh_CN")
        add("--user", help="login under which it is filed; default: OdooBot")
        add("--keep-first", action="store_true", help="first of duplicates goes in")
        add("--dry-run", action="store_true", help="only say what would happen")
        add("--output", type=Path, help="where the returned rows are written")

    def run(self, args):
        """Parse the command line and import."""
        options = self.parser.parse_args(args)
        if not options.file.is_file():
            self.parser.error(f"there is no file {options.file}")
        arguments = ["--no-http", "--log-level=warn"]
        arguments += ["-c", options.config] if options.config else []
        arguments += ["-d", options.db_name] if options.db_name else []
        config.parse_config(arguments, setup_logging=True)
        databases = config["db_name"]
        if len(databases) != 1:
            self.parser.error("name one database with -d")
        registry = self._open(databases[0])
        if "membership.register.import" not in registry:
            self.parser.error(f"{databases[0]} does not have membership_card installed")
        with registry.cursor() as cr:
            try:
                self._import(self._make_env(cr, options), options)
            except UserError as error:
                cr.rollback()
                sys.exit(f"{options.file}: {error.args[0]}")

    def _open(self, database):
        """The registry of a database, or one sentence why there is none."""
        try:
            return Registry(database)
        except OperationalError as error:
            reason = str(error).strip().splitlines()[0]
            return self.parser.error(f"{database} cannot be opened: {reason}")

    def _make_env(self, cr, options):
        env = Environment(cr, SUPERUSER_ID, {})
        user = env.user
        if options.user:
            user = env["res.users"].search([("login", "=", options.user)])
            if not user:
                self.parser.error(f"there is no user {options.user}")
        context = {"lang": options.lang or user.lang}
        if options.lang and not env["res.lang"]._get_data(code=options.lang):
            self.parser.error(
                f"language {options.lang} is not installed; install it with: "
                f"odoo i18n loadlang -d {cr.dbname} -l {options.lang}"
            )
        company = self._find_company(env, options.company)
        context["allowed_company_ids"] = company.ids
        return Environment(cr, user.id, context, su=True)

    def _find_company(self, env, wanted):
        Company = env["res.company"].search([("parent_id", "=", False)])
        if not wanted:
            return Company[:1]
        company = Company.filtered(lambda c: wanted in (str(c.id), c.name))
        if len(company) != 1:
            names = ", ".join(f"{c.id} {c.name}" for c in Company)
            self.parser.error(f"there is no main company {wanted}; there are: {names}")
        return company

    def _import(self, env, options):
        started = time.monotonic()
        vals = {
            "name": options.file.name,
            "filename": options.file.name,
            "file": base64.b64encode(options.file.read_bytes()),
            "register": options.register,
            "keep_first": options.keep_first,
        }
        if options.country:
            country = env["res.country"].search(
                [("code", "=", options.country.upper())]
            )
            if not country:
                self.parser.error(f"there is no country {options.country}")
            vals["country_id"] = country.id
        record = env["membership.register.import"].create(vals)
        if options.dry_run:
            record.action_check()
        else:
            env.cr.commit()  # a stopped import is found, and goes on as a job
            retrying(lambda: self._run_chunks(record), env)
        self._report(record, options, time.monotonic() - started)
        if options.dry_run:
            env.cr.rollback()
            env.registry.reset_changes()  # caches may know what was rolled back

    def _run_chunks(self, record):
        """One attempt; after a collision with a till the next goes on from there."""
        heading, columns, rows = record._read_rows()
        for done in record._run(heading, columns, rows):
            record.env.cr.commit()
            record.env.invalidate_all()
            if done:
                self._say(f"\r{record.progress:3d} %  {record.next_row} rows")
        self._say("\r")

    def _report(self, record, options, seconds):
        self._say(
            f"{record.row_count} rows in {seconds:.1f} s: {record.new_count} new, "
            f"{record.known_count} already in, {record.refused_count} returned\n"
        )
        for fault in (record.fault_summary or "").splitlines()[:FAULTS]:
            self._say(f"  {fault}\n")
        names = ("file_total", "known_total", "posted_total", "ledger_total")
        self._say(f"{'':16}" + "".join(f"{name:>16}" for name in names) + "\n")
        for total in record.total_ids:
            amounts = (f"{total[name]:16,.{total.decimals}f}" for name in names)
            proof = (
                "" if options.dry_run else ("proved" if total.is_equal else "DIFFERS")
            )
            self._say(f"{total.title:16}" + "".join(amounts) + f"  {proof}\n")
        if record.result_file:
            output = options.output or Path(record.result_filename)
            output.write_bytes(base64.b64decode(record.result_file))
            self._say(f"Returned rows with their reasons: {output}\n")

    @staticmethod
    def _say(text):
        sys.stdout.write(text)
        sys.stdout.flush()
