"""Several browsers register one phone at the same moment: one member, no error page."""

import re
import threading

import psycopg2
import pytest
import requests

from tests import environment

ROUNDS = 6
BROWSERS = 3
OPEN = """
company = env["website"].search([], limit=1).company_id.root_id
company.write({
    "country_id": env.ref("base.cn").id,
    "membership_apply_is_open": True,
    "membership_apply_channel": "sms",
    "membership_apply_mode": "at_once",
})
env["membership.charter"].search([]).active = False
env.cr.commit()
"""


@pytest.fixture(scope="module")
def shop_db():
    """A committed database whose website takes registrations."""
    with environment.database("suite") as name:
        environment.shell(name, OPEN)
        yield name


@pytest.fixture(scope="module")
def live(shop_db):
    """A live server with a worker for each browser."""
    with environment.server(shop_db, workers=BROWSERS) as running:
        yield running


class Visitor:
    """A browser that registers: a session, and the forms it fills in."""

    def __init__(self, url, database):
        self.url, self.database = url, database
        self.http = requests.Session()
        self.page = self.http.get(f"{url}/membership/apply", timeout=60)

    def post(self, path, **values):
        """Send a form of the page that is open."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.page.text)[1]
        self.page = self.http.post(
            f"{self.url}{path}", data=values | {"csrf_token": token}, timeout=60
        )
        return self.page

    def begin(self, phone):
        """Ask for a code; returns the one in the message that left."""
        self.post("/membership/apply/begin", name="Li Na", phone=phone)
        assert self.page.url.endswith("/membership/apply/code"), self.page.text
        ((body,),) = rows(
            self.database,
            "SELECT body FROM sms_sms WHERE number = %s ORDER BY id DESC LIMIT 1",
            phone,
        )
        return re.search(r"\b\d{6}\b", body)[0]

    def confirm(self, code):
        """Type the code."""
        return self.post("/membership/apply/confirm", code=code)


def rows(database, statement, *params):
    """What PostgreSQL says, beside Odoo."""
    connection = psycopg2.connect(dbname=database)
    with connection, connection.cursor() as cursor:
        cursor.execute(statement, params)
        found = cursor.fetchall()
    connection.close()
    return found


def at_once(acts):
    """Run ``acts`` at the same moment; what each returned."""
    barrier, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index, act):
        barrier.wait()
        answers[index] = act()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_one_phone_is_one_member_however_many_browsers(live, shop_db):
    """All of them proved the phone: each is welcomed, one membership is made."""
    for number in range(ROUNDS):
        phone = f"+8613900139{number:03d}"
        visitors = [Visitor(live.url, shop_db) for _browser in range(BROWSERS)]
        codes = [visitor.begin(phone) for visitor in visitors]
        pages = at_once(
            [
                lambda visitor=visitor, code=code: visitor.confirm(code)
                for visitor, code in zip(visitors, codes, strict=True)
            ]
        )
        assert [page.status_code for page in pages] == [200] * BROWSERS
        assert all(page.url.endswith("/membership/apply/done") for page in pages)
        count = "SELECT count(*) FROM membership_member WHERE phone = %s"
        assert rows(shop_db, count, phone) == [(1,)]
        cards = (
            "SELECT count(*) FROM membership_card c JOIN membership_member m "
            "ON m.id = c.member_id WHERE m.phone = %s"
        )
        assert rows(shop_db, cards, phone) == [(1,)]


def test_guesses_at_the_same_moment_all_count(live, shop_db):
    """Nine wrong codes, three at once: the right one comes too late."""
    phone = "+8613900139999"
    visitor = Visitor(live.url, shop_db)
    code = visitor.begin(phone)
    wrong = "000000" if code != "000000" else "111111"
    twins = []
    for _guess in range(BROWSERS):
        twin = Visitor(live.url, shop_db)
        twin.http.cookies = visitor.http.cookies
        twin.page = visitor.page
        twins.append(twin)
    for _round in range(3):
        at_once([lambda twin=twin: twin.confirm(wrong) for twin in twins])
    tries = "SELECT code_tries FROM membership_registration WHERE phone = %s"
    assert rows(shop_db, tries, phone) == [(5,)]
    visitor.confirm(code)
    count = "SELECT count(*) FROM membership_member WHERE phone = %s"
    assert rows(shop_db, count, phone) == [(0,)]
