from odoo import api, fields, models
from odoo.exceptions import ValidationError

# How deep a level's pricelist may be based on others before we stop following.
PRICELIST_DEPTH = 5


class PosConfig(models.Model):
    _inherit = "pos.config"

    membership_outlet_id = fields.Many2one(
        "membership.outlet",
        string="Outlet",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        domain="[('company_id', '=', company_id)]",
        help="Where this till stands: sales, cards and top-ups made here carry it.",
    )
    membership_allow_topup = fields.Boolean(
        string="Top-ups at This Till",
        default=True,
        help="Operators may take money for stored value at this till.",
    )
    membership_card_service = fields.Selection(
        [
            ("nobody", "Nobody"),
            ("operator", "Operators"),
            ("till", "Everybody Who Serves Members"),
        ],
        string="Card Service at This Till",
        required=True,
        default="operator",
        help="Who replaces, renews and activates cards here, takes loss reports back "
        "and corrects the member's phone. A card is reported lost or frozen by "
        "everybody who serves members.",
    )
    membership_stored_value = fields.Boolean(
        string="Accepts Stored Value", compute="_compute_membership_stored_value"
    )

    # === COMPUTE METHODS === #
    @api.depends("payment_method_ids.use_payment_terminal")
    def _compute_membership_stored_value(self):
        for config in self:
            config.membership_stored_value = bool(
                config.payment_method_ids._get_stored_value_methods()
            )

    # === CONSTRAINT METHODS === #
    @api.constrains("membership_outlet_id", "company_id")
    def _check_membership_outlet(self):
        for config in self:
            outlet = config.membership_outlet_id.sudo()
            if outlet and outlet.company_id != config.company_id:
                raise ValidationError(
                    self.env._(
                        "%(outlet)s keeps the books of another company than the till "
                        "%(till)s: choose an outlet of %(company)s.",
                        outlet=outlet.name,
                        till=config.name,
                        company=config.company_id.name,
                    )
                )

    @api.constrains("fast_payment_method_ids")
    def _check_stored_value_is_not_fast(self):
        for config in self:
            if config.fast_payment_method_ids._get_stored_value_methods():
                raise ValidationError(
                    self.env._(
                        "Stored value is authorised for a member on the payment "
                        "screen: it cannot be a fast payment method."
                    )
                )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """A till takes its goods from the warehouse of its outlet."""
        configs = super().create(vals_list)
        configs._follow_outlet()
        return configs

    def write(self, vals):
        """As in :meth:`create`, unless the warehouse is chosen with the outlet."""
        result = super().write(vals)
        if vals.get("membership_outlet_id") and "picking_type_id" not in vals:
            self._follow_outlet()
        return result

    # === ACTION METHODS === #
    def action_set_up_membership(self):
        """Add what this till needs to take stored value."""
        self._set_up_membership()

    # === BUSINESS METHODS === #
    def _follow_outlet(self):
        """Sell from the warehouse of the outlet, where one is named."""
        for config in self.sudo():
            picking_type = config.membership_outlet_id.warehouse_id.pos_type_id
            if picking_type and picking_type != config.picking_type_id:
                config.picking_type_id = picking_type

    def _set_up_membership(self):
        """Give these tills the payment method for stored value; safe to repeat.

        A till with an open session is left alone: core allows no change there.
        """
        Method = self.env["pos.payment.method"]
        for company, configs in self.grouped("company_id").items():
            method = Method._get_or_create_stored_value(company)
            for config in configs.filtered(lambda c: not c.has_active_session):
                if method not in config.payment_method_ids:
                    config.payment_method_ids = [fields.Command.link(method.id)]

    def _get_available_pricelists(self):
        """Level prices reach every till, whatever lists it offers to the cashier."""
        return super()._get_available_pricelists() | self._get_level_pricelists()

    def _get_level_pricelists(self):
        """Pricelists of all levels, and those they are based on, in our currency."""
        self.ensure_one()
        levels = (
            self.env["membership.level"]
            .sudo()
            .search([("company_id", "=", self.company_id.root_id.id)])
        )
        found = pricelists = levels._get_all_pricelists().filtered(
            lambda pricelist: (
                pricelist.currency_id == self.currency_id
                and pricelist.company_id.id in (False, self.company_id.id)
            )
        )
        for _depth in range(PRICELIST_DEPTH):
            pricelists = pricelists.item_ids.base_pricelist_id - found
            if not pricelists:
                break
            found |= pricelists
        return found.with_env(self.env)

    def _get_special_products(self):
        """The top-up product has its own button and stays out of the product grid."""
        topup = self.env.ref("membership_pos.product_topup", raise_if_not_found=False)
        return super()._get_special_products() | (topup or self.env["product.product"])

    @api.model
    def _load_pos_data_read(self, records, config):
        """Tell the till what its user may do for members."""
        read_records = super()._load_pos_data_read(records, config)
        if read_records:
            settings = config.with_env(self.env)._get_till_settings()
            read_records[0]["_membership"] = settings
        return read_records

    # === HOOKS === #
    def _get_till_settings(self):
        """Hook: what the front end must know before a member is there."""
        self.ensure_one()
        user = self.env.user
        product = self.env.ref("membership_pos.product_topup", raise_if_not_found=False)
        return {
            "can_serve": user.has_group("membership_ledger.group_till"),
            "can_topup": self.membership_allow_topup
            and user.has_group("membership_ledger.group_operator"),
            "topup_product_id": product.id if product else False,
            "can_serve_cards": self._may_serve_cards(user),
            "can_issue_cards": self._may_issue_cards(user),
            "card_steps": self._get_card_steps(),
        }

    def _may_issue_cards(self, user):
        """Hook: whether this user finds anything in the form for one more card."""
        return self._may_serve_cards(user)

    # === HELPERS === #
    def _may_serve_cards(self, user):
        """Whether this user lets cards work at this till: see the setting."""
        self.ensure_one()
        service = self.sudo().membership_card_service
        # Operators, and the card centre, which does the same in the back office.
        groups = {
            "nobody": (),
            "operator": ("operator", "card_centre"),
            "till": ("till",),
        }[service]
        return any(user.has_group(f"membership_ledger.group_{name}") for name in groups)

    def _get_card_steps(self):
        """What the till says about steps in the life of a card, in the user's words."""
        Act = self.env["membership.card.act"]
        labels = {
            name: Act._fields[name]._description_selection(self.env)
            for name in ("action", "identified_by", "loss_cause", "replace_cause")
        }
        return {
            "names": dict(labels["action"]),
            "consequences": Act._get_consequences(),
            "phone_loss": Act._get_phone_consequence(self.sudo().company_id.root_id),
            "proofs": labels["identified_by"],
            "causes": {
                "report_loss": labels["loss_cause"],
                "replace": labels["replace_cause"],
            },
        }
