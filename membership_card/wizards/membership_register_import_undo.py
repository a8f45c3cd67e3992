from odoo import api, fields, models

EXAMPLES = 5


class MembershipRegisterImportUndo(models.TransientModel):
    """What taking an import back would do, before it is done."""

    _name = "membership.register.import.undo"
    _description = "Take Back an Import"

    import_id = fields.Many2one(
        "membership.register.import", required=True, readonly=True, ondelete="cascade"
    )
    member_count = fields.Integer(
        string="Members Taken Back",
        compute="_compute_counts",
        help="Closed, their cards cancelled, their opening balances reversed.",
    )
    account_count = fields.Integer(
        string="Other Balances",
        compute="_compute_counts",
        help="Opening balances of members who were there before.",
    )
    kept_count = fields.Integer(
        string="Members That Stay",
        compute="_compute_counts",
        help="Something was done with them since.",
    )
    kept_examples = fields.Text(compute="_compute_counts")

    # === COMPUTE METHODS === #
    @api.depends("import_id")
    def _compute_counts(self):
        for undo in self:
            record = undo.import_id
            Member = self.env["membership.member"].sudo()
            members = Member.search(record._get_members_domain(), order="id")
            uses = {}
            for chunk in record._split(members):
                uses |= record._find_uses(chunk)
            undo.member_count = len(members) - len(uses)
            undo.kept_count = len(uses)
            undo.account_count = len(record._get_foreign_accounts())
            undo.kept_examples = "\n".join(
                f"{Member.browse(member_id).display_name}: {why}"
                for member_id, why in list(uses.items())[:EXAMPLES]
            )

    # === ACTION METHODS === #
    def action_confirm(self):
        """Take the import back as far as nobody used it."""
        self.ensure_one()
        self.import_id._start_undo()
        return {"type": "ir.actions.act_window_close"}
