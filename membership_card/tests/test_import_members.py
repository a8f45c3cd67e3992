import tempfile
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

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

    def test_command_imports_and_proves(self):
        arguments = (str(REGISTER), "--company", self.company.name)
        self.outlet.aliases = "徐汇店, 徐汇, 浦东店, 苏州店"
        output = self._run_command(*arguments, "--dry-run")
        self.assertIn("1200 rows", output)
        self.assertNotIn("proved", output)
        output = self._run_command(*arguments)
        self.assertIn("1046 new", output)
        self.assertEqual(output.count("proved"), 3)
        self.assertNotIn("DIFFERS", output)
        output = self._run_command(*arguments)
        self.assertIn("0 new, 1046 already in", output)
