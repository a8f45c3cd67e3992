from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MembershipLevelDay(models.Model):
    """Days on which members of a level pay other prices, or those of everybody."""

    _name = "membership.level.day"
    _description = "Member Day"
    _order = "level_id, sequence, id"

    level_id = fields.Many2one(
        "membership.level", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="level_id.company_id")
    sequence = fields.Integer(
        default=10, help="Where several apply, the first one decides."
    )
    name = fields.Char(string="Member Day", required=True, translate=True)
    recurrence = fields.Selection(
        [("week", "Every week"), ("month", "Every month"), ("dates", "From … to")],
        required=True,
        default="week",
    )
    weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        default="1",
    )
    month_day = fields.Integer(
        string="Day of Month",
        default=1,
        help="The last day, in months that are shorter.",
    )
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="Until")
    pricelist_id = fields.Many2one(
        "product.pricelist",
        ondelete="restrict",
        help="What members pay on these days. Empty: the usual prices, as everybody.",
    )

    _month_day_valid = models.Constraint(
        "CHECK (month_day BETWEEN 1 AND 31)", "A month has days from 1 to 31."
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "Member days begin before they end.",
    )

    # === CONSTRAINT METHODS === #
    @api.constrains("recurrence", "date_from", "date_to")
    def _check_dates(self):
        for day in self:
            if day.recurrence == "dates" and not (day.date_from and day.date_to):
                raise ValidationError(
                    self.env._("%(name)s: say from when to when.", name=day.name)
                )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Tills and partners remember prices: forget them."""
        days = super().create(vals_list)
        days.level_id._prices_changed()
        return days

    def write(self, vals):
        """Tills and partners remember prices: forget them."""
        result = super().write(vals)
        self.level_id._prices_changed()
        return result

    def unlink(self):
        """Tills and partners remember prices: forget them."""
        levels = self.level_id
        result = super().unlink()
        levels._prices_changed()
        return result

    # === BUSINESS METHODS === #
    def _falls_on(self, day):
        """Whether this is one of its days."""
        self.ensure_one()
        if self.date_from and day < self.date_from:
            return False
        if self.date_to and day > self.date_to:
            return False
        if self.recurrence == "week":
            return day.weekday() == int(self.weekday)
        if self.recurrence == "month":
            is_last = (day + timedelta(days=1)).day == 1
            return day.day == self.month_day or (is_last and day.day < self.month_day)
        return True
