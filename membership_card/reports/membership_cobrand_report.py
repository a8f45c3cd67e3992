from odoo import api, fields, models
from odoo.tools import SQL


class MembershipCobrandReport(models.Model):
    """What is settled with each co-brand partner: cards, purchases, top-ups."""

    _name = "membership.cobrand.report"
    _description = "Co-branded Cards"
    _auto = False
    _order = "date desc, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", readonly=True)
    direction = fields.Selection(
        [("theirs", "Their Cards in Our Shops"), ("ours", "Our Cards at Their Places")],
        readonly=True,
    )
    fact = fields.Selection(selection="_get_facts", string="What", readonly=True)
    type_id = fields.Many2one("membership.card.type", string="Card Type", readonly=True)
    card_id = fields.Many2one("membership.card", readonly=True)
    member_id = fields.Many2one("membership.member", readonly=True)
    outlet_id = fields.Many2one("membership.outlet", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    date = fields.Date(readonly=True)
    card_count = fields.Integer(string="Cards Issued", readonly=True)
    member_count = fields.Integer(
        string="Members", readonly=True, aggregator="count_distinct"
    )
    purchase_count = fields.Integer(string="Purchases", readonly=True)
    purchase_amount = fields.Monetary(string="Purchased", readonly=True)
    topup_count = fields.Integer(string="Top-ups", readonly=True)
    topup_amount = fields.Monetary(string="Topped Up", readonly=True)
    owed = fields.Monetary(
        string="Owed to Partner",
        readonly=True,
        help="The share of what was bought with the partner's cards in our shops, less "
        "its share of what was bought with ours at its places.",
    )

    @property
    def _table_query(self):
        union = SQL(" UNION ALL ").join(
            SQL("(%s)", query) for query in self._get_fact_queries()
        )
        return SQL(
            """
            SELECT row_number() OVER () AS id, fact.*, fact.member_id AS member_count,
                company.currency_id
            FROM (%s) fact (fact, direction, partner_id, type_id, card_id, member_id,
                outlet_id, company_id, date, card_count, purchase_count,
                purchase_amount, topup_count, topup_amount, owed)
            JOIN res_company company ON company.id = fact.company_id
            """,
            union,
        )

    # === HOOKS === #
    @api.model
    def _get_facts(self):
        """Hook: kinds of facts, with their labels."""
        return [
            ("issue", self.env._("Card Issued")),
            ("purchase", self.env._("Purchase")),
        ]

    @api.model
    def _get_fact_queries(self):
        """Hook: queries of facts, with the columns named in :attr:`_table_query`."""
        issued = SQL(
            """
            SELECT 'issue', 'theirs', type.cobrand_partner_id, type.id, card.id,
                card.member_id, card.outlet_id, card.company_id, card.issued_on,
                1, 0, 0::numeric, 0, 0::numeric, 0::numeric
            FROM membership_card card
            JOIN membership_card_type type ON type.id = card.type_id
            WHERE type.cobrand_partner_id IS NOT NULL AND card.issued_on IS NOT NULL
            """
        )
        theirs = SQL(
            """
            SELECT 'purchase', 'theirs', type.cobrand_partner_id, type.id, card.id,
                purchase.member_id, purchase.outlet_id, purchase.company_id,
                purchase.date::date, 0, 1, purchase.amount_total, 0, 0::numeric,
                round(purchase.amount_total * type.cobrand_percent / 100, 2)
            FROM membership_card_type type
            JOIN membership_card card ON card.type_id = type.id
            JOIN membership_purchase purchase ON purchase.card_id = card.id
            WHERE type.cobrand_partner_id IS NOT NULL
            """
        )
        ours = SQL(
            """
            SELECT 'purchase', 'ours', outlet.cobrand_partner_id, card.type_id, card.id,
                purchase.member_id, outlet.id, purchase.company_id,
                purchase.date::date, 0, 1, purchase.amount_total, 0, 0::numeric,
                -round(purchase.amount_total * outlet.cobrand_percent / 100, 2)
            FROM membership_outlet outlet
            JOIN membership_purchase purchase ON purchase.outlet_id = outlet.id
            LEFT JOIN membership_card card ON card.id = purchase.card_id
            LEFT JOIN membership_card_type type ON type.id = card.type_id
            WHERE outlet.cobrand_partner_id IS NOT NULL
              AND type.cobrand_partner_id IS DISTINCT FROM outlet.cobrand_partner_id
            """
        )
        return [issued, theirs, ours]
