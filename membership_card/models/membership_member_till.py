from odoo import models


class MembershipMember(models.Model):
    """What a till shows of a member."""

    _inherit = "membership.member"

    # === HOOKS === #
    def _get_till_data(self):
        """Hook: what a till shows of this member; policies add keys of their own.

        :returns: dict that survives JSON; amounts are texts, exact to the unit
        """
        self.ensure_one()
        member = self.sudo()
        partner = member.partner_id
        return {
            "id": member.id,
            "partner_id": partner.id,
            "name": partner.name or "",
            "number": member.number,
            "phone": member.phone_masked or "",
            "state": member.state,
            "birthday": partner.birthdate_date and partner.birthdate_date.isoformat(),
            "outlet": member.outlet_id.name or "",
            "confirm_data": member.is_confirmation_due,
            "missing_data": member.missing_items or "",
            "level": member._get_till_level(),
            "level_progress": member._get_level_progress(),
            "services": member.level_id.service_ids.mapped("name"),
            "pricelist_id": member._get_pricelist().id,
            "cards": [
                {
                    "id": card.id,
                    "number": card.number,
                    "state": card.state,
                    "valid_until": card.valid_until and card.valid_until.isoformat(),
                }
                for card in member.card_ids
                if card.state != "cancelled"
            ],
            "accounts": [
                member._get_till_account(account)
                for account in member._get_drawn_accounts()
            ],
        }

    # === HELPERS === #
    def _get_till_level(self):
        level = self.level_id
        return level and {
            "id": level.id,
            "name": level.name,
            "color": level.color or "",
            "pricelist_id": level.pricelist_id.id,
            "points_multiplier": level.points_multiplier,
            "combines_with_discounts": level.combines_with_discounts,
            "combines_with_promotions": level.combines_with_promotions,
        }

    def _get_till_account(self, account):
        unit = account.unit_id
        return {
            "id": account.id,
            "unit_id": unit.id,
            "code": unit.code,
            "kind": unit.kind,
            "name": unit.name,
            "balance": f"{account.balance:.{unit.decimals}f}",
            "available": f"{account.available:.{unit.decimals}f}",
            "state": account.state,
            "symbol": unit.symbol,
            "decimals": unit.decimals,
        }
