from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# What a file says about a person, in the order of the merge window.
PARTNER_FIELDS = (
    "name",
    "phone",
    "email",
    "birthdate_date",
    "gender",
    "street",
    "street2",
    "zip",
    "city",
    "state_id",
    "country_id",
    "lang",
    "comment",
    "image_1920",
)
MEMBER_FIELDS = ("level_id", "outlet_id", "joined_on", "referrer_id")


class MembershipMember(models.Model):
    """Several files of one person become one; no total changes."""

    _inherit = "membership.member"

    merged_into_id = fields.Many2one(
        "membership.member",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    merged_ids = fields.One2many(
        "membership.member", "merged_into_id", string="Merged Files", readonly=True
    )
    merge_ids = fields.One2many("membership.merge", "survivor_id", readonly=True)
    holdings = fields.Char(
        compute="_compute_holdings", help="What the open accounts hold."
    )

    # === COMPUTE METHODS === #
    def _compute_holdings(self):
        for member in self:
            member.holdings = ", ".join(
                account.unit_id._format(account.balance)
                for account in member.sudo().account_ids
                if account.state != "closed"
            )

    # === ACTION METHODS === #
    def action_merge(self):
        """Open the window that merges these members, or looks for the other one."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge Members"),
            "res_model": "membership.member.merge",
            "view_mode": "form",
            "target": "new",
            "context": {"default_member_ids": self.ids},
        }

    # === BUSINESS METHODS === #
    def _absorb(self, others, reason, choices=None):
        """Make one member of this one and ``others``, who are closed afterwards.

        Cards, accounts with lots and debts, purchases and history come here; entries
        stay where they were posted, and what is refunded later is passed on.

        :param others: ``membership.member`` that end
        :param str reason: why they are one person
        :param dict choices: name of a field to the member whose value stays; what is
            not named stays as it is here
        :returns: the ``membership.merge`` that explains it
        :raises UserError: not of one company, frozen or closed, a payment in progress
        """
        self.ensure_one()
        self = self.sudo()
        others = others.sudo()
        self._check_can_absorb(others, reason)
        before = self._get_merge_totals(), others._get_merge_totals()
        choices = choices or {}
        merge = self.env["membership.merge"].create(
            {
                "survivor_id": self.id,
                "merged_ids": others.ids,
                "reason": reason.strip(),
                "values_taken": self._describe_choices(choices),
            }
        )
        for account in others.account_ids.filtered(lambda a: a.state != "closed"):
            account._merge_into(self._get_account(account.unit_id), merge)
        others._merge_into(self)
        others.write({"state": "closed", "merged_into_id": self.id})
        (self | others)._update_sharing()
        others.merged_ids.merged_into_id = self
        self.flush_model()
        self._take_values(choices, reason)
        self._place_merged()
        self._explain_merge(merge, *before)
        return merge

    def _check_can_absorb(self, others, reason):
        """Hook: raise if ``others`` cannot become one with this member."""
        if not (reason or "").strip():
            raise UserError(self.env._("Say why these are one person."))
        if not others or self in others:
            raise UserError(self.env._("Choose two different members to merge."))
        if others.company_id != self.company_id:
            raise UserError(
                self.env._("Members of different companies are not merged.")
            )
        if len(set((self | others).mapped("partner_id.is_company"))) > 1:
            raise UserError(
                self.env._(
                    "A person and a company are not one member: have the cards of the "
                    "one cancelled instead."
                )
            )
        self._check_not_linked(self | others)
        for member in self | others:
            if member.state == "closed":
                raise UserError(
                    self.env._(
                        "The membership of %(member)s has ended: there is nothing to "
                        "merge.",
                        member=member.display_name,
                    )
                )
            if member.state == "frozen":
                # A merge would walk around the freeze.
                raise UserError(
                    self.env._(
                        "%(member)s is frozen: unfreeze the member first.",
                        member=member.display_name,
                    )
                )

    @api.model
    def _check_not_linked(self, members):
        """Balances that are shared with somebody else are not this person's alone."""
        link = self.env["membership.link"].search(
            [
                "|",
                ("member_id", "in", members.ids),
                ("linked_id", "in", members.ids),
                ("state", "=", "active"),
            ],
            limit=1,
        )
        if link:
            raise UserError(
                self.env._(
                    "%(one)s and %(other)s share balances: end that link first.",
                    one=link.member_id.display_name,
                    other=link.linked_id.display_name,
                )
            )

    def _take_values(self, choices, reason):
        """Write the values of the file that were chosen from other members."""
        taken = {
            name: member for name, member in choices.items() if member.id != self.id
        }
        partner_vals = {
            name: self.env["res.partner"]
            ._fields[name]
            .convert_to_write(member.partner_id[name], member.partner_id)
            for name, member in taken.items()
            if name in PARTNER_FIELDS
        }
        if partner_vals:
            self.partner_id._check_accounts_of_staff()
            self.partner_id.write(partner_vals)
        vals = {
            name: self._fields[name].convert_to_write(member[name], member)
            for name, member in taken.items()
            if name in MEMBER_FIELDS and name != "level_id"
        }
        if vals.get("referrer_id") == self.id:
            del vals["referrer_id"]
        if vals:
            self.write(vals)
        giver = taken.get("level_id")
        if giver and giver.level_id and giver.level_id != self.level_id:
            # As the other one had it: what was earned is no promise.
            self._set_level(
                giver.level_id,
                reason,
                giver.level_locked_until,
                giver.level_is_fixed,
                giver.level_source or "given",
            )

    # === HOOKS === #
    def _merge_into(self, survivor):
        """Hook: hand over what these members have to ``survivor``.

        Called in sudo, before they are closed; their accounts have gone over already.
        Every addon moves its own rows; what is append-only stays and is shown by way
        of ``merged_ids``.

        :param survivor: ``membership.member`` that goes on
        """
        cards = self.card_ids
        cards._through_gate().write({"member_id": survivor.id})
        cards._log_event(
            "merge",
            {card.id: card.state for card in cards},
            self.env._("Members merged"),
        )
        self._repoint("membership.purchase", survivor)
        self._repoint("membership.level.term", survivor)
        self._repoint("membership.gift", survivor, unique=("key",))
        self.env["membership.gift.line"]._follow_gifts(survivor)
        self._merge_file_into(survivor)
        if survivor.referrer_id in self:
            survivor.referrer_id = False
        self.search([("referrer_id", "in", self.ids)]).referrer_id = survivor

    # === HELPERS === #
    def _repoint(self, model, survivor, field="member_id", unique=()):
        """Let the rows of ``model`` that name these members name ``survivor``.

        One statement, however long the history is, and without the rules for edits.

        :param unique: columns of which a member has each value once: a row that the
            survivor has already stays where it is
        """
        if unique and len(self) > 1:
            for member in self:
                member._repoint(model, survivor, field, unique)
            return
        Model = self.env[model]
        table = SQL.identifier(Model._table)
        self.env.flush_all()
        has = SQL("FALSE")
        if unique:
            has = SQL(
                "EXISTS (SELECT FROM %s own WHERE own.%s = %s AND %s)",
                table,
                SQL.identifier(field),
                survivor.id,
                SQL(" AND ").join(
                    SQL("own.%s = moved.%s", SQL.identifier(name), SQL.identifier(name))
                    for name in unique
                ),
            )
        self.env.cr.execute(
            SQL(
                "UPDATE %s moved SET %s = %s WHERE moved.%s = ANY(%s) AND NOT %s",
                table,
                SQL.identifier(field),
                survivor.id,
                SQL.identifier(field),
                self.ids,
                has,
            )
        )
        self.env.invalidate_all(flush=False)

    @api.model
    def _describe_choices(self, choices):
        """Which values came from which member, without the values themselves."""
        labels = self.env["res.partner"].fields_get(PARTNER_FIELDS, ["string"])
        labels |= self.fields_get((*PARTNER_FIELDS, *MEMBER_FIELDS), ["string"])
        return ", ".join(
            f"{labels[name]['string']}: {member.number}"
            for name, member in choices.items()
            if name in labels
        )
