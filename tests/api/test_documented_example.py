"""The example in docs/api.md is taken out and run against a live server."""

import os
import re
import subprocess
import sys

from tests import environment

PAGE = environment.ROOT / "docs" / "api.md"
MAKE_KEY = """
from datetime import timedelta
group = env.ref("membership_ledger.group_card_centre")
company = env.ref("base.main_company")
company.country_id = env.ref("base.cn")
user = env["res.users"].create({
    "name": "Other system",
    "login": "other_system",
    "group_ids": [(4, env.ref("base.group_user").id), (4, group.id)],
})
expires = env.cr.now() + timedelta(days=1)
key = env["res.users.apikeys"].with_user(user).sudo()._generate("rpc", "test", expires)
env.cr.commit()
print("KEY=" + key)
"""


def test_documented_example_runs_as_it_stands(suite_db, server, tmp_path):
    printed = environment.shell(suite_db, MAKE_KEY)
    key = re.search(r"^KEY=(\w+)$", printed, re.MULTILINE)[1]
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 1
    script = tmp_path / "example.py"
    script.write_text(blocks[0], "utf-8")
    done = subprocess.run(
        [sys.executable, str(script)],
        env=os.environ
        | {
            "ODOO_URL": server.url,
            "ODOO_KEY": key,
            "ODOO_DATABASE": suite_db,
            "PYTHONIOENCODING": "utf-8",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "one phone, one member" in done.stdout
