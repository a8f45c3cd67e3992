"""Two companies, three websites, six customers, and prices that nobody mixes up.

Runs in Odoo's shell (``env`` is given), with or without the suite: without it the
dealers get ordinary price lists, as a shop would set them up in core. ``doors.py``
follows it in the same shell and tells what was made.
"""

import itertools

from odoo import Command

SUITE = "membership.dealer" in env
PASSWORD = "leak-password-1"
EXTRA = ["website_sale_wishlist", "website_sale_comparison", "sale_management"]
modules = env["ir.module.module"].search(
    [("name", "in", EXTRA), ("state", "=", "uninstalled")]
)
if modules:
    modules.button_immediate_install()
env = env(user=1)
numbers = itertools.count(1)

# === companies and websites ===
main = env["res.company"].search([], limit=1)
other = env["res.company"].create(
    {"name": "Second Company", "currency_id": main.currency_id.id}
)
env.user.company_ids += other
for company in main | other:
    if not company.chart_template:
        env["account.chart.template"].try_loading("generic_coa", company=company)
env["res.groups"].search([])
env.ref("base.group_user")._apply_group(env.ref("product.group_product_pricelist"))
env.ref("base.group_user")._apply_group(env.ref("sale.group_discount_per_so_line"))
sites = env["website"].search([], limit=1)
sites.write({"domain": "http://one.test", "company_id": main.id})
sites += env["website"].create(
    {"name": "Two", "domain": "http://two.test", "company_id": main.id}
)
sites += env["website"].create(
    {"name": "Three", "domain": "http://three.test", "company_id": other.id}
)
env.ref("base.group_user")._apply_group(env.ref("website_sale.group_product_feed"))
sites.enabled_gmc_src = True

# === goods ===
hidden_category = env["product.public.category"].create({"name": "Qxhiddencategory"})
shown_category = env["product.public.category"].create({"name": "Shown"})
if SUITE:
    hidden_category.dealer_only = True


def product(name, retail, **values):
    """A product without tax, so that every number is what was written."""
    return env["product.product"].create(
        {
            "name": name,
            "list_price": retail,
            "taxes_id": False,
            "is_published": True,
            "type": "consu",
            "public_categ_ids": [Command.link(shown_category.id)],
        }
        | values
    )


tea = product("Tea", 90001.23)
cup = product("Cup", 80003.31)
pot = product(
    "Pot", 70007.77, optional_product_ids=[Command.link(tea.product_tmpl_id.id)]
)
colour = env["product.attribute"].create(
    {
        "name": "Colour",
        "value_ids": [Command.create({"name": name}) for name in ("Red", "Blue")],
    }
)
can = env["product.template"].create(
    {
        "name": "Can",
        "list_price": 60011.11,
        "taxes_id": False,
        "is_published": True,
        "attribute_line_ids": [
            Command.create(
                {
                    "attribute_id": colour.id,
                    "value_ids": [Command.set(colour.value_ids.ids)],
                }
            )
        ],
    }
)
tray = product(
    "Tray",
    50021.17,
    accessory_product_ids=[Command.link(tea.id)],
    alternative_product_ids=[Command.link(pot.product_tmpl_id.id)],
)
secret = product(
    "Qxhiddenproduct", 40031.91, public_categ_ids=[Command.set(hidden_category.ids)]
)
combo = env["product.combo"].create(
    {
        "name": "Choice",
        "combo_item_ids": [Command.create({"product_id": p.id}) for p in (tea, cup)],
    }
)
basket = product("Basket", 30043.37, type="combo", combo_ids=[Command.link(combo.id)])
goods = (tea | cup | pot | tray | secret | basket).product_tmpl_id | can

# === price lists ===
step = itertools.count()


def price_list(name, start, company, **values):
    """A list with an odd price per product and quantity."""
    if SUITE:
        values["dealer_only"] = True
    found = env["product.pricelist"].create(
        {"name": name, "company_id": company.id, "currency_id": main.currency_id.id}
        | values
    )
    for template in goods:
        for quantity in (0, 10):
            number = next(step)
            env["product.pricelist.item"].create(
                {
                    "pricelist_id": found.id,
                    "applied_on": "1_product",
                    "product_tmpl_id": template.id,
                    "min_quantity": quantity,
                    "compute_price": "fixed",
                    "fixed_price": start + number * 79.19,
                }
            )
    return found


retail = env["product.pricelist"].create(
    {"name": "Retail", "company_id": main.id, "selectable": True, "sequence": 50}
)
retail_other = env["product.pricelist"].create(
    {"name": "Retail 3", "company_id": other.id, "selectable": True, "sequence": 50}
)
lists = {
    "A": price_list("List A", 12345.77, main),
    "B": price_list("List B", 23457.91, main),
    "C": price_list("List C", 14567.33, other),
}

# === people ===


def customer(name, company=main):
    """A company, a contact of it and the contact's portal user."""
    firm = env["res.partner"].create(
        {"name": f"Firm {name}", "is_company": True, "country_id": main.country_id.id}
    )
    contact = env["res.partner"].create(
        {
            "name": f"Contact {name}",
            "parent_id": firm.id,
            "email": f"{name.lower()}@leaks.test",
            "street": "Street 1",
            "city": "City",
            "zip": "10000",
            "country_id": env.ref("base.us").id,
            "state_id": env.ref("base.state_us_5").id,
            "phone": "+12025550100",
        }
    )
    env["res.users"].create(
        {
            "partner_id": contact.id,
            "login": contact.email,
            "password": PASSWORD,
            "group_ids": [Command.set(env.ref("base.group_portal").ids)],
            "company_ids": [Command.set((main | other).ids)],
            "company_id": company.id,
        }
    )
    return firm


firms = {name: customer(name) for name in ("R", "A", "B", "S")}
firms["C"] = customer("C", other)
own = {"A": "A", "B": "B", "C": "C"}
if SUITE:
    Level, Dealer = env["membership.dealer.level"], env["membership.dealer"]
    markup = env["membership.dealer.markup"].create(
        {"name": "Plus", "percent": 8.31, "company_id": main.id}
    )
    levels = {
        name: Level.create(
            {
                "name": f"Level {name}",
                "pricelist_id": found.id,
                "company_id": found.company_id.id,
            }
        )
        for name, found in lists.items()
    }
    dealers = {}
    for name in ("A", "B", "C"):
        dealers[name] = Dealer.create(
            {
                "partner_id": firms[name].id,
                "level_id": levels[name].id,
                "company_id": lists[name].company_id.id,
            }
        )
    dealers["A"].sub_markup_id = markup
    dealers["S"] = Dealer.create(
        {
            "partner_id": firms["S"].id,
            "upline_id": dealers["A"].id,
            "company_id": main.id,
        }
    )
    for dealer in dealers.values():
        dealer._change_state("approve")
    lists["S"] = dealers["S"].pricelist_id
    own["S"] = "S"
else:
    # As a shop would do it: a list per dealer, set on the contact, for the website.
    for name, found in lists.items():
        found.website_id = sites.filtered(
            lambda s, c=found.company_id: s.company_id == c
        )[:1]
        firms[name].with_company(
            found.company_id
        ).specific_property_product_pricelist = found

# === documents of dealer B ===
order = (
    env["sale.order"]
    .with_company(main)
    .create(
        {
            "partner_id": firms["B"].child_ids[:1].id,
            "company_id": main.id,
            "website_id": sites[0].id,
            "order_line": [
                Command.create({"product_id": p.id, "product_uom_qty": 1})
                for p in (tea, cup)
            ],
        }
    )
)
order._portal_ensure_token()
order.action_confirm()
quotation = order.copy()
quotation.write({"website_id": False})
# Mails without their papers: a machine for tests cannot print.
env["mail.template"].search([("model", "=", "sale.order")]).report_template_ids = False
quotation._send_order_notification_mail(env.ref("sale.email_template_edi_sale"))
quotation.action_quotation_sent()
order._send_order_confirmation_mail()
cart = order.copy()
cart.write({"website_id": sites[0].id})
cart._portal_ensure_token()
cart._cart_recovery_email_send()
invoice = order._create_invoices() if order.invoice_status == "to invoice" else None
if invoice is None:
    order.order_line.qty_delivered = 1
    invoice = order._create_invoices()
invoice.action_post()
# What B, or who pretends to be B, may end or destroy, and something to pay with.
spare = quotation.copy()
spare.action_quotation_sent()
spare_address = env["res.partner"].create(
    {"name": "Spare", "parent_id": firms["B"].id, "type": "delivery"}
)
pay_method = env["payment.method"].search([], limit=1)
pay_method.active = True
provider = env["payment.provider"].create(
    {
        "name": "Transfer",
        "state": "test",
        "is_published": True,
        "company_id": main.id,
        "payment_method_ids": [Command.set(pay_method.ids)],
    }
)
env.flush_all()

# === what is written to others ===
feeds = [
    {"feed_id": feed.id, "access_token": feed.access_token}
    for feed in env["product.feed"].create(
        [{"name": f"Feed {site.id}", "website_id": site.id} for site in sites]
    )
]

# === what must stay secret ===
prices = [
    (
        name,
        template.name,
        quantity,
        found._get_product_price(template.with_company(found.company_id), quantity),
        template.list_price,
    )
    for name, found in lists.items()
    for template in goods
    for quantity in (1, 10)
]
