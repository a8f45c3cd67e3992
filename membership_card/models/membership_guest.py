from odoo import api, fields, models
from odoo.fields import Domain


class MembershipGuest(models.Model):
    """A member whom somebody serves away from home: it opens his file for some hours.

    Lists stay those of a user's own outlets; who stands at the counter with his card or
    his phone is served all the same. The row also says who has opened whose file.
    """

    _name = "membership.guest"
    _inherit = "membership.seen"
    _seen_by = ("outlet_id", "member_id.outlet_id")
    _description = "Guest at an Outlet"
    _order = "id desc"
    _rec_name = "member_id"

    member_id = fields.Many2one(
        "membership.member", required=True, readonly=True, index=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Served By",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    outlet_id = fields.Many2one(
        "membership.outlet",
        string="Served At",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    home_id = fields.Many2one(related="member_id.outlet_id", string="Home Outlet")
    company_id = fields.Many2one(related="member_id.company_id")
    date = fields.Datetime(string="Since", required=True, readonly=True)
    until = fields.Datetime(required=True, readonly=True)

    _user_index = models.Index("(user_id, until)")

    # === BUSINESS METHODS === #
    @api.model
    def _get_guests(self, user, members=None):
        """The members whom ``user`` is serving now, or those of ``members``."""
        domain = Domain("user_id", "=", user.id)
        domain &= Domain("until", ">=", fields.Datetime.now())
        if members is not None:
            domain &= Domain("member_id", "in", members.ids)
        guests = self.sudo().search_fetch(domain, ["member_id"])
        return guests.member_id.sudo(self.env.su)
