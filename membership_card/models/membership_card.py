from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..const import CARD_GRAPH, CHUNK, REASON_ACTIONS

# Only the gate holds this object: no remote caller can put it into a context.
_GATE = object()


class MembershipCard(models.Model):
    """A credential that a person carries; money and points are on the member."""

    _name = "membership.card"
    _description = "Membership Card"
    _order = "id desc"
    _rec_name = "number"
    _rec_names_search = ["number", "barcode"]
    _check_company_auto = True

    number = fields.Char(
        required=True,
        copy=False,
        help="As printed. Empty: the next number of the card type.",
    )
    barcode = fields.Char(
        required=True,
        copy=False,
        help="What a scanner reads; usually the number. A magnetic or RFID number can "
        "stand here instead.",
    )
    type_id = fields.Many2one(
        "membership.card.type",
        required=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._default_type_id(),
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    member_id = fields.Many2one(
        "membership.member", index=True, ondelete="restrict", check_company=True
    )
    holder_id = fields.Many2one(
        "res.partner",
        string="Holder",
        index="btree_not_null",
        ondelete="restrict",
        help="Who carries the card; empty: the member.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("active", "Active"),
            ("lost", "Lost"),
            ("frozen", "Frozen"),
            ("expired", "Expired"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
    )
    issued_on = fields.Date(readonly=True, copy=False)
    valid_until = fields.Date(
        readonly=True, copy=False, help="The last day on which the card works."
    )
    outlet_id = fields.Many2one(
        "membership.outlet",
        ondelete="restrict",
        help="Where the card was issued.",
        default=lambda self: self.env["membership.outlet"]._get_default(),
    )
    replaced_by_id = fields.Many2one(
        "membership.card", readonly=True, copy=False, ondelete="restrict"
    )
    replaces_ids = fields.One2many("membership.card", "replaced_by_id")
    event_ids = fields.One2many("membership.card.event", "card_id")
    level_id = fields.Many2one(related="member_id.level_id")
    level_color = fields.Char(related="member_id.level_id.color", string="Level Colour")

    _number_unique = models.UniqueIndex(
        "(company_id, number)", "Another card has this number."
    )
    _barcode_unique = models.UniqueIndex(
        "(company_id, barcode)", "Another card has this barcode."
    )
    _expiry_index = models.Index(
        "(valid_until) WHERE state = 'active' AND valid_until IS NOT NULL"
    )

    # === DEFAULTS === #
    def _default_type_id(self):
        return self.env["membership.card.type"].search(
            [("company_id", "=", self.env.company.root_id.id)], limit=1
        )

    # === CONSTRAINT METHODS === #
    @api.constrains("number", "barcode", "company_id")
    def _check_codes_differ(self):
        """No card's barcode is another card's number: a scan means one card."""
        for company, cards in self.grouped("company_id").items():
            codes = [*cards.mapped("number"), *cards.mapped("barcode")]
            self.env.cr.execute(
                SQL(
                    "SELECT a.number FROM membership_card a JOIN membership_card b "
                    "ON b.company_id = a.company_id AND b.barcode = a.number "
                    "WHERE a.company_id = %s AND a.number = ANY(%s) AND a.id <> b.id",
                    company.id,
                    codes,
                )
            )
            if row := self.env.cr.fetchone():
                raise ValidationError(
                    self.env._("%(number)s already means another card.", number=row[0])
                )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Cards start as drafts; the type numbers those that bring no number."""
        Type = self.env["membership.card.type"]
        for vals in vals_list:
            if vals.get("state", "draft") != "draft":
                raise UserError(self.env._("A card starts as a draft: activate it."))
            if not vals.get("number"):
                type_id = vals.get("type_id") or self._default_type_id().id
                vals["number"] = Type.browse(type_id).sudo()._next_numbers(1)[0]
            vals["number"] = vals["number"].strip()
            vals["barcode"] = (vals.get("barcode") or vals["number"]).strip()
        return super().create(vals_list)

    def write(self, vals):
        """What identifies a card changes by its acts, never by editing a field."""
        if self.env.context.get("membership_card_gate") is not _GATE:
            guarded = {"state", "replaced_by_id", "issued_on", "valid_until"}
            issued = {"number", "member_id", "type_id", "company_id"}
            is_issued = any(card.state != "draft" for card in self)
            if guarded & vals.keys() or (is_issued and issued & vals.keys()):
                raise UserError(
                    self.env._("A card in use changes by its buttons only.")
                )
        old_codes = {card.id: card.barcode for card in self} if "barcode" in vals else {}
        result = super().write(vals)
        for card in self:
            if old_codes.get(card.id, card.barcode) != card.barcode:
                change = f"{old_codes[card.id]} → {card.barcode}"
                card._log_event("recode", {card.id: card.state}, change)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for card in self:
            if card.state != "draft" or card.event_ids:
                raise UserError(
                    self.env._(
                        "Card %(number)s was used and stays on file: cancel it instead.",
                        number=card.number,
                    )
                )

    # === ACTION METHODS === #
    def action_activate(self):
        """Let a draft card be used from now on."""
        self.check_access("write")
        self._change_state("activate")

    def action_act(self):
        """Open the window for the act named in the context, which asks why."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Card"),
            "res_model": "membership.card.act",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_card_id": self[:1].id,
                "default_action": self.env.context.get("card_action"),
            },
        }

    # === BUSINESS METHODS === #
    @api.model
    def _find_by_code(self, code, company):
        """The card with this barcode or number, whatever its state; empty if none.

        :param company: ``res.company``; cards belong to its main company
        """
        code = (code or "").strip()
        if not code:
            return self.browse()
        self.flush_model(["number", "barcode", "company_id"])
        self.env.cr.execute(
            SQL(
                "SELECT id FROM membership_card "
                "WHERE company_id = %(company)s AND barcode = %(code)s "
                "UNION SELECT id FROM membership_card "
                "WHERE company_id = %(company)s AND number = %(code)s LIMIT 1",
                company=company.root_id.id,
                code=code,
            )
        )
        return self.browse(row[0] for row in self.env.cr.fetchall())

    def _check_usable(self, capability):
        """Raise, in a sentence for the till, unless this card may be used for that.

        :param capability: discount, wallet or points
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        state = self.state
        if state == "active" and self.valid_until and self.valid_until < today:
            state = "expired"
        if state != "active":
            raise UserError(self._get_refusal(state))
        if not self.member_id:
            raise UserError(
                self.env._("Card %(number)s belongs to no member.", number=self.number)
            )
        self.member_id._check_active()
        if not self.type_id.sudo()[f"use_{capability}"]:
            raise UserError(
                self.env._(
                    "Cards of type %(type)s cannot be used for this.",
                    type=self.type_id.sudo().name,
                )
            )

    def _get_refusal(self, state):
        _ = self.env._
        number = self.number
        sentences = {
            "draft": _(
                "Card %(number)s is not active yet: activate it first.", number=number
            ),
            "lost": _(
                "Card %(number)s was reported lost: do not accept it. The member can "
                "cancel the report or have the card replaced.",
                number=number,
            ),
            "frozen": _("Card %(number)s is frozen: ask the card centre.", number=number),
            "expired": _("Card %(number)s has expired: renew it first.", number=number),
            "cancelled": _(
                "Card %(number)s is cancelled and no longer works.", number=number
            ),
        }
        return sentences[state]

    def _change_state(self, action, reason=None, outlet=None):
        """The one gate: every step in the life of these cards, each with its audit row.

        :param str action: a key of ``const.CARD_GRAPH``
        :param str reason: required for freeze, unfreeze, replace and cancel
        :param outlet: ``membership.outlet`` where it happens; default: the user's
        :returns: the cards that are valid afterwards; for replace, the new ones
        """
        sources, target = CARD_GRAPH[action]
        reason = (reason or "").strip()
        if action in REASON_ACTIONS and not reason:
            raise UserError(self.env._("Say why: a reason is needed for this."))
        for card in self:
            card._check_can_change(action, sources)
        before = {card.id: card.state for card in self}
        cards = self.with_context(membership_card_gate=_GATE)
        for vals, group in cards._prepare_state_vals(action, target):
            group.write(vals)
        self._log_event(action, before, reason, outlet)
        if action == "replace":
            return self.browse().union(
                *(card._issue_replacement(reason, outlet) for card in self)
            )
        return self

    def _check_can_change(self, action, sources):
        """Hook: raise if this card cannot take this step."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        if self.state not in sources:
            raise UserError(
                self.env._(
                    "Card %(number)s is %(state)s: this is not possible now. Reload the "
                    "page to see what is.",
                    number=self.number,
                    state=labels[self.state].lower(),
                )
            )
        if action in ("activate", "renew", "replace", "cancel_loss", "unfreeze"):
            if not self.member_id:
                raise UserError(
                    self.env._(
                        "Card %(number)s belongs to no member: choose one first.",
                        number=self.number,
                    )
                )
            self.member_id._check_active()

    def _prepare_state_vals(self, action, target):
        """Values to write, with the cards they are for."""
        today = fields.Date.context_today(self)
        for card_type, cards in self.grouped("type_id").items():
            vals = {"state": target}
            if action == "activate":
                vals |= {"issued_on": today, "valid_until": card_type._get_expiry(today)}
            if action == "renew":
                for card in cards:
                    # Renewed early, a card loses none of the days it still has.
                    start = max(today, fields.Date.add(card.valid_until or today, days=1))
                    yield vals | {"valid_until": card_type._get_expiry(start)}, card
                continue
            yield vals, cards

    def _issue_replacement(self, reason, outlet):
        """A new active card for the same member; this number is dead already."""
        new = self.create(
            {
                "member_id": self.member_id.id,
                "holder_id": self.holder_id.id,
                "type_id": self.type_id.id,
                "company_id": self.company_id.id,
                "outlet_id": (outlet or self.outlet_id).id,
            }
        )
        new._change_state("activate", reason, outlet)
        gate = {"membership_card_gate": _GATE}
        # The new card inherits the end of the old one: replacing is not renewing.
        if self.valid_until and self.valid_until >= fields.Date.context_today(self):
            new.with_context(**gate).valid_until = self.valid_until
        self.with_context(**gate).replaced_by_id = new
        return new

    @api.model
    def _cron_expire_cards(self):
        """Nightly: cards whose last day is over."""
        domain = [
            ("state", "=", "active"),
            ("valid_until", "<", fields.Date.context_today(self)),
        ]
        Cron = self.env["ir.cron"]
        remaining = self.search_count(domain)
        while cards := self.search(domain, limit=CHUNK):
            cards._change_state("expire")
            remaining = max(remaining - len(cards), 0)
            if not Cron._commit_progress(len(cards), remaining=remaining):
                break

    # === HELPERS === #
    def _log_event(self, action, before, reason=None, outlet=None):
        self.flush_recordset()
        outlet = outlet or self.env["membership.outlet"]._get_default()
        rows = [(card.id, before[card.id], card.state) for card in self]
        self.env["membership.card.event"].sudo()._log(rows, action, reason, outlet)
