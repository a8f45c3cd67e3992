from odoo import api, fields, models
from odoo.tools import SQL, float_compare


class MembershipRegisterImportTotal(models.Model):
    """Proof of one column of balances: what the file says is what the ledger holds."""

    _name = "membership.register.import.total"
    _description = "Register Import Total"
    _order = "id"

    import_id = fields.Many2one(
        "membership.register.import", required=True, index=True, ondelete="cascade"
    )
    bucket = fields.Char(required=True)
    title = fields.Char(string="Column", compute="_compute_title")
    unit_id = fields.Many2one("membership.unit", required=True, ondelete="restrict")
    decimals = fields.Integer(related="unit_id.decimals")
    symbol = fields.Char(related="unit_id.symbol")
    returned_total = fields.Float(
        digits=0, string="Returned Rows", help="Readable amounts of the returned rows."
    )
    file_total = fields.Float(
        digits=0,
        string="Good Rows",
        help="What the file says in the rows that went in.",
    )
    known_total = fields.Float(
        digits=0,
        string="Posted Before",
        help="Of these rows, posted by an earlier run.",
    )
    posted_total = fields.Float(
        digits=0, string="Posted Now", help="Of these rows, posted by this run."
    )
    ledger_total = fields.Float(
        digits=0,
        string="In the Ledger",
        help="Read back from the entries of these rows.",
    )
    is_equal = fields.Boolean(string="Proved", compute="_compute_is_equal")

    @api.depends("bucket")
    @api.depends_context("lang")
    def _compute_title(self):
        titles = self.env["membership.register.import"]._get_titles()
        for total in self:
            total.title = titles.get(total.bucket, total.bucket)

    @api.depends("file_total", "known_total", "posted_total", "ledger_total")
    def _compute_is_equal(self):
        for total in self:
            digits = total.decimals
            posted = total.known_total + total.posted_total
            total.is_equal = (
                float_compare(total.file_total, total.ledger_total, digits) == 0
                and float_compare(total.file_total, posted, digits) == 0
            )

    def _add(self, **amounts):
        """Add to these columns of one total, exactly."""
        self.ensure_one()
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE membership_register_import_total SET %s WHERE id = %s",
                SQL(", ").join(
                    SQL(
                        "%(name)s = COALESCE(%(name)s, 0) + %(amount)s",
                        name=SQL.identifier(name),
                        amount=amount,
                    )
                    for name, amount in amounts.items()
                ),
                self.id,
            )
        )
        self.invalidate_recordset(list(amounts), flush=False)
