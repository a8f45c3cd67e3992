from odoo import api, fields, models, tools
from odoo.fields import Command
from odoo.tools import SQL


class ResCompany(models.Model):
    _inherit = "res.company"

    # Read from the main company, to which members belong.
    membership_share_cards = fields.Boolean(
        string="Cards Work at Every Outlet",
        default=True,
        help="An outlet also serves members whose home is another outlet.",
    )
    membership_share_money = fields.Boolean(
        string="Stored Value Works at Every Outlet",
        default=True,
        help="Stored value is topped up and spent at outlets other than the home.",
    )
    membership_share_points = fields.Boolean(
        string="Points Count at Every Outlet",
        default=True,
        help="Purchases at outlets other than the home earn points too.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """A new company can enrol members at once; a branch shares its parent's."""
        companies = super().create(vals_list)
        companies.filtered(
            lambda company: not company.parent_id
        )._create_membership_masters()
        return companies

    def _create_membership_masters(self):
        """Give companies that lack them a head office, a ladder and a card type."""
        self = self.sudo()  # whoever makes a company need not know members
        env = self.env
        for model, method in (
            ("membership.outlet", "_prepare_membership_outlets"),
            ("membership.level", "_prepare_membership_levels"),
            ("membership.card.type", "_prepare_membership_card_types"),
        ):
            Model = env[model].with_context(active_test=False)
            served = Model.search([("company_id", "in", self.ids)]).company_id
            env[model].create(
                [
                    vals
                    for company in self - served
                    for vals in getattr(company, method)()
                ]
            )

    # === GETTERS === #
    def _get_membership_root(self):
        """The main company, to which members belong, without a query.

        Odoo refuses to move a company below another one, so it may be remembered.
        """
        return self.browse(self._get_membership_root_id())

    @tools.ormcache("self.id")
    def _get_membership_root_id(self):
        return self.sudo().root_id.id

    def _get_membership_country_code(self):
        """Code of the country in whose way phones are written here; None if unknown.

        Odoo computes the country of a company from its contact, with three queries;
        this runs while somebody waits on the phone.
        """
        self.ensure_one()
        self.env["res.partner"].flush_model(["country_id"])
        self.env.cr.execute(
            SQL(
                """
                SELECT country.code FROM res_company company
                JOIN res_partner partner ON partner.id = company.partner_id
                JOIN res_country country ON country.id = partner.country_id
                WHERE company.id = %s
                """,
                self.id,
            )
        )
        row = self.env.cr.fetchone()
        return row and row[0]

    # === HOOKS === #
    def _prepare_membership_outlets(self):
        """Hook: values of the outlets that a new company starts with."""
        return [
            {
                "name": self.env._("Head Office"),
                "code": "HQ",
                "kind": "head_office",
                "company_id": self.id,
                "aliases": "总店, 总部, HQ",
            }
        ]

    def _prepare_membership_levels(self):
        """Hook: values of the ladder that a new company starts with."""
        source = self.env["membership.level"]._get_ladder(
            self.env.ref("base.main_company")
        )
        vals_list = []
        for level, vals in zip(source, source.copy_data(), strict=True):
            # The programme follows from the company.
            vals.pop("program_id", None)
            rules = [
                {**rule, "date_from": False, "level_id": False}
                for rule in level.rule_ids.copy_data()
            ]
            vals |= {
                "company_id": self.id,
                "pricelist_id": False,
                "rule_ids": [Command.create(rule) for rule in rules],
            }
            vals_list.append(vals)
        return vals_list

    def _prepare_membership_card_types(self):
        """Hook: values of the card types that a new company starts with."""
        return [
            {
                "name": self.env._("Member Card"),
                "code": "MEMBER",
                "prefix": "8",
                "length": 13,
                "check_digit": "ean13",
                "company_id": self.id,
                "is_default": True,
            }
        ]
