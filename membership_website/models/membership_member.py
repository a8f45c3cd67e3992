from odoo import api, fields, models


class MembershipMember(models.Model):
    """Whose page it is: the one place that decides what a portal user may see."""

    _inherit = "membership.member"

    # === BUSINESS METHODS === #
    @api.model
    def _get_of_user(self, company):
        """The membership that the user sees: his own, else one that he holds a card of.

        :param company: ``res.company`` of the website; its memberships come first
        :returns: (member in sudo or empty, whether it is the user's own)
        """
        partner = self.env.user.partner_id
        if self.env.user._is_public() or not partner:
            return self.sudo().browse(), False
        own = self.sudo().search(
            [("partner_id", "=", partner.id), ("state", "!=", "closed")]
        )
        held = self.sudo()
        if not own:
            cards = (
                self.env["membership.card"]
                .sudo()
                .search(
                    [
                        ("holder_id", "=", partner.id),
                        ("state", "!=", "cancelled"),
                        ("member_id.state", "!=", "closed"),
                    ]
                )
            )
            held = cards.member_id
        members = (own or held).sorted(
            lambda member: (member.company_id != company.root_id, -member.id)
        )
        return members[:1], bool(own)

    def _get_cards_of_user(self, is_owner):
        """Cards of this member that the current user may see, best first.

        The member sees all; who holds a card of somebody else sees his own.
        """
        self.ensure_one()
        partner = self.env.user.partner_id
        order = ["active", "draft", "lost", "frozen", "expired"]
        return self.card_ids.filtered(
            lambda card: card.state in order and (is_owner or card.holder_id == partner)
        ).sorted(
            lambda card: (
                order.index(card.state),
                card.holder_id not in (partner, partner.browse()),
                -card.id,
            )
        )

    def _get_card_to_show(self, is_owner):
        """The card whose code the user's phone shows: his own, if one works now."""
        partner = self.env.user.partner_id
        today = fields.Date.context_today(self)
        return self._get_cards_of_user(is_owner).filtered(
            lambda card: (
                card.state == "active"
                and card.holder_id in (partner, partner.browse())
                and (not card.valid_until or card.valid_until >= today)
                and self.state == "active"
            )
        )[:1]

    def _report_loss_of_user(self, card_id, is_owner):
        """Report a card of the current user lost; once is enough, again is no error.

        :returns: "lost"; "refused" if the card is in a state that knows no loss; None
            if it is no card that the user may see
        """
        card = self._get_cards_of_user(is_owner).filtered(
            lambda card: card.id == card_id
        )
        if not card:
            return None
        if card.state == "lost":
            return "lost"
        if card.state != "active":
            return "refused"
        card._change_state("report_loss", self.env._("Reported on the website"))
        return "lost"
