from odoo import fields, models
from odoo.exceptions import UserError

from ..const import CHANGEABLE, FEE_ACTIONS


class MembershipCard(models.Model):
    """What people do with a card: identity checked, audit row written, fee charged."""

    _inherit = "membership.card"

    # === BUSINESS METHODS === #
    def _take_step(self, action, reason=None, outlet=None, changes=None, **details):
        """Take a step that a person asked for, with everything that belongs to it.

        Tills and jobs call the bare gate, :meth:`_change_state`.

        :param str action: a key of ``const.CARD_GRAPH``
        :param dict changes: for "change", new values of ``const.CHANGEABLE``
        :param details: cause, identified_by, identity_note
        :returns: the card that is valid afterwards; for replace, the new one
        :raises UserError: if the identity has to be checked and was not
        """
        self.ensure_one()
        self._check_identified(action, details.get("identified_by"))
        kinds = self._get_fee_kinds(action)
        if action == "change":
            result = self._change_data(changes or {}, reason, outlet, **details)
        else:
            result = self._change_state(action, reason, outlet, **details)
        if kinds:
            key = self._get_last_event(action)._get_fee_key()
            member = self.member_id.sudo()
            for place, kind in enumerate(kinds):
                kind_key = f"{key}:{kind}" if place else key
                member._charge_fee(kind, kind_key, result.sudo(), outlet)
        return result

    def _get_fee_kinds(self, action):
        """What a step costs, before it is taken.

        What replaces an expired card works for another period: that is a renewal, too.
        """
        kinds = [FEE_ACTIONS[action]] if action in FEE_ACTIONS else []
        today = fields.Date.context_today(self)
        is_over = self.valid_until and self.valid_until < today
        if action == "replace" and (is_over or self.state == "expired"):
            kinds.append(FEE_ACTIONS["renew"])
        return kinds

    def _change_data(self, changes, reason=None, outlet=None, **details):
        """Change who carries a card, its limits or barcode; the audit row says what.

        :param dict changes: new values; what is not of ``const.CHANGEABLE`` is refused
        """
        self.ensure_one()
        if unknown := changes.keys() - set(CHANGEABLE):
            raise UserError(
                self.env._(
                    "%(fields)s of a card does not change.",
                    fields=", ".join(sorted(unknown)),
                )
            )
        before = self._describe_data()
        card = self._through_gate()
        card.write(changes)
        if "holder_id" in changes and self.state != "draft":
            self.sudo()._check_holder()
        after = self._describe_data()
        texts = [
            f"{label}: {before[label]} → {after[label]}"
            for label in after
            if before[label] != after[label]
        ]
        if not texts:
            raise UserError(self.env._("Nothing was changed."))
        reason = "; ".join(filter(None, [(reason or "").strip(), *texts]))
        return self._change_state("change", reason, outlet, **details)

    def _check_identified(self, action, identified_by):
        """Raise if the company wants to know who asks for this and nobody looked."""
        company = self.company_id.sudo()
        if identified_by or not company._needs_identity(action):
            return
        raise UserError(
            self.env._(
                "Identify the person first and say how: %(company)s asks for it before "
                "this step.",
                company=company.name,
            )
        )

    # === HELPERS === #
    def _is_last(self):
        """Whether the member has no other card that could still be used."""
        self.ensure_one()
        cards = self.sudo().member_id.card_ids - self
        return not cards.filtered(lambda card: card.state != "cancelled")

    def _describe_data(self):
        """What can change, for people: {label: text}."""
        card = self.sudo()
        money = card.company_id.currency_id
        labels = card.fields_get(list(CHANGEABLE), ["string"])
        texts = {
            "holder_id": card.holder_id.name or self.env._("nobody else"),
            "barcode": card.barcode,
            "limit_payment": money.format(card.limit_payment),
            "limit_day": money.format(card.limit_day),
        }
        return {labels[name]["string"]: texts[name] for name in CHANGEABLE}

    def _get_last_event(self, action):
        """The audit row of the step that was just taken."""
        domain = [("card_id", "=", self.id), ("action", "=", action)]
        return self.env["membership.card.event"].sudo().search(domain, limit=1)
