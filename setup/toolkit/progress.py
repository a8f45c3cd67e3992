"""Run an Odoo command that may take minutes and show how far it is."""

import re
import subprocess
import sys
import time

from .console import SetupError, say

LOADING = re.compile(r"Loading module (\S+) \((\d+)/(\d+)\)")
TESTING = re.compile(r" (\S+): Starting (\S+) \.\.\.")
TTY_SECONDS, PIPE_SECONDS = 0.5, 10


def run(command, error, log, variables, must_pass=True):
    """Run ``command`` with its output in the file ``log`` and report its progress.

    :param must_pass: raise SetupError if the command fails
    :return: the command's exit code
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env=variables,
        )
    try:
        _follow(process, log)
    except BaseException:  # Ctrl-C too: nothing is left running behind the person
        process.terminate()
        process.wait()
        raise
    if process.returncode and must_pass:
        raise SetupError(f"{error}\n{_tail(log)}\nThe log is {log}.")
    return process.returncode


def _follow(process, log):
    """Print where Odoo is until it ends: often on a terminal, seldom in a pipe."""
    terminal = sys.stdout.isatty()
    interval = TTY_SECONDS if terminal else PIPE_SECONDS
    shown, next_time, line = None, time.monotonic() + interval, None
    with log.open(errors="replace") as stream:
        while process.poll() is None:
            time.sleep(0.2)
            for text in stream:
                line = _describe(text) or line
            if line != shown and time.monotonic() >= next_time:
                if terminal:
                    print(f"\r\x1b[K  {line}", end="", flush=True)
                else:
                    say(f"  {line}")
                shown, next_time = line, time.monotonic() + interval
    if terminal and shown:
        print("\r\x1b[K", end="", flush=True)


def _describe(text):
    if match := LOADING.search(text):
        return f"installing {match[2]}/{match[3]} modules ({match[1]})"
    if match := TESTING.search(text):
        return f"testing {match[2]}"
    return None


def _tail(log, lines=15):
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
