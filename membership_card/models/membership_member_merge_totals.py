from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL


class MembershipMember(models.Model):
    """The sums that a merge must not change, and the record that shows them."""

    _inherit = "membership.member"

    # === BUSINESS METHODS === #
    def _explain_merge(self, merge, own, added):
        """Note the totals; a merge that changed one of them does not happen.

        :param dict own: totals of the survivor before, see :meth:`_get_merge_totals`
        :param dict added: totals of the others before
        """
        after = self._get_merge_totals()
        zero = Decimal(0)
        lines = []
        for name in {**own, **added}:
            had, came = own.get(name, zero), added.get(name, zero)
            has = after.get(name, zero)
            if had + came != has:
                self._refuse_total(name, had + came, has)
            lines.append(
                {
                    "merge_id": merge.id,
                    "name": name,
                    "survivor_before": float(had),
                    "merged_before": float(came),
                    "survivor_after": float(has),
                    "decimals": max(-n.as_tuple().exponent for n in (zero, had, has)),
                }
            )
        self.env["membership.merge.total"].create(lines)
        numbers = ", ".join(merge.merged_ids.mapped("number"))
        self.message_post(
            body=self.env._(
                "Merged with %(members)s: %(reason)s",
                members=numbers,
                reason=merge.reason,
            )
        )
        for member in merge.merged_ids:
            member.message_post(
                body=self.env._("Merged into %(member)s.", member=self.number)
            )

    def _refuse_total(self, name, before, after):
        raise UserError(
            self.env._(
                "Merging would change a total (%(name)s: %(before)s before, %(after)s "
                "after): nothing was merged.",
                name=name,
                before=before,
                after=after,
            )
        )

    # === HOOKS === #
    def _get_merge_totals(self):
        """Hook: the sums over these members that a merge must not change.

        :returns: dict of what it is (text for people) to ``Decimal``
        """
        self.env.flush_all()
        totals = {
            self.env._("Cards"): Decimal(len(self.card_ids)),
            self.env._("Purchases"): Decimal(len(self.purchase_ids)),
        }
        self.env.cr.execute(
            SQL(
                """
                SELECT currency_id, SUM(amount_total)::text FROM membership_purchase
                WHERE member_id = ANY(%s) GROUP BY currency_id
                """,
                self.ids,
            )
        )
        for currency_id, total in self.env.cr.fetchall():
            currency = self.env["res.currency"].browse(currency_id)
            label = self.env._("Purchases in %(currency)s", currency=currency.name)
            totals[label] = Decimal(total)
        return totals | self._get_unit_totals()

    # === HELPERS === #
    def _get_unit_totals(self):
        """What the accounts hold or owe, by unit."""
        self.env.cr.execute(
            SQL(
                """
                SELECT unit_id, SUM(balance)::text FROM membership_account
                WHERE member_id = ANY(%(ids)s) GROUP BY unit_id
                """,
                ids=self.ids,
            )
        )
        units = self.env["membership.unit"]
        return {
            units.browse(unit_id).display_name: Decimal(total)
            for unit_id, total in self.env.cr.fetchall()
        }
