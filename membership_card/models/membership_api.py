from datetime import date, datetime, time
from functools import wraps

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

PAGE = 80
FULL_PHONE = ("group_card_centre", "group_auditor")
FULL_CARD = (*FULL_PHONE, "group_operator")


def in_own_language(method):
    """Let a call answer in its user's language: programs name none."""

    @wraps(method)
    def call(self, *args, **kwargs):
        lang = self.env.user.lang or self.env.lang
        return method(self.with_context(lang=lang), *args, **kwargs)

    return call


class MembershipApi(models.AbstractModel):
    """What other systems may ask for, over Odoo's JSON-2 (see docs/api.md).

    Every method works with the rights of the user whose key is used, in his company,
    trusts no argument, and answers a mistake with one sentence in his language. Members
    are named by their number or the number of one of their cards, never by an id.
    """

    _name = "membership.api"
    _description = "Membership API"

    # === BUSINESS METHODS === #
    @api.model
    @in_own_language
    def enrol(self, key, name, phone, **facts):
        """Make a member; the same call with the same key again makes no second one.

        :param str key: made by the caller, for example a UUID; one per member to be
        :param str name: of the person
        :param str phone: in any usual format
        :param facts: optional ``email``, ``birthday`` (year-month-day), ``gender``
            (male, female, other), ``card_number``, ``outlet`` (code), ``referrer``
            (number of a member or card) and ``note``
        :returns: the member as :meth:`find` shows him
        :raises ValidationError: for an argument that is none, a phone that is a
            member's, a key that was used for another member
        """
        Member = self.env["membership.member"]
        Member.check_access("create")
        key = self._read_text("key", key, 128, required=True)
        name = self._read_text("name", name, 128, required=True)
        phone = self._read_text("phone", phone, 32, required=True)
        vals, outlet = self._read_facts(facts)
        vals |= {"name": name, "phone": phone, "source": "api"}
        vals["company_id"] = self.env.company.root_id.id
        request, member = self.env["membership.api.request"]._begin(
            key, [name, phone, facts]
        )
        if not member:
            member = Member._enrol(vals, outlet)
            request.member_id = member
        return self._describe(member.sudo(False))

    @api.model
    @in_own_language
    def find(self, term):
        """Members that a card number, a phone or a name means; at most twenty.

        :param str term: as at a till
        :returns: list of dicts with number, name, phone, state, level, outlet,
            joined_on and cards; the phone is masked for users without the card centre
        """
        self._check_readable()
        term = self._read_text("term", term, 64, required=True)
        Member = self.env["membership.member"]
        # Who names a card or a phone is served here, as at a till.
        Member._find_by_code_or_phone(term, self.env.company.root_id)._receive()
        members = Member._find(term, self.env.company)._filtered_access("read")
        self.env["membership.access.log"]._log("lookup", members, term)
        return [self._describe(member) for member in members]

    @api.model
    @in_own_language
    def balance(self, member):
        """What is on a member's accounts.

        :param str member: number of the member or of one of his cards
        :returns: list of dicts with unit, kind (money, points, uses), balance and
            available as texts, exact to the unit
        """
        found = self._get_member(member)
        return [
            {
                "unit": account.unit_id.code,
                "kind": account.unit_id.kind,
                "balance": f"{account.balance:.{account.unit_id.decimals}f}",
                "available": f"{account.available:.{account.unit_id.decimals}f}",
                "state": account.state,
            }
            for account in found.account_ids._filtered_access("read")
        ]

    @api.model
    @in_own_language
    def purchases(self, member, date_from=None, limit=PAGE, offset=0):
        """What a member bought, the last first.

        :param str member: number of the member or of one of his cards
        :param str date_from: first day, year-month-day
        :param int limit: how many, at most 80
        :param int offset: how many to leave out
        :returns: list of dicts with key, date (UTC), amount (text), currency, outlet
        """
        found = self._get_member(member)
        domain = Domain("member_id", "=", found.id)
        if day := self._read_date("date_from", date_from):
            domain &= Domain("date", ">=", datetime.combine(day, time.min))
        rows = self.env["membership.purchase"].search(
            domain,
            limit=min(self._read_count("limit", limit), PAGE),
            offset=self._read_count("offset", offset),
        )
        return [
            {
                "key": row.origin_key,
                "date": row.date.isoformat(),
                "amount": f"{row.amount_total:.{row.currency_id.decimal_places}f}",
                "currency": row.currency_id.name,
                "outlet": row.outlet_id.code or None,
            }
            for row in rows
        ]

    # === HOOKS === #
    def _describe(self, member):
        """Hook: what a caller is told of a member."""
        return {
            "number": member.number,
            "name": member.name,
            "phone": self._show(member, "phone", FULL_PHONE),
            "state": member.state,
            "level": member.level_id.name or None,
            "outlet": member.outlet_id.code or None,
            "joined_on": member.joined_on.isoformat(),
            "cards": [
                {
                    "number": self._show(card, "number", FULL_CARD),
                    "state": card.state,
                    "valid_until": card.valid_until and card.valid_until.isoformat(),
                }
                for card in member.card_ids._filtered_access("read")
                if card.state != "cancelled"
            ],
        }

    # === HELPERS === #
    def _show(self, record, name, groups):
        """A number in full for who needs it, masked for the others."""
        has_group = self.env.user.has_group
        is_full = any(has_group(f"membership_ledger.{group}") for group in groups)
        return record[name if is_full else f"{name}_masked"] or None

    def _check_readable(self):
        for model in ("membership.member", "membership.card", "membership.purchase"):
            self.env[model].check_access("read")

    def _get_member(self, number):
        self._check_readable()
        number = self._read_text("member", number, 64, required=True)
        Member = self.env["membership.member"]
        found = Member._find_by_number(number, self.env.company.root_id)
        found._receive()
        found = found._filtered_access("read")
        if len(found) != 1:
            raise UserError(
                self.env._(
                    "No member or card has the number %(number)s.", number=number
                )
            )
        return found

    def _read_facts(self, facts):
        """(values for ``_enrol``, outlet) of the optional arguments."""
        known = {
            "email": 254,
            "birthday": 10,
            "gender": 10,
            "card_number": 32,
            "outlet": 64,
            "referrer": 64,
            "note": 2000,
        }
        if unknown := sorted(facts.keys() - known.keys()):
            raise ValidationError(
                self.env._("There is no argument “%(name)s”.", name=unknown[0])
            )
        texts = {
            name: self._read_text(name, facts.get(name), size)
            for name, size in known.items()
        }
        vals = {
            "email": texts["email"],
            "comment": texts["note"],
            "card_number": texts["card_number"],
            "birthdate_date": self._read_date("birthday", texts["birthday"]),
            "gender": self._read_gender(texts["gender"]),
        }
        if texts["referrer"]:
            vals["referrer_id"] = self._get_member(texts["referrer"]).id
        return vals, self._read_outlet(texts["outlet"])

    def _read_outlet(self, code):
        Outlet = self.env["membership.outlet"]
        if not code:
            return Outlet._get_default()
        domain = [
            ("code", "=", code),
            ("company_id", "child_of", self.env.company.root_id.id),
        ]
        found = Outlet.search(domain)
        if len(found) != 1:
            raise ValidationError(
                self.env._("There is no outlet with the code %(code)s.", code=code)
            )
        return found

    def _read_gender(self, value):
        field = self.env["res.partner"]._fields["gender"]
        codes = [code for code, _title in field._description_selection(self.env)]
        if value and value not in codes:
            raise ValidationError(
                self.env._(
                    "“%(value)s” is no gender: it is one of %(codes)s.",
                    value=value,
                    codes=", ".join(codes),
                )
            )
        return value

    def _read_text(self, name, value, size, required=False):
        if value is None and not required:
            return None
        if not isinstance(value, str) or "\0" in value or len(value) > size:
            raise ValidationError(
                self.env._(
                    "“%(name)s” is a text of at most %(size)s characters.",
                    name=name,
                    size=size,
                )
            )
        if required and not value.strip():
            raise ValidationError(self.env._("“%(name)s” is missing.", name=name))
        return value.strip() or None

    def _read_date(self, name, value):
        text = self._read_text(name, value, 10)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as error:
            raise ValidationError(
                self.env._(
                    "“%(name)s” is a date, year-month-day, not %(value)s.",
                    name=name,
                    value=text,
                )
            ) from error

    def _read_count(self, name, value):
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ValidationError(
                self.env._("“%(name)s” is a number from 0 upwards.", name=name)
            )
        return min(value, 2**31 - 1)
