from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import codes as secret
from ..const import CHUNK


class MembershipGiftCard(models.Model):
    """Blanks: numbered, counted, of no value until they are sold."""

    _inherit = "membership.gift.card"

    # === BUSINESS METHODS === #
    @api.model
    def _receive(self, gift_type, outlet, numbers, codes=None):
        """Take numbered blanks into the stock of an outlet, a thousand at a time.

        :param codes: {number: secret code} as the manufacturer printed them; what is
            missing gets a new code
        :returns: the new cards
        :raises UserError: if one of the numbers is known already
        """
        free = gift_type._filter_free(numbers)
        if len(free) != len(numbers) or len(set(numbers)) != len(numbers):
            taken = next((n for n in numbers if n not in set(free)), numbers[0])
            raise UserError(
                self.env._(
                    "Gift card %(number)s is in stock or was sold already: nothing was "
                    "received.",
                    number=taken,
                )
            )
        codes = (codes or {}) if gift_type.protection == "code" else {}
        gift_type._check_issued_by(outlet.company_id)
        self._check_codes(gift_type, codes)
        cards = self.browse()
        for start in range(0, len(numbers), CHUNK):
            cards |= self._insert_blanks(
                gift_type, outlet, numbers[start : start + CHUNK], codes
            )
        return cards

    @api.model
    def _check_codes(self, gift_type, codes):
        """Raise unless each code is long enough and opens one card only, at whatever
        company it is scanned.

        :param dict codes: {number: code} as a printer has printed them
        """
        numbers, opened = {}, {}
        issuers = gift_type._find_known_by(gift_type._get_circle()).company_id
        for number, code in codes.items():
            code = secret.normalize(code)
            if not secret.is_long_enough(code):
                raise UserError(
                    self.env._(
                        "The code of %(number)s has to be %(least)s to %(most)s "
                        "letters and digits long.",
                        number=number,
                        least=secret.LEAST,
                        most=secret.MOST,
                    )
                )
            if code in numbers:
                self._raise_known_code(number)
            numbers[code] = number
            opened |= {secret.digest(issuer.id, code): number for issuer in issuers}
        known = self.sudo().search([("code_hash", "in", list(opened))], limit=1)
        if known:
            self._raise_known_code(opened[known.code_hash])

    @api.model
    def _raise_known_code(self, number):
        raise UserError(
            self.env._(
                "The code of %(number)s is the code of another card, too: nothing was "
                "received.",
                number=number,
            )
        )

    def _insert_blanks(self, gift_type, outlet, numbers, codes):
        company = gift_type.company_id
        rows = []
        for number in numbers:
            code = number
            if gift_type.protection == "code":
                code = secret.normalize(codes.get(number)) or secret.new_code()
            rows.append((number, code, secret.digest(company.id, code)))
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO membership_gift_card (number, code, code_hash, type_id,
                    company_id, outlet_id, state, create_uid, create_date, write_uid,
                    write_date)
                SELECT number, code, hash, %(type)s, %(company)s, %(outlet)s, 'blank',
                    %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s,
                    now() AT TIME ZONE 'UTC'
                FROM unnest(%(numbers)s::text[], %(codes)s::text[], %(hashes)s::text[])
                    AS row (number, code, hash)
                RETURNING id
                """,
                type=gift_type.id,
                company=company.id,
                outlet=outlet.id,
                uid=self.env.uid,
                numbers=[row[0] for row in rows],
                codes=[row[1] for row in rows],
                hashes=[row[2] for row in rows],
            )
        )
        cards = self.browse(row[0] for row in self.env.cr.fetchall())
        self.env["membership.gift.event"].sudo()._log(
            [(card.id, None, "blank") for card in cards], "receive", None, outlet
        )
        return cards

    @api.model
    def _find_by_code(self, code, company):
        """The card with this secret code, whatever its state; empty if none.

        Known at ``company`` are its own cards and those of a type that another one
        shares with it, or did: whether they are still taken is another question.
        """
        code = secret.normalize(code)
        if not 4 <= len(code) <= secret.MOST:
            return self.browse()
        types = self.env["membership.gift.type"]._find_known_at(company)
        hashes = [secret.digest(issuer.id, code) for issuer in types.company_id]
        return self._find_known(company, types, [("code_hash", "in", hashes)])

    @api.model
    def _find_known(self, company, types, domain):
        """One card of these types; that of ``company`` before those of others."""
        found = self.search([*domain, ("type_id", "in", types.ids)])
        root = company.root_id
        return found.sorted(lambda card: card.company_id != root)[:1]

    @api.model
    def _find_blank(self, code, company):
        """A blank by its number or its code: it is worth nothing yet."""
        found = self._find_by_number(code, company)
        return found.filtered(lambda card: card.state == "blank")

    @api.model
    def _find_by_number(self, code, company):
        """A card by its number or its code, for those who keep the stock."""
        found = self._find_by_code(code, company)
        if found:
            return found
        types = self.env["membership.gift.type"]._find_known_at(company)
        number = (code or "").strip()
        return self._find_known(company, types, [("number", "=", number)])
