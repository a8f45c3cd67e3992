from odoo import api, models


class MembershipCard(models.Model):
    """A card whose type keeps blanks is one of them."""

    _inherit = "membership.card"

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Cards whose type keeps blanks take theirs from the stock of the outlet.

        The numbers of a partner's cards are the partner's.
        """
        Type = self.env["membership.card.type"].sudo()
        Stock = self.env["membership.card.stock"].sudo()
        Outlet = self.env["membership.outlet"].sudo()
        vals_list = [dict(vals) for vals in vals_list]
        taken = []
        for vals in vals_list:
            card_type = Type.browse(vals.get("type_id") or self._default_type_id().id)
            number = (vals.get("number") or "").strip()
            card_type._check_number(number)
            if card_type.number_source != "stock":
                continue
            if number:
                Stock._reserve(card_type, number)
                continue
            outlet = Outlet.browse(vals.get("outlet_id")) or Outlet._get_default()
            vals["outlet_id"] = outlet.id
            vals["number"] = Stock._take(card_type, outlet, taken)
            taken.append(vals["number"])
        cards = super().create(vals_list)
        Stock._issue(cards)
        return cards
