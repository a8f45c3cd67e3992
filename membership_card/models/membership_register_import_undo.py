from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# Closing a member passes several gates; a job commits after so many.
UNDO_CHUNK = 500
DIRECT_MEMBERS = 300


class MembershipRegisterImport(models.Model):
    """Taking an import back: what nobody used since goes, the rest stays and says why.

    Balances are reversed through the ledger, new members are closed and their card
    numbers given free, so that the corrected register can come in again.
    """

    _inherit = "membership.register.import"

    finished_at = fields.Datetime(string="Finished", readonly=True, copy=False)
    undo_until = fields.Datetime(
        string="Can Be Taken Back Until", compute="_compute_undo_until"
    )
    can_undo = fields.Boolean(compute="_compute_undo_until")
    undo_total = fields.Integer(readonly=True, copy=False)
    undone_count = fields.Integer(string="Taken Back", readonly=True, copy=False)
    kept_ids = fields.One2many(
        "membership.register.import.kept",
        "import_id",
        string="Members That Stayed",
        readonly=True,
    )
    kept_count = fields.Integer(string="Stayed", compute="_compute_kept_count")
    # How far the job is: ids of the member and of the entry it looked at last.
    undo_member_id = fields.Integer(readonly=True, copy=False)
    undo_entry_id = fields.Integer(readonly=True, copy=False)
    referred_ids = fields.Json(
        readonly=True,
        copy=False,
        help="Members known before, for whom this import said who referred them.",
    )

    # === COMPUTE METHODS === #
    @api.depends("finished_at", "state", "company_id.membership_import_undo_days")
    def _compute_undo_until(self):
        now = fields.Datetime.now()
        for record in self:
            days = record.company_id.root_id.membership_import_undo_days
            until = record.finished_at and fields.Datetime.add(
                record.finished_at, days=days
            )
            record.undo_until = until
            is_done = record.state in ("done", "undone")
            # Rows that all came back left nothing to take back.
            is_done &= bool(record.new_count or record.known_count)
            record.can_undo = bool(until and now <= until and is_done)

    @api.depends("kept_ids")
    def _compute_kept_count(self):
        for record in self:
            record.kept_count = len(record.kept_ids)

    # === ACTION METHODS === #
    def action_undo(self):
        """Open the window that says what would be taken back, and asks."""
        self.ensure_one()
        self._check_can_undo()
        undo = self.env["membership.register.import.undo"].create(
            {"import_id": self.id}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take Back the Import"),
            "res_model": undo._name,
            "res_id": undo.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_view_kept(self):
        """Open the members that stayed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Stayed"),
            "res_model": "membership.member",
            "view_mode": "list,form",
            "domain": [("id", "in", self.kept_ids.member_id.ids)],
        }

    # === BUSINESS METHODS === #
    def _check_can_undo(self):
        self.check_access("write")
        if self.state not in ("done", "undone"):
            raise UserError(
                self.env._("Only an import that is done can be taken back.")
            )
        if not self.can_undo:
            raise UserError(
                self.env._(
                    "It is too late to take %(title)s back: that was possible for "
                    "%(days)s days. Correct members one by one.",
                    title=self.display_name,
                    days=self.company_id.root_id.membership_import_undo_days,
                )
            )

    def _start_undo(self):
        """Take the import back: at once if it is small, else as a job."""
        self._check_can_undo()
        count = self._count_members() + len(self._get_foreign_accounts())
        self.sudo().kept_ids.unlink()
        self.write(
            {
                "state": "undoing",
                "undo_total": self.undone_count + count,
                "undo_member_id": 0,
                "undo_entry_id": 0,
            }
        )
        if count > DIRECT_MEMBERS:
            self.env.ref("membership_card.cron_import_registers").sudo()._trigger()
            return
        for _done in self._undo():
            pass

    def _undo(self):
        """Take back chunk by chunk.

        :returns: generator; after each of its values a caller that is a job commits,
            and may stop: :meth:`_undo` again goes on after the last chunk
        """
        while members := self._get_next_members():
            self._undo_members(members)
            self.undo_member_id = members[-1].id
            yield len(members)
        for accounts in self._split(self._get_foreign_accounts()):
            self._undo_foreign(accounts)
            yield len(accounts)
        if self.referred_ids:
            domain = [("id", "in", self.referred_ids)]
            self.env["membership.member"].sudo().search(domain).referrer_id = False
        self.write({"state": "undone", "referred_ids": False})
        yield 0

    def _undo_as_job(self):
        """Take back as much as the job's time allows; return whether that was all."""
        for done in self._undo():
            remaining = max(0, self.undo_total - self.undone_count)
            remaining = remaining if self.state == "undoing" else 0
            left = self.env["ir.cron"]._commit_progress(done, remaining=remaining)
            if not left and remaining:
                return False
            self.env.invalidate_all()
        return True

    def _undo_members(self, members):
        """Take back these new members, or say why they stay."""
        uses = self._find_uses(members)
        free = members.filtered(lambda member: member.id not in uses)
        uses |= self._try_each(free, self._take_back)
        self.undone_count += len(members) - len(uses)
        self._keep(uses)

    def _take_back(self, members):
        """Reverse what they brought, close them, give their card numbers free."""
        self._reverse_opening(members.account_ids)
        cards = members.card_ids
        partners = members.filtered("is_contact_imported").partner_id
        reason = self.env._(
            "The import %(name)s was taken back", name=self.display_name
        )
        cards.filtered(lambda card: card.state != "cancelled")._change_state(
            "cancel", reason
        )
        members._change_state("close")
        self._free_numbers(cards)
        self._archive_contacts(partners)

    def _try_each(self, records, act):
        """Do ``act`` with as many of these records as it accepts.

        All at once; if one refuses, half of them, and so on, until it is found: the
        others need not stay for it.

        :returns: dict of the ids that refused to their sentences
        """
        if not records:
            return {}
        try:
            with self.env.cr.savepoint():
                act(records)
        except UserError as error:
            if len(records) == 1:
                return {records.id: error.args[0]}
            middle = len(records) // 2
            refused = self._try_each(records[:middle], act)
            return refused | self._try_each(records[middle:], act)
        return {}

    def _keep(self, uses):
        self.env["membership.register.import.kept"].sudo().create(
            [
                {"import_id": self.id, "member_id": member_id, "explanation": text}
                for member_id, text in uses.items()
            ]
        )

    # === HELPERS === #
    def _get_members_domain(self):
        return [("import_id", "=", self.id), ("state", "!=", "closed")]

    def _count_members(self):
        return (
            self.env["membership.member"]
            .sudo()
            .search_count(self._get_members_domain())
        )

    def _get_next_members(self):
        domain = [("id", ">", self.undo_member_id), *self._get_members_domain()]
        Member = self.env["membership.member"].sudo()
        Member = Member.with_context(tracking_disable=True)
        return Member.search(domain, order="id", limit=UNDO_CHUNK)

    def _free_numbers(self, cards):
        """A cancelled card keeps its history, not its number: the next run needs it."""
        cards.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE membership_card SET number = number || %(mark)s, "
                "barcode = barcode || %(mark)s WHERE id = ANY(%(ids)s)",
                mark=f"~{self.id}",
                ids=cards.ids,
            )
        )
        cards.invalidate_recordset(["number", "barcode"])

    def _archive_contacts(self, partners):
        """Contacts that the import made go, too, unless books or a login need them."""
        Partner = self.env["res.partner"].sudo()
        used = Partner.search(
            [
                ("id", "in", partners.ids),
                *("|", ("user_ids", "!=", False), ("invoice_ids", "!=", False)),
            ]
        )
        (partners - used).active = False
