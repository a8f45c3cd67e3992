from odoo import api, fields, models
from odoo.tools import SQL

from ..const import DEPTH


class MembershipDealer(models.Model):
    """Which price list a dealer gets, and why: the one answer of the suite."""

    _inherit = "membership.dealer"

    level_id = fields.Many2one(
        "membership.dealer.level",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="Empty for a sub-dealer: the level that its upline's level foresees, else "
        "its upline's.",
    )
    agreed_pricelist_id = fields.Many2one(
        "product.pricelist",
        string="Agreed Price List",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        domain="[('dealer_only', '=', True), ('dealer_markup_id', '=', False)]",
        help="A price list agreed with this dealer alone; wins over everything else.",
    )
    markup_id = fields.Many2one(
        "membership.dealer.markup",
        string="Own Markup",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="This sub-dealer pays its upline's cost plus this markup.",
    )
    sub_markup_id = fields.Many2one(
        "membership.dealer.markup",
        string="Markup for Sub-dealers",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="What this dealer's direct sub-dealers pay on top of its own cost, unless "
        "they have a level or a markup of their own.",
    )
    effective_level_id = fields.Many2one(
        "membership.dealer.level",
        string="Level in Force",
        compute="_compute_price_terms",
        store=True,
        index="btree_not_null",
        recursive=True,
        compute_sudo=True,
    )
    pricelist_id = fields.Many2one(
        "product.pricelist",
        string="Price List in Force",
        compute="_compute_price_terms",
        store=True,
        index="btree_not_null",
        recursive=True,
        compute_sudo=True,
        help="What this dealer pays as long as it is entitled.",
    )
    price_source = fields.Selection(
        [
            ("agreed", "Agreed with this dealer"),
            ("markup", "Own markup on the upline's cost"),
            ("level", "Own level"),
            ("upline_markup", "Upline's markup for its sub-dealers"),
            ("upline_level", "Level that the upline's level foresees"),
            ("upline_level_markup", "Markup that the upline's level foresees"),
        ],
        compute="_compute_price_terms",
        store=True,
        compute_sudo=True,
        help="Where the prices come from: the first that applies, in this order.",
    )

    # === COMPUTE METHODS === #
    @api.depends(
        "agreed_pricelist_id",
        "markup_id",
        "currency_id",
        "level_id.pricelist_id",
        "level_id.other_pricelist_ids",
        "upline_id.pricelist_id",
        "upline_id.sub_markup_id",
        "upline_id.effective_level_id.sub_level_id.pricelist_id",
        "upline_id.effective_level_id.sub_level_id.other_pricelist_ids",
        "upline_id.effective_level_id.sub_markup_id",
    )
    def _compute_price_terms(self):
        for dealer in self:
            upline = dealer.upline_id
            upper = upline.effective_level_id
            level = dealer.level_id or upper.sub_level_id or upper
            dealer.effective_level_id = level
            dealer.price_source, dealer.pricelist_id = next(
                (
                    (source, found)
                    for source, found in dealer._get_price_candidates(upline, upper)
                    if found
                ),
                (False, False),
            )

    def _get_price_candidates(self, upline, upper):
        """What could be this dealer's price list, best first.

        :param upline: dealer above, or empty
        :param upper: level of the upline
        :returns: iterator of (price source, price list or empty)
        """
        self.ensure_one()
        base, currency = upline.pricelist_id, self.currency_id
        yield "agreed", self.agreed_pricelist_id
        if self.markup_id:
            yield "markup", self.markup_id._get_pricelist(base)
        if self.level_id:
            yield "level", self.level_id._get_pricelist(currency)
        if upline.sub_markup_id:
            yield "upline_markup", upline.sub_markup_id._get_pricelist(base)
        if upper.sub_level_id:
            yield "upline_level", upper.sub_level_id._get_pricelist(currency)
        if upper.sub_markup_id:
            yield "upline_level_markup", upper.sub_markup_id._get_pricelist(base)

    # === ACTION METHODS === #
    def action_simulate(self):
        """Open the simulator for this dealer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "membership_dealer_pricing.membership_dealer_simulate_action"
        )
        return action | {"context": {"default_partner_id": self.partner_id.id}}

    # === BUSINESS METHODS === #
    def _get_pricelist(self):
        """The price list this dealer gets now, as the system; empty if none.

        The one answer of the suite: every channel asks it, directly or through the
        contact's ``property_product_pricelist``.
        """
        self.ensure_one()
        dealer = self.sudo()
        found = dealer.pricelist_id
        return found if found.active and dealer._is_entitled() else found.browse()

    @api.model
    def _get_ids_by_partner(self, partner_ids, company):
        """Ids of dealers by id of contact, for the contacts that belong to one.

        A contact belongs to the nearest dealer file above it: its own, its company's
        or that company's parent's. An application has no effect yet.
        """
        if not (nearest := self._get_nearest_sql(partner_ids, company)):
            return {}
        self.env.cr.execute(nearest)
        return dict(self.env.cr.fetchall())

    @api.model
    def _get_nearest_sql(self, partner_ids, company):
        """SQL of the above, rows partner_id, dealer_id; None if nobody can be found."""
        partner_ids = [i for i in partner_ids if isinstance(i, int)]
        if not partner_ids or not self._has_dealers():
            return None
        self.flush_model(["partner_id", "company_id", "state"])
        self.env["res.partner"].flush_model(["parent_id"])
        return SQL(
            """
            WITH RECURSIVE contact AS (
                SELECT id AS partner_id, id AS above_id, parent_id, 0 AS depth
                FROM res_partner WHERE id IN %(ids)s
                UNION ALL
                SELECT contact.partner_id, above.id, above.parent_id, depth + 1
                FROM contact JOIN res_partner above ON above.id = contact.parent_id
                WHERE depth < %(depth)s
            )
            SELECT DISTINCT ON (contact.partner_id)
                contact.partner_id, dealer.id AS dealer_id
            FROM contact JOIN membership_dealer dealer
                ON dealer.partner_id = contact.above_id
            WHERE dealer.company_id = %(company)s AND dealer.state <> 'applied'
            ORDER BY contact.partner_id, contact.depth
            """,
            ids=tuple(partner_ids),
            depth=DEPTH,
            company=company.root_id.id,
        )

    @api.model
    def _get_pricelists(self, partner_ids, company):
        """Price lists that contacts get as dealers, by id of contact.

        :returns: dict of ``product.pricelist`` as the system; contacts without dealer
            prices are not in it
        """
        Pricelist = self.env["product.pricelist"].sudo()
        found = self._get_entitled_ids(partner_ids, company)
        return {
            partner_id: Pricelist.browse(list_id)
            for partner_id, (_dealer_id, list_id) in found.items()
            if list_id
        }

    @api.model
    def _get_entitled_ids(self, partner_ids, company):
        """Who of some contacts buys for a dealer that is entitled now, in one query.

        :returns: dict by id of contact of (id of the dealer, id of its list or None)
        """
        if not (nearest := self._get_nearest_sql(partner_ids, company)):
            return {}
        self.flush_model(["pricelist_id"])
        self.env["product.pricelist"].flush_model(["active"])
        self.env.cr.execute(
            SQL(
                """
                WITH nearest AS (%(nearest)s)
                SELECT nearest.partner_id, dealer.id, pricelist.id
                FROM nearest
                JOIN membership_dealer dealer ON dealer.id = nearest.dealer_id
                LEFT JOIN product_pricelist pricelist
                    ON pricelist.id = dealer.pricelist_id AND pricelist.active
                WHERE dealer.id IN (%(entitled)s)
                """,
                nearest=nearest,
                entitled=self._get_entitled_sql(SQL("SELECT dealer_id FROM nearest")),
            )
        )
        return {row[0]: row[1:] for row in self.env.cr.fetchall()}
