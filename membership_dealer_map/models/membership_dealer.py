from odoo import api, models

SHOWN_MAX = 20_000
LOCATED_MAX = 20  # asked for at once: the service answers one address a second


class MembershipDealer(models.Model):
    """Where dealers are."""

    _inherit = "membership.dealer"

    # === ACTION METHODS === #
    @api.readonly
    @api.model
    def get_map(self):
        """What the map shows: the dealers that the user may read, and nothing else.

        :returns: dict of dealers (dicts id, name, city, state, level, territory and
            position, None if not known), levels, territories and states ([id, name],
            in order), tiles (address and source), is_cut (there are more dealers)
        """
        dealers = self.search([], limit=SHOWN_MAX + 1)
        shown = dealers[:SHOWN_MAX]
        company = self.env.company.sudo()
        names = dict(self._fields["state"]._description_selection(self.env))
        return {
            "dealers": [dealer._prepare_map_point() for dealer in shown.sudo()],
            "levels": _name(shown.sudo().effective_level_id.sorted()),
            "territories": _name(shown.sudo().territory_id.sorted()),
            "states": list(names.items()),
            "tiles": {
                "url": company.membership_dealer_tile_url or "",
                "source": company.membership_dealer_tile_source or "",
            },
            "is_cut": len(dealers) > SHOWN_MAX,
        }

    def action_view_map(self):
        """Show this dealer among the others."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "membership_dealer_map.membership_dealer_map_action"
        )
        return action | {"context": {"dealer_map_id": self.id}}

    def action_locate(self):
        """Ask for the positions of these dealers by their addresses, some at a time.

        :returns: how many have one now
        """
        self.check_access("write")
        partners = self.partner_id[:LOCATED_MAX]
        partners.check_access("write")
        partners.geo_localize()
        return len(partners.filtered(_has_position))

    # === HOOKS === #
    def _prepare_map_point(self):
        """Hook: what is sent of a dealer, called as the system: no prices."""
        partner = self.partner_id
        position = [partner.partner_latitude, partner.partner_longitude]
        return {
            "id": self.id,
            "name": self.display_name,
            "city": partner.city or "",
            "state": self.state,
            "level": self.effective_level_id.id,
            "territory": self.territory_id.id,
            "position": position if _has_position(partner) else None,
        }


def _has_position(partner):
    """Whether it is known where somebody is: core writes zeros for unknown."""
    return bool(partner.partner_latitude or partner.partner_longitude)


def _name(records):
    """[id, name] of records, in their order."""
    return [[record.id, record.display_name] for record in records]
