from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

GUEST_HOURS = 12  # a working day, so that nobody scans a card twice


class MembershipMember(models.Model):
    """Served at home, and as a guest at other outlets if the company shares that."""

    _inherit = "membership.member"

    guest_ids = fields.One2many("membership.guest", "member_id")
    is_seen = fields.Boolean(
        string="Seen by This User",
        compute="_compute_is_seen",
        search="_search_is_seen",
        exportable=False,
        help="At home where the user works or below that, or the user's guest today.",
    )

    # === COMPUTE METHODS === #
    @api.depends("outlet_id.is_seen", "guest_ids.user_id", "guest_ids.until")
    @api.depends_context("uid")
    def _compute_is_seen(self):
        user = self.env.user
        away = self.filtered(lambda member: not member.sudo().outlet_id.is_seen)
        guests = away
        if away and not user.membership_sees_all:
            guests = self.env["membership.guest"]._get_guests(user, away)
        for member in self:
            member.is_seen = member not in away or member in guests

    @api.model
    def _search_is_seen(self, operator, _value):
        """As a condition that two indexes answer: it costs what this user sees.

        Outlets and guests are ids in it, the guests of twelve hours are few: joins and
        subqueries would make PostgreSQL read the members of all outlets.
        """
        if operator != "in":
            return NotImplemented
        user = self.env.user
        if user.membership_sees_all:
            return Domain.TRUE
        guests = self.env["membership.guest"]._get_guests(user)
        return Domain("outlet_id", "in", user._get_seen_outlet_ids()) | Domain(
            "id", "in", guests.ids
        )

    # === BUSINESS METHODS - OUTLETS === #
    def _receive(self):
        """Open the files of members who have identified themselves to this user.

        Those at home here are open already; the others become guests until tonight.

        :raises UserError: if cards are not shared and the home is another outlet
        """
        if self.env.su:
            return
        away = self - self._filtered_access("read")
        if not away:
            return
        outlet = self.env["membership.outlet"]._get_default()
        now = fields.Datetime.now()
        for member in away.sudo():
            if member.company_id not in self.env.companies.root_id:
                raise AccessError(self.env._("This member belongs to another company."))
            if not member.company_id.membership_share_cards:
                member._raise_away("cards")
        self.env["membership.guest"].sudo().create(
            [
                {
                    "member_id": member.id,
                    "user_id": self.env.uid,
                    "outlet_id": outlet.id,
                    "date": now,
                    "until": now + timedelta(hours=GUEST_HOURS),
                }
                for member in away
            ]
        )

    def _is_home(self, outlet):
        """Whether ``outlet`` is this member's home or stands above it.

        Whoever works for head office, online or for no outlet is at home everywhere.
        """
        self.ensure_one()
        home = self.sudo().outlet_id
        house = outlet.sudo()._get_house() if outlet else home
        return (
            not home
            or home == house
            or house.kind == "online"
            or house._is_top()
            or (home.parent_path or "").startswith(house.parent_path or "-")
        )

    def _check_shared(self, what, outlet):
        """Raise unless ``outlet`` may serve this member with ``what``.

        :param str what: cards, money or points
        :param outlet: ``membership.outlet``; empty: everywhere
        """
        if not self._is_shared(what, outlet):
            self._raise_away(what)

    def _is_shared(self, what, outlet):
        """Whether ``outlet`` may serve this member with cards, money or points."""
        self.ensure_one()
        company = self.sudo().company_id
        return company[f"membership_share_{what}"] or self._is_home(outlet)

    def _check_at_home(self):
        """Raise unless this user works for the home: corrections are made there."""
        user = self.env.user
        for member in self.sudo():
            if not (
                self.env.su
                or user.membership_sees_all
                or any(map(member._is_home, user.membership_scope_ids))
            ):
                raise AccessError(
                    self.env._(
                        "%(member)s is a guest here: this is for the home outlet "
                        "%(outlet)s or head office.",
                        member=member.display_name,
                        outlet=member.outlet_id.display_name,
                    )
                )

    # === HELPERS === #
    def _raise_away(self, what):
        member = self.sudo()
        names = {"member": member.display_name, "outlet": member.outlet_id.display_name}
        sentences = {
            "cards": self.env._(
                "%(member)s belongs to %(outlet)s: cards are served at their home "
                "outlet only.",
                **names,
            ),
            "money": self.env._(
                "%(member)s belongs to %(outlet)s: stored value is used at the home "
                "outlet only.",
                **names,
            ),
            "points": self.env._(
                "%(member)s belongs to %(outlet)s: points are used at the home outlet "
                "only.",
                **names,
            ),
        }
        raise UserError(sentences[what])
