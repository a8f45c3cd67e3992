from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MembershipCard(models.Model):
    """A number that is typed for a card is not taken with a wrong check digit.

    A register that is imported does not come this way: its cards have what they have.
    """

    _name = "membership.card"
    _inherit = ["membership.card", "membership.number.entry"]

    _typed_number = "number"

    # Said with the number, not kept.
    is_number_read = fields.Boolean(store=False)

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Who says that the card shows this number is believed."""
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            type_id = vals.get("type_id") or self._default_type_id().id
            self._check_typed_number(vals, type_id)
        return super().create(vals_list)

    def write(self, vals):
        """A blank gets another number with the same care."""
        vals = dict(vals)
        if vals.keys() & {"number", "is_number_read"}:
            self._check_typed_number(vals, vals.get("type_id") or self.type_id[:1].id)
        return super().write(vals)

    # === HELPERS === #
    @api.model
    def _check_typed_number(self, vals, type_id):
        """Take out of ``vals`` who has read the number; raise if it is doubtful."""
        if vals.pop("is_number_read", False):
            return
        card_type = self.env["membership.card.type"].browse(type_id)
        number = vals.get("number")
        doubt = card_type._get_number_doubt(number, card_type.sudo().company_id)
        if doubt:
            raise ValidationError(doubt)
