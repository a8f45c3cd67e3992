from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_membership_card_stock = fields.Boolean(
        string="Stock of Blank Cards",
        implied_group="membership_card.group_card_stock",
        help="Pre-printed, numbered cards are received, moved between outlets and "
        "taken one by one when a card is issued.",
    )
    group_membership_groups = fields.Boolean(
        string="Group Cards of Companies",
        implied_group="membership_card.group_company_groups",
        help="A company is a member: its people carry numbered cards with limits of "
        "their own on one pool.",
    )
    group_membership_links = fields.Boolean(
        string="Linked Members",
        implied_group="membership_card.group_links",
        help="Separate members share chosen balances, for example a family its points.",
    )
    group_membership_cobrand = fields.Boolean(
        string="Co-branded Cards",
        implied_group="membership_card.group_cobrand",
        help="Card types together with a partner company, and what is settled with it.",
    )
    membership_phone_loss_hours = fields.Integer(
        related="company_id.membership_phone_loss_hours", readonly=False
    )
    membership_identify_report_loss = fields.Boolean(
        related="company_id.membership_identify_report_loss", readonly=False
    )
    membership_identify_confirm_loss = fields.Boolean(
        related="company_id.membership_identify_confirm_loss", readonly=False
    )
    membership_identify_cancel_loss = fields.Boolean(
        related="company_id.membership_identify_cancel_loss", readonly=False
    )
    membership_identify_unfreeze = fields.Boolean(
        related="company_id.membership_identify_unfreeze", readonly=False
    )
    membership_identify_renew = fields.Boolean(
        related="company_id.membership_identify_renew", readonly=False
    )
    membership_identify_replace = fields.Boolean(
        related="company_id.membership_identify_replace", readonly=False
    )
    membership_identify_change = fields.Boolean(
        related="company_id.membership_identify_change", readonly=False
    )
    membership_identify_cancel = fields.Boolean(
        related="company_id.membership_identify_cancel", readonly=False
    )
