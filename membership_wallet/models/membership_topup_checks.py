from odoo import api, models
from odoo.exceptions import UserError


class MembershipTopup(models.Model):
    """What a top-up is refused for."""

    _inherit = "membership.topup"

    # === HOOKS === #
    @api.model
    def _check_can_topup(self, request):
        """Hook: raise if this top-up may not be made.

        :param dict request: see :meth:`_prepare_requests`
        """
        member, card, method = request["member"], request["card"], request["method"]
        if request["amount"] <= 0:
            raise UserError(self.env._("The amount of a top-up is more than zero."))
        member._check_active()
        member._check_shared("money", request["outlet"])
        if card and card.member_id != member:
            raise UserError(
                self.env._(
                    "Card %(card)s does not belong to %(member)s.",
                    card=card.number,
                    member=member.display_name,
                )
            )
        if card:
            card._check_usable("wallet")
        if request["account"].state != "open":
            raise UserError(
                self.env._(
                    "The wallet of %(member)s is frozen or closed: nothing can be paid "
                    "in until it is open again.",
                    member=member.display_name,
                )
            )
        if request["post_move"]:
            self._check_method(request, method)

    # === HELPERS === #
    def _check_method(self, request, method):
        """A method of the company that books, with a reference where it needs one."""
        if not method or not method.active:
            raise UserError(self.env._("Choose how the member pays."))
        if method.company_id not in request["company"].parent_ids:
            raise UserError(
                self.env._(
                    "The top-up method %(method)s belongs to %(other)s and cannot be "
                    "used at an outlet of %(company)s.",
                    method=method.name,
                    other=method.company_id.name,
                    company=request["company"].name,
                )
            )
        method._check_reference(request["reference"])

    def _check_same(self, request):
        """Refuse a key that was used for another top-up."""
        same = (
            self._get_exact("amount") == request["amount"]
            and self.method_id == request["method"]
        )
        if not same:
            raise UserError(
                self.env._(
                    "Top-up %(topup)s was made with the same key but another amount "
                    "or method; nothing was changed.",
                    topup=self.name,
                )
            )

    def _check_same_request(self, first, second):
        if first["amount"] != second["amount"] or first["method"] != second["method"]:
            raise UserError(
                self.env._(
                    "The key %(key)s is used twice with different amounts or methods; "
                    "nothing was changed.",
                    key=first["key"],
                )
            )
