"""Debian packages that a command installs itself where it may."""

import os
import shutil

from .console import SetupError, run, step


def install(package, purpose):
    """Install a Debian package, or say who has to.

    :param purpose: what it is needed for, as the beginning of a sentence
    """
    if os.getuid() or not shutil.which("apt-get"):
        raise SetupError(
            f"{purpose} needs the package {package}: install it (as root: "
            f"apt-get install {package}) and start again."
        )
    options = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    error = f"{purpose} needs the package {package}, which could not be installed."
    get = ["apt-get", "-q", "-y"]
    with step(f"Installing {package}"):
        run([*get, "update"], error, **options)
        run([*get, "install", "--no-install-recommends", package], error, **options)
