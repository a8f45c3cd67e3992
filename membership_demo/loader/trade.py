"""What dealers ordered: paid, open, waiting; their statements and rebates."""

from datetime import timedelta

from odoo import fields

# Dealer, days before the end of last month (None: this month), lines, how far it got.
ORDERS = (
    ("hz", 20, (("G04", 600), ("P04", 240)), "paid"),
    ("gz", 12, (("F01", 240), ("G04", 60)), "invoiced"),
    ("nb", None, (("G04", 48), ("F03", 36)), "confirmed"),
    ("hz", None, (("P04", 24),), "sent"),
)
AGREED = "hz"
DISPUTED = ("gz", "上月 18 日退货未扣减 The return of the 18th is missing")


def build(stage):
    """Orders at dealers' prices, invoices, and what was said to the statements."""
    start = fields.Date.start_of(
        fields.Date.subtract(
            fields.Date.start_of(stage.story.last_day, "month"), days=1
        ),
        "month",
    )
    for row in ORDERS:
        _order(stage, start, *row)
    dealers = stage.env["membership.dealer"].search(
        [("company_id", "=", stage.chain.id)]
    )
    statements = stage.env["membership.dealer.statement"]._make(
        stage.chain, dealers, start
    )
    for statement in statements:
        _answer(stage, statement)
    rule = stage.env["membership.dealer.rebate.rule"].search(
        [("company_id", "=", stage.chain.id)], limit=1
    )
    stage.env["membership.dealer.rebate"]._compute_rule(
        rule, start, fields.Date.end_of(start, "month")
    )


def _order(stage, start, key, days, lines, goal):
    last = fields.Date.end_of(start, "month")
    day = stage.story.last_day if days is None else last - timedelta(days=days)
    dealer = stage.env.ref(f"__demo__.dealer_{key}")
    order = (
        stage.env["sale.order"]
        .with_company(stage.chain)
        .create(
            {
                "partner_id": dealer.partner_id.id,
                "company_id": stage.chain.id,
                "user_id": stage.users["manager"].id,
                "date_order": day,
                "order_line": [
                    fields.Command.create(
                        {
                            "product_id": stage.products[code].id,
                            "product_uom_qty": quantity,
                        }
                    )
                    for code, quantity in lines
                ],
            }
        )
    )
    if goal == "sent":
        order.action_quotation_sent()
        return
    order.action_confirm()
    order.date_order = day
    if goal in ("invoiced", "paid"):
        _invoice(stage, order, day, goal == "paid")


def _invoice(stage, order, day, is_paid):
    for line in order.order_line:
        line.qty_delivered = line.product_uom_qty
    invoice = order._create_invoices()
    invoice.invoice_date = day
    invoice.action_post()
    if is_paid:
        register = stage.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        journal = stage.methods[stage.chain.id, "bank"].journal_id
        register.create(
            {"journal_id": journal.id, "payment_date": day + timedelta(days=5)}
        )._create_payments()


def _answer(stage, statement):
    if statement.dealer_id == stage.env.ref(f"__demo__.dealer_{AGREED}"):
        statement._change_state("agree")
    key, answer = DISPUTED
    if statement.dealer_id == stage.env.ref(f"__demo__.dealer_{key}"):
        statement._change_state("dispute", answer)
