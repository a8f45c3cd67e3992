from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.membership_member_merge import MEMBER_FIELDS, PARTNER_FIELDS


class MembershipMemberMerge(models.TransientModel):
    """Guided merge: who goes on, and which value of the file stays."""

    _name = "membership.member.merge"
    _inherit = ["membership.naming"]
    _description = "Merge Members"

    member_ids = fields.Many2many("membership.member", string="Members", required=True)
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company.root_id
    )
    survivor_id = fields.Many2one(
        "membership.member",
        string="Goes On As",
        compute="_compute_survivor_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', member_ids)]",
        help="This member number stays; the others are closed.",
    )
    line_ids = fields.One2many(
        "membership.member.merge.line",
        "wizard_id",
        string="Which Value Stays",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    is_ready = fields.Boolean(compute="_compute_is_ready")
    reason = fields.Char(help="For example: enrolled twice, with two phones.")
    is_contact_merged = fields.Boolean(
        string="Merge the Contacts Too",
        default=True,
        help="Orders, invoices and messages of the contacts come together as well.",
    )

    # === COMPUTE METHODS === #
    @api.depends("member_ids")
    def _compute_survivor_id(self):
        """The one with the longest history, unless somebody chose."""
        for wizard in self:
            if wizard.survivor_id not in wizard.member_ids._origin:
                wizard.survivor_id = wizard.member_ids._origin.sorted(
                    lambda member: (-member.purchase_count, member.joined_on, member.id)
                )[:1]

    @api.depends("member_ids")
    def _compute_is_ready(self):
        for wizard in self:
            wizard.is_ready = len(wizard.member_ids) > 1

    @api.depends("member_ids", "survivor_id")
    def _compute_line_ids(self):
        """One line per value in which the files differ."""
        for wizard in self:
            wizard.line_ids = [
                Command.clear(),
                *(
                    Command.create(vals)
                    for vals in wizard._prepare_lines()
                    if wizard.survivor_id
                ),
            ]

    def _prepare_lines(self):
        survivor = self.survivor_id
        members = survivor | (self.member_ids._origin - survivor)
        lines = []
        for name in (*PARTNER_FIELDS, *MEMBER_FIELDS):
            owner = self._get_owner(name)
            field = (self.env[owner._name])._fields[name]
            values = {member: self._get_value(name, member) for member in members}
            filled = {member: value for member, value in values.items() if value}
            if not filled or len(set(values.values())) == 1:
                continue
            chosen = self._get_default_choice(name, filled)
            lines.append(
                {
                    "name": name,
                    "label": survivor._fields.get(name, field)._description_string(
                        self.env
                    ),
                    "member_id": chosen.id,
                    "alternatives": self._show_values(values, field),
                }
            )
        return lines

    def _get_default_choice(self, name, filled):
        """Hook: whose value is proposed: the survivor's, unless another's is better.

        :param dict filled: member to value, of those who have one
        """
        if name == "level_id":
            return max(filled, key=lambda member: (filled[member].sequence, member.id))
        if name == "joined_on":
            return min(filled, key=lambda member: filled[member])
        return next(iter(filled))

    # === ACTION METHODS === #
    def action_merge(self):
        """Merge and open the record that explains it."""
        self.ensure_one()
        # First of all: behind the gate the transaction starts afresh.
        self.member_ids.sudo().account_ids._pass_gate()
        others = self.member_ids - self.survivor_id
        if not others:
            raise UserError(self.env._("Choose two different members to merge."))
        self.member_ids.check_access("write")
        self.member_ids._check_at_home()
        self.env["membership.merge"].check_access("read")
        choices = {line.name: line.member_id for line in self.line_ids}
        if foreign := self.line_ids.member_id - self.member_ids:
            raise UserError(
                self.env._(
                    "%(member)s is not among the members to merge.",
                    member=foreign[0].display_name,
                )
            )
        merge = self.survivor_id._absorb(others, self.reason, choices)
        if self.is_contact_merged:
            self._merge_contacts(others)
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.merge",
            "res_id": merge.id,
            "view_mode": "form",
        }

    def _merge_contacts(self, others):
        """Let core merge the contacts; it knows every table that names one."""
        target = self.survivor_id.sudo().partner_id
        # In sudo: the rights of core's own window are those of the administrator.
        Merge = self.env["base.partner.merge.automatic.wizard"].sudo()
        contacts = others.sudo().partner_id - target
        if contacts:
            (contacts | target)._check_accounts_of_staff()
        for partner in contacts:
            Merge.create({})._merge((partner | target).ids, target, extra_checks=False)

    # === HELPERS === #
    def _get_owner(self, name):
        is_partner = name in PARTNER_FIELDS
        return self.env["res.partner" if is_partner else "membership.member"]

    def _get_value(self, name, member):
        member = member.sudo()
        return (member.partner_id if name in PARTNER_FIELDS else member)[name] or False

    def _show_values(self, values, field):
        """All values of one field, each with the number of its member."""
        texts = []
        for member, value in values.items():
            if field.type == "many2one":
                value = value and value.display_name
            elif field.type == "selection":
                value = dict(field._description_selection(self.env)).get(value)
            elif field.type == "image":
                value = value and self.env._("a picture")
            elif field.type == "html":
                value = value and self.env._("a note")
            texts.append(f"{member.number}: {value or '–'}")
        return "\n".join(texts)


class MembershipMemberMergeLine(models.TransientModel):
    """One value in which the files differ, and whose stays."""

    _name = "membership.member.merge.line"
    _inherit = ["membership.naming"]
    _description = "Value of a Merge"

    wizard_id = fields.Many2one(
        "membership.member.merge", required=True, ondelete="cascade"
    )
    name = fields.Char(required=True)
    label = fields.Char(string="Field")
    alternatives = fields.Text(string="Values")
    member_id = fields.Many2one(
        "membership.member", string="Keep the Value Of", required=True
    )
