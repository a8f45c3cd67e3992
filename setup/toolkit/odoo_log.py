"""What an Odoo log tells about a test run."""

import re

_HEAD = re.compile(
    r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) \S+ "
    r"(?P<logger>[^ :]+): (?P<text>.*)"
)
_RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
_FAILED = re.compile(r"^(?:FAIL|ERROR): (.+)")
# A test that silently does not run proves nothing.
_NO_BROWSER = re.compile(r"^skipped .*([Cc]hrome|websocket-client)")
# Refused requests are what many tests are about; the test judges the answer.
_NOT_A_FAULT = ("odoo.http",)
# A library of Odoo's video calls that Debian's package leaves out.
_NOT_OURS = "mail/static/lib/selfie_segmentation/"


class Report:
    """Counts and complaints of one log.

    :ivar tests: how many tests ran
    :ivar failed: how many of them failed
    :ivar failures: names of the failed tests
    :ivar complaints: error lines, and warnings about our addons
    """

    def __init__(self, path):
        self.tests = self.failed = 0
        self.failures, self.complaints = [], []
        with path.open(errors="replace") as file:
            for line in file:
                self._read(line.rstrip())
        # What a browser said while its test failed belongs to that failure.
        self.complaints = [
            line
            for line in dict.fromkeys(self.complaints)
            if not any(f".{name.split(': ')[1]}." in line for name in self.failures)
        ]

    def _read(self, line):
        match = _HEAD.match(line)
        if not match:
            return
        level, logger, text = match.group("level", "logger", "text")
        if logger == "odoo.tests.result" and (result := _RESULT.search(text)):
            failed, errors, self.tests = map(int, result.groups())
            self.failed = failed + errors
        elif failure := level == "ERROR" and _FAILED.match(text):
            self.failures.append(f"{logger.removeprefix('odoo.addons.')}: {failure[1]}")
        elif self._is_complaint(level, logger, text) or _NO_BROWSER.search(text):
            self.complaints.append(f"{level} {logger}: {text}")

    def _is_complaint(self, level, logger, text):
        if level in ("ERROR", "CRITICAL"):
            if _NOT_OURS in text:
                return False
            return not (logger == "odoo.tests.result" and self.failed)
        ours = "membership" in logger or "membership" in text
        return level == "WARNING" and ours and not logger.startswith(_NOT_A_FAULT)
