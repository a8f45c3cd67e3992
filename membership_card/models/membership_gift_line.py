from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date


class MembershipGiftLine(models.Model):
    """One thing that a member got: waiting, handed over, or lapsed."""

    _name = "membership.gift.line"
    _inherit = "membership.seen"
    _description = "Gift"
    _order = "id desc"

    gift_id = fields.Many2one(
        "membership.gift",
        string="Given With",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    pack_line_id = fields.Many2one(
        "membership.gift.pack.line", required=True, readonly=True, ondelete="restrict"
    )
    pack_id = fields.Many2one(
        "membership.gift.pack",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    member_id = fields.Many2one(
        "membership.member", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="member_id.company_id")
    name = fields.Char(related="pack_line_id.name", string="Gift")
    kind = fields.Selection(
        lambda self: (
            self.env["membership.gift.pack.line"]
            ._fields["kind"]
            ._description_selection(self.env)
        ),
        required=True,
        readonly=True,
    )
    product_id = fields.Many2one("product.product", readonly=True, ondelete="restrict")
    quantity = fields.Float(readonly=True)
    amount = fields.Float(digits=(16, 2), readonly=True)
    pricelist_id = fields.Many2one(
        "product.pricelist", readonly=True, ondelete="restrict"
    )
    good_from = fields.Date(required=True, readonly=True)
    good_until = fields.Date(required=True, readonly=True)
    state = fields.Selection(
        [("open", "Waiting"), ("done", "Given"), ("lapsed", "Lapsed")],
        required=True,
        readonly=True,
        default="open",
    )
    done_on = fields.Datetime(string="Given On", readonly=True)
    done_by = fields.Many2one(
        "res.users", string="Given By", readonly=True, ondelete="restrict"
    )
    outlet_id = fields.Many2one(
        "membership.outlet",
        string="At",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    _open_index = models.Index("(member_id) WHERE state = 'open'")
    _member_index = models.Index("(member_id)")

    # === ACTION METHODS === #
    def action_hand_over(self):
        """Note that the member has got it, once.

        :raises UserError: if it was handed over, has lapsed or is not good yet
        """
        self.check_access("read")
        if not self.env.user.has_group("membership_ledger.group_till"):
            raise AccessError(self.env._("Who serves members hands gifts over."))
        for line in self:
            line._hand_over(self.env.user.membership_outlet_id)

    # === BUSINESS METHODS === #
    def _hand_over(self, outlet=None):
        """Hand this gift over at ``outlet``; the row is written only while it waits."""
        self.ensure_one()
        line = self.sudo()
        today = self.env["membership.member"]._get_level_day()
        if line.kind not in ("item", "coupon"):
            raise UserError(self.env._("%(gift)s is given by itself.", gift=line.name))
        if line.state == "open" and line.good_until < today:
            raise UserError(
                self.env._(
                    "%(gift)s could be collected until %(day)s.",
                    gift=line.name,
                    day=format_date(self.env, line.good_until),
                )
            )
        if not line._set_done(outlet):
            line.invalidate_recordset()
            raise UserError(
                self.env._(
                    "%(gift)s is not waiting any more: %(state)s.",
                    gift=line.name,
                    state=dict(
                        self._fields["state"]._description_selection(self.env)
                    ).get(line.state, ""),
                )
            )

    def _set_done(self, outlet=None):
        """Mark those of these lines that wait as given.

        :returns: how many there were
        """
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE membership_gift_line SET state = 'done', done_on = %s, "
                "done_by = %s, outlet_id = %s WHERE id = ANY(%s) AND state = 'open'",
                fields.Datetime.now(),
                self.env.uid,
                (outlet and outlet.id) or None,
                self.ids,
            )
        )
        self.invalidate_recordset(flush=False)
        return self.env.cr.rowcount

    @api.model
    def _follow_gifts(self, member):
        """What is in the gifts of ``member`` is his, whoever got them first."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "UPDATE membership_gift_line line SET member_id = gift.member_id "
                "FROM membership_gift gift WHERE gift.id = line.gift_id "
                "AND gift.member_id = %s AND line.member_id <> gift.member_id",
                member.id,
            )
        )
        self.env.invalidate_all(flush=False)

    @api.model
    def _lapse(self, today):
        """What nobody collected in time lapses."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "UPDATE membership_gift_line SET state = 'lapsed' "
                "WHERE state = 'open' AND good_until < %s",
                today,
            )
        )
        self.invalidate_model(["state"], flush=False)

    # === HOOKS === #
    def _deliver(self):
        """Hook: give what needs no counter (points, bonus money), once, for many.

        Lines are new; who gives something posts it with the key ``gift:<id of the
        line>`` and calls :meth:`_set_done`. What nobody gives waits at the counter.
        """
