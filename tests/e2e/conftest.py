"""The demo story on a live server, people who sign in, and a camera."""

import csv
import os

import pytest

from tests import environment

# The README's pictures are taken anew only when somebody asks for it.
PICTURES = environment.ROOT / "docs" / "images"
IMAGES = (
    PICTURES if os.environ.get("MEMBERSHIP_PICTURES") else environment.RUN / "images"
)
LOGINS = environment.ROOT / "membership_demo" / "data" / "logins.csv"


@pytest.fixture(scope="module")
def story_db():
    """A database with the demo story, changed by nobody else."""
    with environment.database("demo") as name:
        yield name


@pytest.fixture(scope="module")
def server(story_db):
    """A live server for it."""
    with environment.server(story_db, workers=2) as live:
        yield live


@pytest.fixture(scope="module")
def admin(server):
    """A client that may do everything."""
    return server.client("admin", "admin")


@pytest.fixture(scope="module")
def sign_in(server, browser):
    """Open a browser of one's own as a person of the story; returns its page."""
    with LOGINS.open() as file:
        people = {row["role"]: row for row in csv.DictReader(file)}
    contexts = []

    def open_page(role, width=1366, height=800, **options):
        viewport = {"width": width, "height": height}
        contexts.append(browser.new_context(viewport=viewport, **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{server.url}/web/login")
        page.fill("input[name=login]", people[role]["login"])
        page.fill("input[name=password]", people[role]["password"])
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/web/login" not in url)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def photograph():
    """Keep what a person sees (in docs/images with MEMBERSHIP_PICTURES=1)."""
    IMAGES.mkdir(parents=True, exist_ok=True)

    def take(page, name, **options):
        page.wait_for_timeout(600)  # animations
        page.screenshot(path=IMAGES / f"{name}.png", **options)

    return take
