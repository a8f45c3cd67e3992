from odoo import api, fields, models
from odoo.exceptions import ValidationError

PLACES = ("{z}", "{x}", "{y}")


class ResCompany(models.Model):
    _inherit = "res.company"

    membership_dealer_tile_url = fields.Char(
        string="Map Server",
        default="https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        help="Address of the pictures a map consists of, with {z}, {x} and {y}. Empty: "
        "a plain background, and nobody outside is asked.",
    )
    membership_dealer_tile_source = fields.Char(
        string="Source of the Map",
        default="© OpenStreetMap contributors",
        help="Named in the corner of the map, as its owner demands.",
    )

    # === CONSTRAINT METHODS === #
    @api.constrains("membership_dealer_tile_url")
    def _check_membership_dealer_tile_url(self):
        for company in self:
            address = company.membership_dealer_tile_url
            if address and not (
                address.startswith(("https://", "http://", "/"))
                and all(place in address for place in PLACES)
            ):
                raise ValidationError(
                    self.env._(
                        "%(address)s is no address of a map server: it begins with "
                        "https:// and contains {z}, {x} and {y}.",
                        address=address,
                    )
                )
