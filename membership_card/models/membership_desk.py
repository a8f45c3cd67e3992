from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..identity_number import normalize

CHOICES = 20
MOVEMENTS = 8


class MembershipDesk(models.AbstractModel):
    """The service desk: find a member by anything, see all of it, do every act.

    Public methods are called by the screen: what comes with a call is checked here.
    Other addons extend the hooks at the end, and :meth:`_get_actions`.
    """

    _name = "membership.desk"
    _description = "Service Desk"

    # === PUBLIC METHODS === #
    @api.model
    def find(self, term):
        """Who ``term`` means: card, phone, name, member number, e-mail.

        :returns: dict with ``choices``, and ``desk`` (see :meth:`get_member`) if there
            is one choice only; ``actions`` that need no member; ``notices`` about
            what else the term means
        :raises UserError: if the member is not served at this outlet
        """
        self._check_may_serve()
        term = term.strip()[:100] if isinstance(term, str) else ""
        Member, company = self.env["membership.member"], self.env.company
        card = self.env["membership.card"]._find_by_code(term, company)
        members = self._find(term)
        found = {"choices": [], "desk": False, "notices": []}
        found["actions"] = self._write_actions()
        if len(members) == 1:
            mine = card if card.sudo().member_id == members else card.browse()
            found["desk"] = self._prepare_desk(members, mine)
        else:
            found["choices"] = [self._prepare_choice(member) for member in members]
        # A phone may have as many digits as a card, with its country's first.
        is_known = members or Member._normalize_term(term, company)
        if not is_known and (doubt := self._get_doubt(term)):
            found["notices"].append({"level": "warning", "text": doubt})
        return found

    @api.model
    def get_member(self, member_id, card_id=False):
        """Everything the screen shows of one member, fresh.

        :param card_id: which card the buttons are for; default: the first that works
        """
        member = self._get_member(member_id)
        return self._prepare_desk(member, self._get_card(member, card_id))

    @api.model
    def run(self, key, member_id=False, card_id=False, term=""):
        """Do the act of a button, if the user and the state still allow it.

        :param str key: of an act in :meth:`_get_actions`
        :param str term: what is in the search box, for acts that need no member
        :returns: an Odoo action to go on with, or False
        """
        self._check_may_serve()
        member = self._get_member(member_id) if member_id else self._no_member()
        card = self._get_card(member, card_id)
        desk = self.with_context(desk_term=term if isinstance(term, str) else "")
        act = next((a for a in desk._get_actions(member, card) if a["key"] == key), {})
        if not act or act["problem"]:
            raise UserError(
                act.get("problem")
                or self.env._("This is not possible now: reload the screen.")
            )
        record, method, context = act["call"]
        context = {"membership_desk": member.id or True, **context}
        return getattr(record.with_context(**context), method)() or False

    # === BUSINESS METHODS === #
    def _find(self, term):
        """The members whom ``term`` means; who identifies himself is received."""
        Member = self.env["membership.member"]
        if not term:
            return Member
        root = self.env.company.root_id
        Member._find_by_code_or_phone(term, root)._receive()
        members = Member._find(term, self.env.company, CHOICES)
        if not members:
            members = self._find_by_paper(term, root)
            members._receive()
        return members

    def _find_by_paper(self, term, root):
        """Who wrote this e-mail address or this number of an identity document."""
        here = [("company_id", "=", root.id)]
        if "@" in term:
            domain = [*here, ("partner_id.email_normalized", "=", term.lower())]
            found = self.env["membership.member"].sudo().search(domain, limit=2)
            return found.with_env(self.env)
        Identity = self.env["membership.identity"]
        if not Identity.has_access("read"):
            return self._no_member()
        kinds = [kind for kind, _label in Identity._fields["kind"].selection]
        domain = [*here, ("kind", "in", kinds), ("number", "=", normalize(term))]
        found = Identity.sudo().search(domain, limit=2).member_id
        return found.with_env(self.env)

    def _get_doubt(self, term):
        """Hook: why ``term``, which nothing has for its number, is mistyped."""
        return self.env["membership.card.type"]._get_number_doubt(
            term, self.env.company
        )

    @api.model
    def _check_may_serve(self):
        user = self.env.user
        if not user.has_group("membership_ledger.group_till") and not user.has_group(
            "membership_ledger.group_auditor"
        ):
            raise AccessError(
                self.env._("You may not serve members: ask a manager for the right.")
            )

    def _get_member(self, member_id):
        self._check_may_serve()
        member = self._no_member()
        if isinstance(member_id, int) and not isinstance(member_id, bool):
            member = member.browse(member_id).exists()
        if not member:
            raise UserError(self.env._("This member is not known: search again."))
        member.check_access("read")
        return member

    def _no_member(self):
        return self.env["membership.member"]

    def _get_card(self, member, card_id):
        """The member's card with that id; else the first that works, else the first."""
        cards = member.sudo().card_ids.with_env(self.env)
        chosen = cards.filtered(lambda card: card.id == card_id)
        order = ("active", "lost", "frozen", "expired", "draft", "cancelled")
        return (
            chosen or cards.sorted(lambda c: (order.index(c.sudo().state), -c.id))[:1]
        )

    # === HELPERS === #
    def _prepare_choice(self, member):
        member = member.sudo()
        return {
            "id": member.id,
            "name": member.partner_id.name or "",
            "number": member.number,
            "phone": member.phone_masked or "",
            "level": member.level_id.name or "",
            "outlet": member.outlet_id.name or "",
            "state": member.state,
        }

    def _prepare_desk(self, member, card):
        card = card or self._get_card(member, False)
        return {
            "member": self._prepare_member(member),
            "cards": self._prepare_cards(member),
            "card_id": card.id,
            "accounts": self._prepare_accounts(member),
            "movements": self._get_movements(member),
            "warnings": self._get_warnings(member),
            "actions": self._write_actions(member, card),
        }

    def _prepare_cards(self, member):
        Card = self.env["membership.card"]
        states = dict(Card._fields["state"]._description_selection(self.env))
        cards = member.sudo().card_ids.sorted(lambda card: card.state == "cancelled")
        sees = Card._sees_unmasked()
        return [
            {
                "id": card.id,
                "number": card.number if sees else card.number_masked,
                "type": card.type_id.name,
                "holder": card.holder_id.name or "",
                "state": card.state,
                "state_label": states[card.state],
                "valid_until": card.valid_until and card.valid_until.isoformat(),
            }
            for card in cards
        ]

    def _prepare_accounts(self, member):
        accounts = member.sudo().account_ids.sorted(
            lambda account: (account.unit_id.kind != "money", account.id)
        )
        return [
            {
                "id": account.id,
                "name": self.env._("Stored Value")
                if account.unit_id.kind == "money"
                else account.unit_id.name,
                "kind": account.unit_id.kind,
                "balance": account.unit_id._format(account.balance),
                "available": account.unit_id._format(account.available),
                "held": account.held > 0,
                "state": account.state,
            }
            for account in accounts
            if account.state != "closed"
        ]

    def _get_facts(self, member):
        missing = member.missing_items
        share = f"{member.completeness} %"
        value = (
            self.env._("%(share)s – ask for: %(missing)s", share=share, missing=missing)
            if missing
            else share
        )
        return [{"name": self.env._("File Complete"), "value": value}]

    # === HOOKS === #
    def _prepare_member(self, member):
        """Hook: what the head of the screen shows of a member.

        ``facts`` is a list of dicts with ``name`` and ``value``: addons add theirs.
        """
        rights = self.env.user.has_group("membership_ledger.group_card_centre")
        auditor = self.env.user.has_group("membership_ledger.group_auditor")
        data = member.sudo()
        partner = data.partner_id
        states = dict(data._fields["state"]._description_selection(self.env))
        full = rights or auditor
        phone = data.phone if full else data.phone_masked
        return {
            "id": data.id,
            "name": partner.name or "",
            "number": data.number,
            "phone": phone or "",
            "email": (partner.email if full else data.email_masked) or "",
            "birthday": partner.birthdate_date and partner.birthdate_date.isoformat(),
            "level": data.level_id.name or "",
            "color": data.level_id.color or "",
            "outlet": data.outlet_id.display_name or "",
            "joined_on": data.joined_on.isoformat(),
            "state": data.state,
            "state_label": states[data.state],
            "facts": self._get_facts(data),
            "note": (partner.comment and str(partner.comment)) or "",
        }

    def _get_movements(self, member):
        """Hook: the last movements, newest first, as rows of texts."""
        entries = member.sudo().account_ids._get_latest_entries(MOVEMENTS)
        return [
            {
                "id": entry.id,
                "date": fields.Datetime.to_string(entry.posted_at),
                "document": entry.origin_name or "",
                "what": entry.kind_label,
                "amount": entry.unit_id._format(entry.amount),
                "balance": entry.unit_id._format(entry.balance_after),
                "is_credit": entry.amount > 0,
                "outlet": entry.outlet_id.name or "",
                "reason": entry.reason or "",
            }
            for entry in entries
        ]
