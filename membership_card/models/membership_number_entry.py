from odoo import api, fields, models


class MembershipNumberEntry(models.AbstractModel):
    """Where somebody types the number of a card: a wrong digit is noticed at once.

    What inherits it has ``type_id`` and ``company_id``, and names in ``_typed_number``
    the field that is typed into.
    """

    _name = "membership.number.entry"
    _description = "Card Number That Is Typed"

    _typed_number = "card_number"

    number_doubt = fields.Char(compute="_compute_number_doubt")
    is_number_read = fields.Boolean(
        string="The Card Shows This Number",
        compute="_compute_is_number_read",
        store=True,
        readonly=False,
        copy=False,
        help="For old cards whose last digit is no check digit: somebody has compared "
        "the number with the card.",
    )

    # === COMPUTE METHODS === #
    @api.depends(lambda self: (self._typed_number,))
    def _compute_is_number_read(self):
        """Another number has to be compared anew."""
        self.is_number_read = False

    @api.depends(lambda self: (self._typed_number, "type_id", "company_id"))
    def _compute_number_doubt(self):
        for entry in self:
            entry.number_doubt = entry.type_id._get_number_doubt(
                entry[self._typed_number], entry.company_id
            )
