"""The tests that need Odoo or pytest, each returning (passed, failed, detail)."""

import subprocess
import xml.etree.ElementTree as ElementTree

from . import machine, manifests, odoo_log, python_env, templates
from .paths import ROOT, RUN
from .server import free_port

TOUR_TAG = "pos_tour"


class OdooTests:
    """Runs Odoo's own tests on databases of its own.

    :param keep: leave the databases behind for a look at them
    """

    def __init__(self, environment, keep=False):
        self.environment = environment
        self.keep = keep

    def addon(self, addon, only=None):
        """Install one addon, with what it needs and nothing above it, and test it.

        It has to work in a shop that takes no more than this.
        """
        return self._install([addon], [f"*/{addon}{_selector(only)}", f"-{TOUR_TAG}"])

    def together(self, addons):
        """Install all of ``addons`` and run all their tests side by side."""
        return self._install(addons, [*(f"*/{a}" for a in addons), f"-{TOUR_TAG}"])

    def core(self, addons):
        """Install ``addons`` and run Odoo's own tests of prices and of the shop.

        Tours are left out: they take an hour and touch no price that the others do not.
        """
        tags = [f"/{addon}" for addon in ("product", "sale", "website_sale")]
        modules = ",".join(manifests.with_dependencies(addons))
        return self._run(
            "core", "core", [*tags, "-is_tour"], "-u", "product", "-i", modules
        )

    def tours(self, addons, alone=False):
        """Run the tours of the till.

        :param alone: install only these addons and what they need, instead of copying
            the whole suite as it is kept for tests
        """
        tags = [f"{TOUR_TAG}/{addon}" for addon in addons]
        return (
            self._install(addons, tags) if alone else self._run("test", "tours", tags)
        )

    def demo(self):
        """Run the tests of the demo story on a copy of the demo database."""
        return self._run("demo", "demo", [f"*/{manifests.DEMO}"])

    def _install(self, addons, tags):
        name = addons[0] if len(addons) == 1 else "together"
        modules = [*manifests.with_dependencies(addons), templates.SUPPORT]
        return self._run("core", name, tags, "-i", ",".join(modules))

    def _run(self, kind, name, tags, *arguments):
        machine.ensure_browser()
        log = RUN / "logs" / f"test_{name}.log"
        copied = templates.scratch(self.environment, kind, name, self.keep)
        with copied as database:
            code = self.environment.run_odoo(
                *("server", "-d", database, "--test-tags", ",".join(tags)),
                *("--http-port", str(free_port()), "--stop-after-init", *arguments),
                error="",
                log=log,
                must_pass=False,
            )
        return _judge(odoo_log.Report(log), code, log)


def pytest(environment, folder, *arguments):
    """Run pytest on a folder below ``tests``; its output goes to the terminal."""
    if environment:
        machine.ensure_browser()  # where one sees it: pytest hides what fixtures say
    report = RUN / "logs" / "pytest.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    code = subprocess.call(
        [
            *(python_env.dev_python(), "-m", "pytest"),
            *(f"--junitxml={report}", folder, *arguments),
        ],
        cwd=ROOT,
        env=python_env.dev_variables(environment),
        stdin=subprocess.DEVNULL,
    )
    if not report.exists():
        return 0, 1, f"pytest ended with exit code {code}."
    suite = ElementTree.parse(report).getroot().find("testsuite")
    count = {
        key: int(suite.get(key)) for key in ("tests", "failures", "errors", "skipped")
    }
    failed = count["failures"] + count["errors"]
    passed = count["tests"] - failed - count["skipped"]
    if not failed and code not in (0, 5):  # 5: nothing was collected
        failed = 1
    return passed, failed, "The failures are listed by pytest above."


def has_tours(addons):
    """Whether one of these addons has a test with the tag of the till's tours."""
    return any(
        TOUR_TAG in path.read_text()
        for addon in addons
        for path in (ROOT / addon / "tests").glob("*.py")
    )


def _selector(only):
    """Odoo's way to say ``-k``: a method, a class, or Class.method."""
    if not only:
        return ""
    return f".{only}" if only.startswith("test_") else f":{only}"


def _judge(report, code, log):
    failed = report.failed + len(report.complaints)
    if code and not failed:
        failed = 1
    detail = [
        *(f"failed: {name}" for name in report.failures),
        *report.complaints[:20],
        f"Odoo ended with exit code {code}; the end of its log {log}:",
        *log.read_text(errors="replace").splitlines()[-20:],
    ]
    # Odoo counts each subtest that fails, but only tests as run.
    passed = max(report.tests - report.failed, 0)
    return passed, failed, "\n".join(detail)
