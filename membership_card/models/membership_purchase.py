from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..conversion import convert_parts

COLUMNS = {
    "member_id": "integer",
    "card_id": "integer",
    "outlet_id": "integer",
    "company_id": "integer",
    "currency_id": "integer",
    "date": "timestamp",
    "amount_total": "numeric",
    "amount_untaxed": "numeric",
    "origin_model": "text",
    "origin_id": "integer",
    "origin_key": "text",
    "refunded_purchase_id": "integer",
}

# Nobody has changed it (write_uid): each reference is one more look-up of the sale.
# Whoever buys has been seen, and wakes: by the same statement, at no cost of its own.
RECORD = f"""
WITH recorded AS (
    INSERT INTO membership_purchase ({", ".join(COLUMNS)},
        create_uid, create_date, write_date)
    SELECT row.*, %s, %s, %s FROM (VALUES %s) AS row
    ON CONFLICT (company_id, origin_key) DO NOTHING
    RETURNING company_id, origin_key, id, member_id, date
), seen AS (
    UPDATE membership_member member SET last_seen_on = GREATEST(last_seen_on, day),
        dormant_since = CASE WHEN day >= dormant_since THEN NULL ELSE dormant_since END
    FROM (SELECT member_id, MAX(date)::date AS day FROM recorded GROUP BY 1) touch
    WHERE member.id = member_id
      AND (last_seen_on IS NULL OR last_seen_on < day OR day >= dormant_since)
)
SELECT company_id, origin_key, id FROM recorded
"""
ROW = ", ".join(f"%({name})s::{kind}" for name, kind in COLUMNS.items())


class MembershipPurchase(models.Model):
    """One purchase or refund of a member, whatever the channel: the spine.

    Channels record it once by its natural key; points, levels and follow-ups react.
    Amounts are in the currency of the company whose books the document is in.
    """

    _name = "membership.purchase"
    _inherit = "membership.seen"
    _names_people = True  # see membership.naming
    _description = "Membership Purchase"
    _order = "date desc, id desc"
    _rec_name = "origin_key"

    member_id = fields.Many2one(
        "membership.member", required=True, readonly=True, ondelete="restrict"
    )
    card_id = fields.Many2one(
        "membership.card",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The card that was shown; empty if the member was found otherwise.",
    )
    outlet_id = fields.Many2one(
        "membership.outlet", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True, index=True)
    amount_total = fields.Monetary(
        readonly=True, required=True, help="With taxes; a refund is negative."
    )
    amount_untaxed = fields.Monetary(readonly=True)
    origin_model = fields.Char(readonly=True)
    origin_id = fields.Many2oneReference(model_field="origin_model", readonly=True)
    origin_key = fields.Char(
        required=True, readonly=True, help="Makes sure that it is recorded once."
    )
    origin_name = fields.Char(string="Document", compute="_compute_origin_name")
    can_open_origin = fields.Boolean(compute="_compute_can_open_origin")
    refunded_purchase_id = fields.Many2one(
        "membership.purchase",
        string="Refund Of",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    refund_ids = fields.One2many("membership.purchase", "refunded_purchase_id")

    _origin_unique = models.UniqueIndex(
        "(company_id, origin_key)", "This purchase is recorded already."
    )
    _member_index = models.Index("(member_id, date)")

    # === COMPUTE METHODS === #
    @api.depends("origin_model", "origin_id")
    def _compute_origin_name(self):
        for model, purchases in self.grouped("origin_model").items():
            names = {}
            if model in self.env:
                records = self.env[model].sudo().browse(purchases.mapped("origin_id"))
                names = {record.id: record.display_name for record in records.exists()}
            for purchase in purchases:
                purchase.origin_name = names.get(purchase.origin_id, False)

    @api.depends("origin_name", "origin_model")
    @api.depends_context("uid")
    def _compute_can_open_origin(self):
        """Whether there is a document that this kind of user may open."""
        for model, purchases in self.grouped("origin_model").items():
            is_open = model in self.env and self.env[model].has_access("read")
            for purchase in purchases:
                purchase.can_open_origin = is_open and bool(purchase.origin_name)

    @api.depends("origin_name", "origin_key")
    def _compute_display_name(self):
        """The document says it best; its key where it is in another system."""
        for purchase in self:
            purchase.display_name = purchase.origin_name or purchase.origin_key

    # === CRUD METHODS === #
    @api.ondelete(at_uninstall=False)
    def _unlink_except_recorded(self):
        raise UserError(
            self.env._("What a member has bought stays on file: record a refund.")
        )

    # === ACTION METHODS === #
    def action_open_origin(self):
        """Open the order or invoice behind this purchase, with the user's rights."""
        self.ensure_one()
        if not self.origin_id or self.origin_model not in self.env:
            raise UserError(self.env._("This purchase has no document in this system."))
        return {
            "type": "ir.actions.act_window",
            "res_model": self.origin_model,
            "res_id": self.origin_id,
            "view_mode": "form",
        }

    # === BUSINESS METHODS === #
    @api.model
    def _record(self, vals_list):
        """Record purchases, each once: one statement, whatever their number.

        A row that another transaction has just made ends this one in a serialization
        error, which Odoo repeats; a row that is there already is left as it is.

        :param vals_list: dicts with member_id, company_id, currency_id, amount_total,
            origin_key, and optionally card_id, outlet_id, date, amount_untaxed,
            origin_model, origin_id, refunded_purchase_id; amounts not as float
        :returns: ``membership.purchase`` in sudo, in the order of ``vals_list``
        """
        purchases = self.sudo()
        if not vals_list:
            return purchases.browse()
        rows = [self._prepare_row(vals) for vals in vals_list]
        self.env.cr.execute(
            SQL(
                RECORD,
                self.env.uid,
                *[fields.Datetime.now()] * 2,
                SQL(", ").join(SQL(f"({ROW})", **row) for row in rows),
            )
        )
        ids = {(row[0], row[1]): row[2] for row in self.env.cr.fetchall()}
        new = purchases.browse(ids.values())
        # First: forgetting a one2many also forgets the many2one behind it.
        self.env["membership.member"].invalidate_model(
            ["purchase_ids", "last_seen_on", "dormant_since"], flush=False
        )
        new._remember(rows, ids)
        if len(ids) < len(rows):
            ids |= self._read_recorded(rows)
        if new:
            new._after_purchase()
            new._lift_members()
        return purchases.browse(
            ids[row["company_id"], row["origin_key"]] for row in rows
        )

    def _lift_members(self):
        """Who reached a level by these purchases is on it at once.

        After everything else: points, for one, have been earned by now. Nobody falls
        by a refund before the nightly evaluation, which gives no grace to a level that
        was reached by what came back.
        """
        bought = self.filtered(lambda purchase: purchase.amount_total > 0)
        bought.member_id._rise_at_once()

    # === HOOKS === #
    def _after_purchase(self):
        """Hook: react to purchases that were just recorded, in their transaction.

        Called once for each, in sudo, with all of one call together. What the till
        need not wait for belongs into a job.
        """

    def _get_lines(self):
        """Hook: product lines of the origin document, signed like the purchase.

        :returns: list of dicts with product_id (id), qty and amount_total (in the
            currency of the purchase, with taxes)
        """
        self.ensure_one()
        if self.origin_model != "account.move" or not self.origin_id:
            return []
        move = self.env["account.move"].sudo().browse(self.origin_id).exists()
        sign = -1 if move.move_type == "out_refund" else 1
        lines = [
            {
                "product_id": line.product_id.id,
                "qty": sign * line.quantity,
                "amount_total": sign * line.price_total,
            }
            for line in move.invoice_line_ids
            if line.display_type == "product" and line._is_membership_purchase()
        ]
        if move.currency_id != self.currency_id and move.amount_total:
            total = Decimal(repr(abs(move.amount_total_signed)))
            self._convert_lines(lines, total / Decimal(repr(move.amount_total)))
        return lines

    # === HELPERS === #
    def _convert_lines(self, lines, rate):
        """Say the amounts of ``lines`` in the currency of the purchase.

        :param Decimal rate: what one of the document's currency is worth in it
        """
        amounts = [line["amount_total"] for line in lines]
        decimals = self.currency_id.decimal_places
        parts = convert_parts(amounts, rate, decimals)
        for line, part in zip(lines, parts, strict=True):
            line["amount_total"] = float(part)

    @api.model
    def _prepare_row(self, vals):
        unknown = vals.keys() - COLUMNS.keys()
        if unknown:
            raise ValueError(f"unknown columns: {', '.join(sorted(unknown))}")
        row = {name: vals.get(name) or None for name in COLUMNS}
        row["date"] = row["date"] or fields.Datetime.now()
        row["amount_total"] = vals["amount_total"]
        row["amount_untaxed"] = vals.get("amount_untaxed", vals["amount_total"])
        return row

    def _remember(self, rows, ids):
        """Fill the cache with what was just inserted: hooks need no query for it."""
        for row in rows:
            purchase = self.browse(ids.get((row["company_id"], row["origin_key"])))
            if not purchase:
                continue
            for name, value in row.items():
                field = self._fields[name]
                cached = field.convert_to_cache(value or False, purchase)
                field._update_cache(purchase, cached)

    @api.model
    def _read_recorded(self, rows):
        self.env.cr.execute(
            SQL(
                "SELECT company_id, origin_key, id FROM membership_purchase "
                "WHERE company_id = ANY(%s) AND origin_key = ANY(%s)",
                list({row["company_id"] for row in rows}),
                [row["origin_key"] for row in rows],
            )
        )
        return {(row[0], row[1]): row[2] for row in self.env.cr.fetchall()}
