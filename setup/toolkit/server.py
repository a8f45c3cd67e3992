"""Starting an Odoo server, waiting until it answers, and stopping it."""

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from .console import SetupError

HOST = "127.0.0.1"


def free_port():
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def is_free(port):
    """Whether a server could listen on this port of the loopback interface."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


class Server:
    """An Odoo server for one database, in a process group of its own.

    :param workers: number of worker processes; 0 is one process with threads
    """

    def __init__(self, environment, database, port=None, workers=0, log=None):
        self.environment = environment
        self.database = database
        self.port = port or free_port()
        self.workers = workers
        self.log = log
        self.process = None

    @property
    def url(self):
        """Address without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    def start(self):
        """Start the server and return when it answers for its database."""
        arguments = [
            *("server", "-d", self.database, "--db-filter", f"^{self.database}$"),
            *("--http-interface", HOST, "--http-port", str(self.port)),
            *("--workers", str(self.workers)),
        ]
        if self.workers:
            arguments += ["--gevent-port", str(free_port())]
        with open(self.log, "ab") as stream:
            self.process = subprocess.Popen(
                self.environment.odoo(*arguments),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                env=self.environment.variables,
                start_new_session=True,
            )
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self):
        """Ask the server to end, and end it if it does not."""
        if self.process:
            end_group(self.process.pid)
            self.process.wait()
            self.process = None

    def kill(self):
        """Take the server away without a word, workers included (SIGKILL)."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def _wait(self, seconds=180):
        deadline = time.monotonic() + seconds
        # The second page needs the database: the first answers long before it.
        for page in ("/web/health", "/web/login"):
            while not _answers(f"{self.url}{page}"):
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise SetupError(
                        f"The server did not start; its log is {self.log}."
                    )
                time.sleep(0.2)


def is_alive(pid):
    """Whether there is a process of this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        pass
    return True


def end_group(pid, seconds=15):
    """End a process group politely, then by force; return when it is gone."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(pid, number)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not _group_lives(pid):
                return
            time.sleep(0.1)


def _group_lives(pid):
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)  # our own child would stay as a zombie
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _answers(address):
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
