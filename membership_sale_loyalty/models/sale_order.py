from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class SaleOrder(models.Model):
    """Whether promotions and coupons come on top of the member price: the level says.

    Core asks one method whether a promotion applies, another for what it takes off:
    both answer no while a line has the member price. So quotations, carts, codes,
    links with a code and promotions that apply by themselves follow one rule.
    """

    _inherit = "sale.order"

    # === BUSINESS METHODS === #
    def _program_check_compute_points(self, programs):
        """Promotions do not apply while a line has the member price."""
        result = super()._program_check_compute_points(programs)
        kept = self.order_line.reward_id.program_id
        stacking = programs.filtered(
            lambda program: (
                program._is_membership_promotion()
                and "error" not in result[program]
                and not (program in kept and self._keeps_promotions())
            )
        )
        refusal = stacking and self._get_stacking_refusal()
        if refusal:
            result |= {program: {"error": refusal} for program in stacking}
        return result

    def _try_apply_code(self, code):
        """A coupon that was won with an earlier order asks for no rule: ask here."""
        refusal = self._get_stacking_refusal()
        if refusal and self._find_program_of_code(code)._takes_off_prices():
            return {"error": refusal}
        return super()._try_apply_code(code)

    def _get_claimable_rewards(self, forced_coupons=None):
        """Do not offer what would be refused."""
        rewards = super()._get_claimable_rewards(forced_coupons)
        offered = [
            coupon for coupon in rewards if coupon.program_id._takes_off_prices()
        ]
        if offered and self._get_stacking_refusal():
            for coupon in offered:
                del rewards[coupon]
        return rewards

    def _apply_program_reward(self, reward, coupon, **kwargs):
        """Say what stands against a reward instead of giving it."""
        if reward.program_id._takes_off_prices():
            refusal = self._get_stacking_refusal()
            if refusal:
                return {"error": refusal}
        return super()._apply_program_reward(reward, coupon, **kwargs)

    def _get_reward_line_values(self, reward, coupon, **kwargs):
        """A reward given earlier goes when the member price comes.

        :raises UserError: why; core then takes the reward off
        """
        if reward.program_id._takes_off_prices() and not self._keeps_promotions():
            refusal = self._get_stacking_refusal()
            if refusal:
                raise UserError(refusal)
        return super()._get_reward_line_values(reward, coupon, **kwargs)

    # === HELPERS === #
    def _keeps_promotions(self):
        """Whether a customer was told a total that has to stay as it is."""
        self.ensure_one()
        return self.state != "draft" or any(
            transaction.state in ("pending", "authorized", "done")
            for transaction in self.sudo().transaction_ids
        )

    def _get_stacking_refusal(self):
        """Why promotions are kept off this order, in a sentence; empty if they are not.

        Costs one query where no level has prices, none for customers without a level.
        """
        self.ensure_one()
        level = self._get_level_without_promotions()
        line = level and self._find_line_at_member_price(level)
        if not line:
            return ""
        if "website_id" in self._fields and self.website_id:
            return self.env._(
                "%(product)s has your member price, which does not go together with a "
                "promotion or a coupon: it is one or the other.",
                product=line.product_id.display_name,
            )
        return level._get_stacking_refusal(
            line.product_id, self.env._("a promotion or a coupon")
        )

    def _get_level_without_promotions(self):
        """The level of the customer, if this order is sold at a member price of it."""
        Level = self.env["membership.level"].sudo()
        if not Level._has_pricelists():
            return Level
        root = self.company_id.root_id
        member = self.partner_id.sudo().membership_member_ids.filtered(
            lambda member: member.company_id == root and member.state == "active"
        )
        level = member.level_id
        if not level or level.combines_with_promotions:
            return Level
        lists = level._get_all_pricelists() | member._get_pricelist()
        return level if self.pricelist_id in lists else Level

    def _find_line_at_member_price(self, level):
        """The first line that is cheaper than for everybody because of the member."""
        partner = self.partner_id.with_company(self.company_id)
        Pricelist = self.env["product.pricelist"].sudo().with_company(self.company_id)
        usual = Pricelist._get_usual_pricelist(partner)
        if usual == self.pricelist_id:
            return self.env["sale.order.line"]
        goods = self.order_line.filtered(
            lambda line: (
                line.product_id
                and not line.reward_id
                and not line.display_type
                and not line.combo_item_id
                and not line.is_downpayment
                and not line._is_delivery()
                and line.product_uom_qty > 0
            )
        )
        return next(
            (line for line in goods if line._is_at_member_price(usual)),
            goods.browse(),
        )

    def _find_program_of_code(self, code):
        """The program that a code belongs to, as core finds it; may be empty."""
        is_asked_for = Domain("mode", "=", "with_code") & Domain("code", "=", code)
        domain = Domain(self._get_trigger_domain()) & is_asked_for
        rule = self.env["loyalty.rule"].search(domain, limit=1)
        coupon = rule or self.env["loyalty.card"].search([("code", "=", code)], limit=1)
        return coupon.program_id
