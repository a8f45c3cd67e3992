"""A dealer's shop against a visitor's, and a price list of 50 000 products.

Runs in Odoo's process; see inside.py. Pages are asked for through Odoo's WSGI
application, with sessions as browsers have them.
"""

import re
from statistics import median

from werkzeug.test import Client

import odoo
from odoo.modules.registry import Registry

from .access import request
from .measure import Row, clock, interleave, tell

DEALERS = 10_000
DEPTH = 5
PRODUCTS = 50_000
SHOWN = 400
CHUNK = 1_000
PASSWORD = "benchmark-dealer"
MEGABYTE = 2**20


class Wholesale:
    """A tree of dealers, a catalogue, and browsers that are signed in.

    :ivar dealer_id: the deepest dealer
    """

    def __init__(self, database):
        self.database, self.registry = database, Registry(database)
        with request(self.registry) as env:
            self._build(env(user=1))
            env.cr.commit()

    # === DATA === #
    def _build(self, env):
        group = env.ref("product.group_product_pricelist")
        env.ref("base.group_user")._apply_group(group)
        company = env.company
        pricelist = env["product.pricelist"].create(
            {
                "name": "Distributor",
                "dealer_only": True,
                "company_id": company.id,
                "item_ids": [
                    (0, 0, {"compute_price": "percentage", "percent_price": 31}),
                    (
                        0,
                        0,
                        {
                            "min_quantity": 10,
                            "compute_price": "percentage",
                            "percent_price": 37,
                        },
                    ),
                ],
            }
        )
        level = env["membership.dealer.level"].create(
            {"name": "Distributor", "pricelist_id": pricelist.id}
        )
        markup = env["membership.dealer.markup"].create({"name": "Plus", "percent": 4})
        line = self._build_line(env, level, markup)
        self._fill_tree(env, line)
        self._build_goods(env)
        self.dealer_id = line[-1].id
        self.list_id = line[-1].pricelist_id.id
        self.top_list_id = pricelist.id
        self._add_user(env, "dealer@bench.test", line[-1].partner_id)
        customer = env["res.partner"].create({"name": "Customer", "is_company": True})
        self._add_user(env, "customer@bench.test", customer)

    def _build_line(self, env, level, markup):
        """One dealer of each depth, through the gate; the deepest is measured."""
        line = env["membership.dealer"]
        for depth in range(DEPTH):
            firm = env["res.partner"].create(
                {"name": f"Dealer at depth {depth}", "is_company": True}
            )
            vals = {"partner_id": firm.id, "upline_id": line[-1:].id}
            vals |= {"markup_id": markup.id} if depth else {"level_id": level.id}
            dealer = env["membership.dealer"].create(vals)
            dealer._change_state("approve")
            line += dealer
        return line

    def _fill_tree(self, env, line):
        """The other dealers, as many as it takes, each below one a depth above."""
        env.flush_all()
        uplines = line.ids[:1]
        for depth, count in enumerate((9, 90, 900, 4000, DEALERS - 5004)):
            source = line[depth]
            firms = self._copy(
                env,
                "res_partner",
                source.partner_id.id,
                count,
                {"name": "'Filler ' || n", "commercial_partner_id": "NULL"},
            )
            env.cr.execute(
                "UPDATE res_partner SET commercial_partner_id = id WHERE id = ANY(%s)",
                [firms],
            )
            changes = {"partner_id": _pick(firms), "number": f"'X{depth}-' || n"}
            if depth:
                changes["upline_id"] = _pick(uplines)
            uplines = self._copy(env, "membership_dealer", source.id, count, changes)
            env.cr.execute(
                """
                UPDATE membership_dealer dealer
                SET parent_path = coalesce((
                    SELECT parent_path FROM membership_dealer upline
                    WHERE upline.id = dealer.upline_id
                ), '') || id || '/'
                WHERE id = ANY(%s)
                """,
                [uplines],
            )
        env.invalidate_all()

    def _build_goods(self, env):
        """Products as copies of one: the first of them are published."""
        template = env["product.template"].create(
            {"name": "Tea", "list_price": 10, "taxes_id": False, "is_published": True}
        )
        env.flush_all()
        changes = {"list_price": "10 + n % 977", "is_published": f"n <= {SHOWN}"}
        copies = self._copy(env, "product_template", template.id, PRODUCTS, changes)
        variant = template.product_variant_id
        changes = {"product_tmpl_id": _pick(copies)}
        self._copy(env, "product_product", variant.id, PRODUCTS, changes)
        env.invalidate_all()

    def _copy(self, env, table, row_id, count, changes):
        """Ids of copies of a row, with some columns calculated from their number."""
        env.cr.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
            [table],
        )
        names = [name for (name,) in env.cr.fetchall() if name != "id"]
        columns = ", ".join(f'"{name}"' for name in names)
        values = ", ".join(changes.get(name, f'"{name}"') for name in names)
        env.cr.execute(
            f'INSERT INTO "{table}" ({columns}) SELECT {values} '
            f'FROM "{table}", generate_series(1, {count}) n '
            f'WHERE "{table}".id = {row_id} RETURNING id'
        )
        return [row[0] for row in env.cr.fetchall()]

    def _add_user(self, env, login, firm):
        env["res.users"].create(
            {
                "name": login,
                "login": login,
                "password": PASSWORD,
                "group_ids": [(6, 0, env.ref("base.group_portal").ids)],
            }
        ).partner_id.parent_id = firm

    # === BROWSING === #
    def browse(self, login=None):
        """A browser, signed in if a login is given: a function of an address."""
        client = Client(odoo.http.root)
        where = {
            "base_url": "http://127.0.0.1:8069",
            "environ_base": {"REMOTE_ADDR": "127.0.0.1"},
        }

        def get(path):
            answer = client.get(path, follow_redirects=True, **where)
            assert answer.status_code == 200, (path, answer.status)
            return answer.get_data(as_text=True)

        page = get("/web/login")
        if login:
            token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
            data = {"login": login, "password": PASSWORD, "csrf_token": token}
            answer = client.post("/web/login", data=data, **where)
            assert answer.status_code == 303, f"{login} cannot sign in"
        return get


def _pick(ids):
    """SQL that takes one of these ids, by the number of the row."""
    return f"('{{{','.join(map(str, ids))}}}'::int[])[1 + (n - 1) % {len(ids)}]"


def dealer_pages(suite, runs=40, **_options):
    """The shop and a product's page, as the deepest dealer of the tree."""
    tell(f"dealer_pages: {DEALERS:,} dealers in {DEPTH} levels")
    shop = Wholesale(suite)
    visitor, customer = shop.browse(), shop.browse("customer@bench.test")
    dealer = shop.browse("dealer@bench.test")
    assert "<del" in dealer("/shop"), "the dealer is not shown his prices"
    product = re.search(r'href="(/shop/tea-\d+)', visitor("/shop"))[1]
    rows = []
    for name, path in (("dealer_shop", "/shop"), ("dealer_product", product)):
        assert visitor(path) != dealer(path)
        against = interleave(
            lambda _n, path=path: dealer(path),
            lambda _n, path=path: visitor(path),
            runs,
        )
        signed_in = interleave(
            lambda _n, path=path: dealer(path),
            lambda _n, path=path: customer(path),
            runs,
        )
        rows += [
            Row(
                name=name,
                work=f"{path} as a dealer, {DEALERS:,} dealers, {DEPTH} levels",
                baseline="the same as a visitor",
                target=1.1,
                **against.medians,
            ),
            Row(
                name=f"{name}_customer",
                work="the same as a dealer",
                baseline="as a customer who is signed in",
                **signed_in.medians,
            ),
        ]
    return [*rows, *_price_list(shop)]


def _price_list(shop, runs=3):
    """Every product's price: our list against core's own computation of it."""
    tell(f"price_list: {PRODUCTS:,} products")
    ours, deep, theirs, grown = [], [], [], 0
    for _run in range(runs):
        seconds, memory = clock(_write_list, shop, shop.top_list_id)
        ours.append(1000 * seconds)
        theirs.append(1000 * clock(_ask_core, shop)[0])
        seconds, deeper = clock(_write_list, shop, shop.list_id)
        deep.append(1000 * seconds)
        grown = max(grown, memory, deeper)
    return [
        Row(
            name="price_list",
            work=f"price list of {PRODUCTS:,} products, with retail beside",
            baseline="core's own price computation of the same list",
            median=median(ours),
            baseline_median=median(theirs),
            target=1.5,
            runs=runs,
        ),
        Row(
            name="price_list_deep",
            work=f"the same for a dealer {DEPTH} levels deep",
            baseline="core's own, of the topmost list",
            median=median(deep),
            baseline_median=median(theirs),
            runs=runs,
        ),
        Row(
            name="price_list_memory",
            work=f"memory that {PRODUCTS:,} products take",
            baseline="64 MB",
            unit="MB",
            median=grown / MEGABYTE,
            baseline_median=64,
            median_max=64,
        ),
    ]


def _write_list(shop, list_id):
    """Read the whole list; by how many bytes the process grew."""
    with request(shop.registry) as env:
        pricelist = env["product.pricelist"].browse(list_id)
        before = most = _resident()
        rows = 0
        for row in pricelist._iter_prices([("sale_ok", "=", True)]):
            rows += 1
            assert row["prices"][1.0] > 0
            if rows % CHUNK == 0:
                most = max(most, _resident())
        assert rows >= PRODUCTS, rows
        return most - before


def _ask_core(shop):
    """The same prices as core computes them, and what else a list reads."""
    with request(shop.registry) as env:
        base = env["product.pricelist"].browse(shop.top_list_id)
        Product, last_id = env["product.product"], 0
        while products := Product.search(
            [("sale_ok", "=", True), ("id", ">", last_id)], order="id", limit=CHUNK
        ):
            last_id = products[-1].id
            base._compute_price_rule(products, 1.0)
            products.mapped("display_name")
            products.mapped("uom_id.name")
            env.invalidate_all()


def _resident():
    """Bytes of memory of this process."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096
