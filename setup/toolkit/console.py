"""Talking to the person at the terminal: steps, progress, one clear sentence."""

import contextlib
import fcntl
import subprocess
import sys
import time


class SetupError(Exception):
    """Something the person can act on; the message is a whole sentence."""


def say(text):
    """Print one line at once, also when the output is a pipe."""
    print(text, flush=True)


class step:
    """Announce a step that may take long and say afterwards how long it took."""

    def __init__(self, title):
        self.title = title

    def __enter__(self):
        say(f"» {self.title} …")
        self.started = time.monotonic()
        return self

    def __exit__(self, kind, *_):
        if kind is None:
            say(f"  done in {time.monotonic() - self.started:.0f} s")


def run(command, error, log=None, **options):
    """Run ``command``; raise SetupError with the sentence ``error`` if it fails.

    :param log: file that receives the output; without it the output is kept and
        its tail shown when the command fails
    """
    command = [str(part) for part in command]
    try:
        if log:
            with open(log, "ab") as stream:
                done = subprocess.run(
                    command, stdout=stream, stderr=subprocess.STDOUT, **options
                )
            tail = f"The log is {log}."
        else:
            done = subprocess.run(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                **options,
            )
            tail = "\n".join(done.stdout.splitlines()[-15:])
    except FileNotFoundError:
        raise SetupError(f"{error} The program {command[0]!r} is missing.") from None
    if done.returncode:
        raise SetupError(f"{error}\n{tail}")
    return done


@contextlib.contextmanager
def alone(lock):
    """Let one process at a time through; others wait, then find the work done.

    :param lock: a file that stands for the work
    """
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def main(function):
    """Run a command's main function and turn a SetupError into one sentence."""
    try:
        sys.exit(function() or 0)
    except SetupError as error:
        print(f"\nSorry: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
