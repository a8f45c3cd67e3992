import tempfile
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import Mock, patch

from psycopg2 import OperationalError

from odoo.cli.command import find_command
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tools import config

from .common import CardAlone, CardCommon
from .test_register_import import REGISTER


@tagged("post_install", "-at_install")
class TestImportMembers(CardAlone, CardCommon):
    """``odoo import_members``, inside the test's transaction."""

    def _run_command(self, *arguments):
        output = StringIO()
        command = find_command("import_members")()
        with (
            tempfile.TemporaryDirectory() as folder,
            self.enter_registry_test_mode(),
            patch.object(config, "parse_config"),
            patch.dict(config.options, {"db_name": [self.env.cr.dbname]}),
            patch.object(Registry, "cursor", lambda _self: self.registry.cursor()),
            redirect_stdout(output),
        ):
            returned = Path(folder) / "returned.xlsx"
            command.run(
                ["-d", self.env.cr.dbname, "--output", str(returned), *arguments]
            )
            self.assertTrue(returned.exists())
        return output.getvalue()

    def test_a_database_that_is_not_there_is_one_sentence(self):
        error = OperationalError('FATAL:  database "nowhere" does not exist\nmore')
        command, said = find_command("import_members")(), StringIO()
        loaded = command.run.__globals__
        with (
            patch.object(config, "parse_config"),
            patch.dict(config.options, {"db_name": ["nowhere"]}),
            patch.dict(loaded, {"Registry": Mock(side_effect=error)}),
            redirect_stderr(said),
            self.assertRaises(SystemExit),
        ):
            command.run(["-d", "nowhere", str(REGISTER)])
        self.assertIn("nowhere cannot be opened: FATAL", said.getvalue())
        self.assertNotIn("more", said.getvalue())

    def test_command_imports_and_proves(self):
        arguments = (str(REGISTER), "--company", self.company.name)
        self.outlet.aliases = "徐汇店, 徐汇, 浦东店, 苏州店"
        output = self._run_command(*arguments, "--dry-run")
        self.assertIn("1200 rows", output)
        self.assertRegex(output, r"\d+ × Phone: ")
        self.assertNotIn("proved", output)
        output = self._run_command(*arguments)
        self.assertIn("1046 new", output)
        self.assertEqual(output.count("proved"), 3)
        self.assertNotIn("DIFFERS", output)
        output = self._run_command(*arguments)
        self.assertIn("0 new, 1046 already in", output)
