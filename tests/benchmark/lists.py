"""What a store lists, and its members against core's list of contacts.

A store's user sees its own members and its guests of today: record rules must not make
the list, or a search in it, grow with the members of the other stores. Runs in Odoo's
process; see inside.py.
"""

from lxml import etree

from odoo.fields import Command
from odoo.modules.registry import Registry

from .access import request
from .measure import Row, interleave, tell

PAGE = 80  # rows of a list in the browser
KINDS = ("members", "contacts")
# What members do: of their outlet, or of the outlet where it happened.
DEEDS = ("membership.card", "membership.entry")
ACTIVE = ("state", "=", "active")  # the filter that is on when the list opens
GUESTS = 200  # members of other outlets that a store serves on a busy day


class Lists:
    """A store's user, guests included, and somebody who sees all contacts."""

    def __init__(self, database):
        self.registry = Registry(database)
        with request(self.registry) as env:
            outlet = self._get_store(env)
            self.store_user = self._create_user(env, outlet)
            self._add_guests(env, outlet)
            env.cr.execute("SELECT count(*) FROM membership_member")
            (self.count,) = env.cr.fetchone()
            self.admin = env.ref("base.user_admin").id
            self.parts = self._get_parts(env, outlet)
            self.specs = {
                model: self._get_columns(env, model)
                for model in ("membership.member", "res.partner", *DEEDS)
            }
        with self.registry.cursor() as cr:
            cr.execute("ANALYZE membership_guest")

    def _get_store(self, env):
        """The outlet that sees the fewest members, yet fills a page with them."""
        env.cr.execute(
            "SELECT outlet.id FROM membership_outlet outlet"
            " JOIN membership_outlet below"
            " ON below.parent_path LIKE outlet.parent_path || '%%'"
            " JOIN membership_member member ON member.outlet_id = below.id"
            " GROUP BY 1 HAVING count(*) >= %s ORDER BY count(*), 1",
            (PAGE,),
        )
        return env.cr.fetchone()[0]

    def _get_parts(self, env, outlet):
        """Four figures in a row that the name of one member of the store has.

        A search that finds more than another also shows more: as many are found among
        a thousand as among a million.
        """
        env.cr.execute(
            "SELECT part FROM (SELECT substr(partner.name, start, 4) AS part"
            " FROM membership_member member"
            " JOIN res_partner partner ON partner.id = member.partner_id"
            " JOIN membership_outlet home ON home.id = member.outlet_id,"
            " generate_series(position(' ' IN partner.name) + 1,"
            " length(partner.name) - 3) start"
            " WHERE home.parent_path LIKE %s) AS parts"
            " GROUP BY part HAVING count(*) = 1 ORDER BY md5(part) LIMIT 50",
            (f"%/{outlet}/%",),
        )
        return [part for (part,) in env.cr.fetchall()]

    def _create_user(self, env, outlet):
        users = env["res.users"].with_context(no_reset_password=True)
        groups = env.ref("base.group_user") | env.ref(
            "membership_ledger.group_card_centre"
        )
        login = "bench_store"
        user = users.search([("login", "=", login)]) or users.create(
            {"name": login, "login": login}
        )
        user.write(
            {
                "group_ids": [Command.set(groups.ids)],
                "membership_outlet_id": outlet,
            }
        )
        return user.id

    def _add_guests(self, env, outlet):
        env.cr.execute(
            "DELETE FROM membership_guest WHERE user_id = %s", (self.store_user,)
        )
        env.cr.execute(
            "INSERT INTO membership_guest (member_id, user_id, outlet_id, date, until)"
            " SELECT id, %s, %s, now(), now() + interval '12 hours'"
            " FROM membership_member WHERE outlet_id <> %s LIMIT %s",
            (self.store_user, outlet, outlet, GUESTS),
        )

    def _get_columns(self, env, model):
        """What the list of a model asks for, as the web client says it."""
        arch = env[model].with_user(self.store_user).get_view(False, "list")["arch"]
        fields = env[model]._fields
        return {
            name: {"fields": {"display_name": {}}}
            if fields[name].type == "many2one"
            else {}
            for node in etree.fromstring(arch).iterfind(".//field")
            if node.get("optional") != "hide"
            and node.get("column_invisible") != "True"
            and (name := node.get("name")) in fields
            # Pictures are fetched by themselves, statistics counted by other apps.
            and fields[name].type not in ("binary", "json")
        }

    def read(self, model, uid, domain):
        """One page and how many there are, as the web client asks for them."""
        with request(self.registry, uid, {"lang": "en_US"}) as env:
            page = env[model].web_search_read(
                domain, self.specs[model], limit=PAGE, count_limit=10_001
            )
            assert page["records"]
            self.queries = env.cr.sql_log_count

    def list_members(self, _number):
        """The first page of members, as a store opens it."""
        self.read("membership.member", self.store_user, [ACTIVE])

    def list_contacts(self, _number):
        """The first page of contacts, as core shows it to its administrator."""
        self.read("res.partner", self.admin, [])

    def list_cards(self, _number):
        """The first page of cards: of the store, and of its members and guests."""
        self.read("membership.card", self.store_user, [])

    def list_entries(self, _number):
        """The first page of the ledger: of the store, of its members and guests."""
        self.read("membership.entry", self.store_user, [])

    def search_members(self, number):
        """Members of whose name the store remembers a part."""
        domain = [ACTIVE, ("partner_id.name", "ilike", self._get_part(number))]
        self.read("membership.member", self.store_user, domain)

    def search_contacts(self, number):
        """Contacts of whose name somebody remembers a part."""
        domain = [("name", "ilike", self._get_part(number))]
        self.read("res.partner", self.admin, domain)

    def _get_part(self, number):
        """The end of a name that a few members of the store have."""
        return self.parts[number % len(self.parts)]


def member_lists(small, scale, runs=40, **_options):
    """A store opens its list and looks for a name, with few members and with many."""
    tell("member_list, member_search: as a store sees them")
    rows = []
    many, few = Lists(scale), Lists(small)
    for name, work in (("list", "list of members"), ("search", "search by name")):
        ours, theirs = (getattr(many, f"{name}_{kind}") for kind in KINDS)
        timings = interleave(ours, theirs, runs, warm_up=5)
        grown = interleave(ours, getattr(few, f"{name}_members"), runs, warm_up=5)
        rows += [
            Row(
                name=f"member_{name}",
                work=f"{work} as a store user, among {many.count:,}",
                baseline="core's list of contacts as administrator, in the same place",
                **timings.medians,
            ),
            Row(
                name=f"member_{name}_growth",
                work=f"{work} as a store user, among {many.count:,}",
                baseline=f"among {few.count:,}",
                target=2,
                **grown.medians,
            ),
        ]
    for name, deeds in (("card_list", "cards"), ("entry_list", "entries")):
        work = getattr(many, f"list_{deeds}")
        timings = interleave(work, many.list_members, runs, warm_up=5)
        rows.append(
            Row(
                name=name,
                work=f"list of {deeds} as a store user, among {many.count:,} members",
                baseline="its list of members, in the same place",
                **timings.medians,
            )
        )
    return rows
