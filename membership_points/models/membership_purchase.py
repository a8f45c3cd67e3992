from dataclasses import replace
from datetime import timezone
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from odoo import fields, models

from ..accrual import ZERO, Accrual, Line, Sale, accrue, claw_back


class MembershipPurchase(models.Model):
    """A purchase earns points once; a refund takes back its share of them."""

    _inherit = "membership.purchase"

    points_excluded = fields.Monetary(
        string="Earned Nothing",
        readonly=True,
        help="Part of the amount that no points rule covers, such as top-ups.",
    )
    points_earned = fields.Float(
        string="Points",
        digits=0,
        compute="_compute_points_earned",
        help="Points that this purchase earned, or that this refund took back.",
    )

    # === COMPUTE METHODS === #
    def _compute_points_earned(self):
        groups = self.env["membership.entry"]._read_group(
            [
                ("origin_model", "=", self._name),
                ("origin_id", "in", self.ids),
                ("unit_id.kind", "=", "points"),
            ],
            ["origin_id"],
            ["amount:sum"],
        )
        earned = dict(groups)
        for purchase in self:
            purchase.points_earned = earned.get(purchase.id, 0.0)

    # === BUSINESS METHODS === #
    def _after_purchase(self):
        """Earn or take back points."""
        res = super()._after_purchase()
        refunds = self.filtered(lambda purchase: purchase.amount_total < 0)
        (self - refunds)._earn_points()
        for refund in refunds:
            refund._take_back_points()
        return res

    def _earn_points(self):
        """Post what these purchases earn: one posting, or one batch for many.

        :returns: the members who earned something
        """
        earned = []
        for purchase in self.filtered(lambda purchase: purchase._can_earn_points()):
            accrual = purchase._get_accrual()
            purchase._note_excluded(accrual)
            if accrual.points:
                earned.append((purchase, accrual.points))
        members = self.browse(purchase.id for purchase, _points in earned).member_id
        accounts = members._get_points_accounts(create=True)
        if len(earned) == 1:
            ((purchase, points),) = earned
            accounts[purchase.member_id.id]._post(
                points, **purchase._prepare_earn_vals()
            )
            # The receipt is about to ask.
            purchase._fields["points_earned"]._update_cache(purchase, float(points))
        elif earned:
            self.env["membership.account"].sudo()._post_batch(
                [
                    {
                        "account_id": accounts[purchase.member_id.id].id,
                        "amount": points,
                        **purchase._prepare_earn_vals(),
                    }
                    for purchase, points in earned
                ]
            )
        return members

    def _prepare_earn_vals(self):
        """What the ledger is told about the points of this purchase."""
        self.ensure_one()
        return {
            "kind": "earn",
            "key": f"purchase:{self.id}",
            "origin": self,
            "bucket": "points",
            "expires_on": self.company_id._get_points_expiry(self._get_local_day()),
            "extra": self._get_entry_extra(),
        }

    def _take_back_points(self):
        """Post what this refund takes back of what the original purchase earned."""
        self.ensure_one()
        original = self.refunded_purchase_id
        if not original:
            self._take_back_unreferenced()
            return
        accrual = self._get_accrual(seen_from=original)
        self._note_excluded(accrual)
        entry = original._get_earn_entry()
        if not entry:
            return
        amount = claw_back(
            _exact(entry.amount),
            _exact(original.amount_total - original.points_excluded),
            original._get_refunded_basis(),
            -_exact(sum(entry.reversal_ids.mapped("amount"))),
            decimals=entry.decimals,
        )
        if amount:
            entry._reverse(
                amount,
                f"purchase:{self.id}",
                origin=self,
                force=True,
                extra=self._get_entry_extra(),
            )

    def _take_back_unreferenced(self):
        """A return without a receipt takes what such goods would earn today."""
        if not self._can_earn_points():
            return
        accrual = self._get_accrual()
        self._note_excluded(accrual)
        if accrual.points:
            self.member_id._get_points_account()._post(
                -accrual.points,
                "clawback",
                f"purchase:{self.id}",
                origin=self,
                force=True,
                extra=self._get_entry_extra(),
            )

    def _get_refunded_basis(self):
        """Part of this purchase that was refunded so far, of what earned points."""
        self.ensure_one()
        # All of the money came back: all of the points go, whatever the rules have
        # become since.
        self.env["membership.purchase"].flush_model()
        ((total, excluded),) = self.sudo()._read_group(
            [("refunded_purchase_id", "=", self.id), ("amount_total", "<", 0)],
            [],
            ["amount_total:sum", "points_excluded:sum"],
        )
        total, excluded = _exact(total), _exact(excluded)
        if -total >= _exact(self.amount_total):
            return _exact(self.amount_total)
        return -total - excluded

    def _note_excluded(self, accrual):
        """Remember which part earned nothing; usually none, which costs no query."""
        excluded = _exact(abs(self.amount_total)) - accrual.basis
        if excluded:
            self.points_excluded = float(excluded)

    # === HOOKS === #
    def _can_earn_points(self):
        """Hook: whether this purchase earns points for its member."""
        self.ensure_one()
        card = self.card_id
        if not self.member_id._is_shared("points", self.outlet_id):
            return False
        return self.member_id._has_benefits() and (
            not card
            # Lost after the sale, or before a till that was offline could know: the
            # points are the member's either way.
            or (
                "points" in card.type_id._get_capabilities()
                and card.state in ("active", "lost")
            )
        )

    def _get_points_lines(self):
        """Hook: the lines that may earn, as :class:`..accrual.Line`, in the company's
        currency, tax included; positive for a sale and for a refund."""
        self.ensure_one()
        sign = -1 if self.amount_total < 0 else 1
        lines = self._get_lines()
        if not lines:
            return [Line(_exact(sign * self.amount_total))]
        Product = self.env["product.product"].sudo()
        earning = []
        for line in lines:
            # Not from the variant: what it inherits is computed line by line.
            template = Product.browse(line["product_id"]).product_tmpl_id
            if not template.membership_no_points:
                categories = template.categ_id.parent_path or ""
                earning.append(
                    Line(
                        sign * _exact(line["amount_total"]),
                        frozenset(map(int, categories.split("/")[:-1])),
                    )
                )
        return earning

    # === HELPERS === #
    def _get_accrual(self, seen_from=None):
        """Apply the rules of the company to this purchase.

        :param seen_from: the purchase whose day and outlet decide (for a refund)
        """
        self.ensure_one()
        sale = seen_from or self
        *_settings, companies = sale._get_points_settings()
        rules, multipliers = self.env["membership.points.rule"]._get_rules(companies)
        facts = sale._get_sale_facts(rules + multipliers)
        rules = [rule for rule in rules if rule.meets(facts)]
        if not rules:
            return Accrual(ZERO, ZERO)
        return accrue(
            self._get_points_lines(),
            rules,
            [rule for rule in multipliers if rule.meets(facts)],
            level_factor=_exact(sale.member_id._get_level_multiplier()),
            net_share=self._get_net_share(),
            decimals=self.member_id._get_points_unit()._get_facts().decimals,
        )

    def _get_sale_facts(self, rules):
        """What ``rules`` ask about this purchase; what no rule asks is not read."""
        facts = Sale(day=self._get_local_day(), level=self.member_id.level_id.id or 0)
        if any(rule.outlets for rule in rules):
            path = self.outlet_id.sudo().parent_path or ""
            facts = replace(facts, outlets=frozenset(map(int, path.split("/")[:-1])))
        if any(rule.occasion != "any" for rule in rules):
            birthday = self.member_id.partner_id.sudo().birthdate_date
            if birthday:
                facts = replace(facts, birthday=(birthday.month, birthday.day))
        return facts

    def _get_net_share(self):
        """Part of the amount that counts: all of it, or what is left without tax."""
        _zone, _months, with_tax, _companies = self._get_points_settings()
        if with_tax:
            return Fraction(1)
        total = Fraction(_exact(self.amount_total))
        return Fraction(_exact(self.amount_untaxed)) / total if total else Fraction(0)

    def _get_local_day(self):
        """Calendar day of the purchase where the company is."""
        self.ensure_one()
        zone, *_settings = self._get_points_settings()
        zone = ZoneInfo(zone or self.env.user.tz or "UTC")
        return self.date.replace(tzinfo=timezone.utc).astimezone(zone).date()

    def _get_points_settings(self):
        return self.env["res.company"]._get_points_settings(self.company_id.id)

    def _get_earn_entry(self):
        """The entry by which this purchase earned its points, if it earned any."""
        return (
            self.env["membership.entry"]
            .sudo()
            .search(
                [
                    ("origin_model", "=", self._name),
                    ("origin_id", "=", self.id),
                    ("kind", "=", "earn"),
                ],
                limit=1,
            )
        )

    def _get_entry_extra(self):
        """Columns that say where the points came from."""
        extra = {"card_id": self.card_id.id, "outlet_id": self.outlet_id.id}
        return {name: value for name, value in extra.items() if value}


def _exact(number):
    """The number as people see it: ``0.1`` is a tenth, whatever sums made of it."""
    return Decimal(repr(round(number, 6)))
