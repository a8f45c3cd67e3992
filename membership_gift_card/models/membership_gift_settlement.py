from odoo import fields, models
from odoo.tools import SQL


class MembershipGiftSettlement(models.Model):
    """What main companies owe each other for gift cards, as both have booked it."""

    _name = "membership.gift.settlement"
    _description = "Settlement between Companies"
    _auto = False
    _order = "company_id, id"
    _rec_name = "partner_id"
    _depends = {
        "account.move.line": [
            "account_id",
            "balance",
            "company_id",
            "date",
            "parent_state",
            "partner_id",
            "reconciled",
        ],
        "res.company": ["membership_gift_settlement_account_id", "partner_id"],
    }

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Counterpart", readonly=True)
    counterpart_id = fields.Many2one(
        "res.company", string="Counterpart Company", readonly=True
    )
    balance = fields.Monetary(
        string="Counterpart Owes",
        readonly=True,
        help="Positive: the counterpart owes it to the company. Negative: the company "
        "owes it to the counterpart.",
    )
    mirror = fields.Monetary(
        string="In Its Books",
        readonly=True,
        help="The same balance in the books of the counterpart.",
    )
    difference = fields.Monetary(
        readonly=True,
        help="0: both have booked the same. A payment that one of them has not booked "
        "yet shows here.",
    )
    open_since = fields.Date(
        readonly=True, help="The oldest journal item that is not settled."
    )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH line AS (
                SELECT root.id AS company_id, line.partner_id,
                    other.id AS counterpart_id, SUM(line.balance) AS balance,
                    MIN(line.date) FILTER (WHERE NOT line.reconciled) AS open_since
                FROM account_move_line line
                JOIN res_company company ON company.id = line.company_id
                JOIN res_company root
                    ON root.id = split_part(company.parent_path, '/', 1)::integer
                    AND root.membership_gift_settlement_account_id = line.account_id
                LEFT JOIN res_company other
                    ON other.partner_id = line.partner_id AND other.parent_id IS NULL
                WHERE line.parent_state = 'posted'
                GROUP BY 1, 2, 3
            ), pair AS (
                SELECT company_id, partner_id, counterpart_id FROM line
                UNION
                SELECT line.counterpart_id, company.partner_id, line.company_id
                FROM line JOIN res_company company ON company.id = line.company_id
                WHERE line.counterpart_id IS NOT NULL
            )
            SELECT row_number() OVER (
                    ORDER BY pair.company_id, pair.partner_id)::integer AS id,
                pair.company_id, pair.partner_id, pair.counterpart_id,
                COALESCE(mine.balance, 0) AS balance,
                -COALESCE(theirs.balance, 0) AS mirror,
                COALESCE(mine.balance, 0) + COALESCE(theirs.balance, 0) AS difference,
                mine.open_since
            FROM pair
            LEFT JOIN line mine ON mine.company_id = pair.company_id
                AND mine.partner_id IS NOT DISTINCT FROM pair.partner_id
            LEFT JOIN line theirs ON theirs.company_id = pair.counterpart_id
                AND theirs.counterpart_id = pair.company_id
            """
        )

    # === ACTION METHODS === #
    def action_view_items(self):
        """Open the journal items that this balance is made of."""
        self.ensure_one()
        account = self.company_id.sudo().membership_gift_settlement_account_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Journal Items"),
            "res_model": "account.move.line",
            "view_mode": "list,form",
            "domain": [
                ("account_id", "=", account.id),
                ("partner_id", "=", self.partner_id.id),
                ("parent_state", "=", "posted"),
                ("company_id", "child_of", self.company_id.id),
            ],
            "context": {"search_default_unreconciled": 1},
        }
