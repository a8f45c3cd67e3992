from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models

from ..level_review import add_months


class MembershipLevelTerm(models.Model):
    """A level that was bought: from a day to a day, taken back with its refund.

    Terms of one level follow one another: who renews early loses nothing.
    """

    _name = "membership.level.term"
    _description = "Bought Level"
    _order = "id desc"
    _rec_name = "level_id"

    member_id = fields.Many2one(
        "membership.member",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="member_id.company_id", store=True)
    level_id = fields.Many2one(
        "membership.level",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, ondelete="restrict"
    )
    purchase_id = fields.Many2one(
        "membership.purchase", required=True, readonly=True, ondelete="restrict"
    )
    bought_on = fields.Date(required=True, readonly=True)
    quantity = fields.Float(readonly=True)
    returned = fields.Float(readonly=True, help="Pieces that were given back.")
    months = fields.Integer(readonly=True, help="Months that one piece gives.")
    date_from = fields.Date(string="From", readonly=True)
    date_to = fields.Date(string="Until", readonly=True, index=True)
    state = fields.Selection(
        [
            ("active", "Bought"),
            ("waiting", "Waiting for a Place"),
            ("revoked", "Given Back"),
        ],
        required=True,
        readonly=True,
        default="active",
    )

    _once = models.UniqueIndex(
        "(purchase_id, product_id)", "This purchase has given its level already."
    )

    # === BUSINESS METHODS === #
    @api.model
    def _buy(self, purchase, product, quantity):
        """Give the level that ``product`` sells, from today or after the last term.

        :param product: ``product.product`` with a level
        :param quantity: pieces, each for the months of the product
        """
        level = product.membership_level_id
        term = self.sudo().create(
            {
                "member_id": purchase.member_id.id,
                "level_id": level.id,
                "product_id": product.id,
                "purchase_id": purchase.id,
                "bought_on": self.env["membership.member"]._get_level_day(),
                "quantity": quantity,
                "months": product.membership_level_months,
            }
        )
        member = term.member_id
        if member.level_id != level and not level._claim_places():
            # The goods are paid: nothing is refused any more, the place comes later.
            term.state = "waiting"
            member._ask_for_place(level)
            return
        term._arrange()
        term._apply()

    @api.model
    def _take_back(self, purchase, product, quantity):
        """Shorten what a refunded purchase gave, or end it."""
        term = self.sudo().search(
            [
                ("purchase_id", "=", purchase.refunded_purchase_id.id),
                ("product_id", "=", product.id),
            ]
        )
        if not term:
            return
        term.returned += quantity
        if term.returned >= term.quantity:
            term.state = "revoked"
        term._arrange()
        term._apply()

    def _arrange(self):
        """Put the terms of this member and level one after the other."""
        self.ensure_one()
        terms = self.search(
            [
                ("member_id", "=", self.member_id.id),
                ("level_id", "=", self.level_id.id),
                ("state", "=", "active"),
            ],
            order="id",
        )
        last = None
        for term in terms:
            first = max(
                term.bought_on, (last and last + timedelta(days=1)) or term.bought_on
            )
            months = round((term.quantity - term.returned) * term.months)
            last = add_months(first, max(months, 0)) - timedelta(days=1)
            term.write({"date_from": first, "date_to": last})

    def _apply(self):
        """Put the member on the best level that is paid for today."""
        self.ensure_one()
        member = self.member_id
        level, until = self._get_valid([member.id]).get(member.id, (None, None))
        current = member.level_id
        is_paid = member.level_source == "paid"
        if level and (is_paid or level == current or level._is_above(current)):
            if level == current and not is_paid and not member.level_locked_until:
                # Earned already: the term waits below as a floor.
                return
            member._set_level(
                level,
                self.env._("Bought: %(product)s", product=self.product_id.name),
                until,
                is_fixed=True,
                source="paid",
            )
        elif is_paid and not level:
            yesterday = member._get_level_day() - timedelta(days=1)
            member.level_locked_until = yesterday
            member._evaluate_level()

    @api.model
    def _get_valid(self, member_ids):
        """What is paid for today.

        :returns: {member id: (best ``membership.level``, last day)}
        """
        today = self.env["membership.member"]._get_level_day()
        terms = self.sudo().search(
            [
                ("member_id", "in", list(member_ids)),
                ("state", "=", "active"),
                ("date_to", ">=", today),
            ]
        )
        ends = defaultdict(dict)
        starts = defaultdict(dict)
        for term in terms:
            mine, level = term.member_id.id, term.level_id
            ends[mine][level] = max(term.date_to, ends[mine].get(level, term.date_to))
            first = starts[mine].get(level, term.date_from)
            starts[mine][level] = min(term.date_from, first)
        found = {}
        for member_id, levels in ends.items():
            running = [level for level in levels if starts[member_id][level] <= today]
            if running:
                best = max(running, key=lambda level: (level.sequence, level.id))
                found[member_id] = (best, levels[best])
        return found

    @api.model
    def _give_places(self):
        """Let in who has waited longest, as far as there are places."""
        waiting = self.sudo().search(
            [("state", "=", "waiting"), ("member_id.state", "=", "active")], order="id"
        )
        for level, terms in waiting.grouped("level_id").items():
            for term in terms[: level._claim_places()]:
                term.write(
                    {
                        "state": "active",
                        "bought_on": self.env["membership.member"]._get_level_day(),
                    }
                )
                term._arrange()
                term._apply()
