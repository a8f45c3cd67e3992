from odoo import api, models


class MembershipCard(models.Model):
    """A card whose type keeps blanks is one of them."""

    _inherit = "membership.card"

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Cards whose type keeps blanks take theirs from the stock of the outlet."""
        Type = self.env["membership.card.type"].sudo()
        Stock = self.env["membership.card.stock"].sudo()
        Outlet = self.env["membership.outlet"].sudo()
        cards = self.browse()
        waiting = []
        for vals in vals_list:
            card_type = Type.browse(vals.get("type_id") or self._default_type_id().id)
            if card_type.number_source != "stock" or vals.get("number"):
                waiting.append(vals)
                continue
            # One at a time: the next blank is known when this one is taken.
            cards |= self._create_from(waiting)
            waiting = []
            outlet = Outlet.browse(vals.get("outlet_id")) or Outlet._get_default()
            vals = {
                **vals,
                "outlet_id": outlet.id,
                "number": Stock._take(card_type, outlet),
            }
            cards |= self._create_from([vals])
        return cards | self._create_from(waiting)

    def _create_from(self, vals_list):
        """Create cards whose numbers are known or generated, and mark their blanks."""
        if not vals_list:
            return self.browse()
        cards = super().create(vals_list)
        self.env["membership.card.stock"].sudo()._issue(cards)
        return cards
