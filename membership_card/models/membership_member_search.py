import re

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

FIND_LIMIT = 20
LIST_LIMIT = 500


def _escape(term):
    """``term`` taken literally in a LIKE pattern."""
    return re.sub(r"([\\%_])", r"\\\1", term)


class MembershipMember(models.Model):
    """Finding a member: each way is one indexed lookup."""

    _inherit = "membership.member"

    search_term = fields.Char(
        string="Member, Card or Phone",
        compute="_compute_search_term",
        search="_search_search_term",
        help="One box for what a till would scan or type.",
    )

    # === COMPUTE METHODS === #
    def _compute_search_term(self):
        self.search_term = False

    @api.model
    def _search_search_term(self, operator, value):
        if operator not in ("ilike", "=ilike", "like", "in"):
            return NotImplemented
        terms = [value] if isinstance(value, str) else value
        found = self.browse().union(
            *(self._find(term, self.env.company, LIST_LIMIT) for term in terms)
        )
        return Domain("id", "in", found.ids)

    @api.model
    def _search_display_name(self, operator, value):
        """A many2one looks for members as a till does, not through every row."""
        if operator == "ilike" and value:
            return self._search_search_term(operator, value)
        return super()._search_display_name(operator, value)

    # === BUSINESS METHODS - FINDING === #
    @api.model
    def _find(self, term, company, limit=FIND_LIMIT):
        """Members that ``term`` means: card or member number, phone, else name.

        Tills call :meth:`_identify`, which also refuses a code that may not be used.

        :param str term: what was scanned or typed
        :param company: ``res.company``; members belong to its main company
        :param int limit: how many members of one name at most
        :returns: members; the first way that finds any wins
        """
        term = (term or "").strip()
        root = company._get_membership_root()
        if not term:
            return self.browse()
        exact = self._find_by_code_or_phone(term, root)
        return exact._filtered_access("read") or self._find_by_name(term, root, limit)

    @api.model
    def _find_by_name(self, term, root, limit=FIND_LIMIT):
        """Members of this name whom the user may see."""
        here = Domain("company_id", "=", root.id) & Domain("state", "!=", "closed")
        by_name = self._get_name_domain(term)
        return self.search(here & by_name, limit=limit) if by_name else self.browse()

    @api.model
    def _find_by_code_or_phone(self, term, root):
        """Who ``term`` means exactly, whatever the user sees in his lists."""
        found = self._find_by_number(term, root)
        if not found and (phone := self._normalize_term(term, root)):
            found = self._find_by_phone(phone, root)
        return found

    @api.model
    def _find_by_phone(self, phone, root):
        """Whose phone it is, and for whom its owner carries a card.

        :param str phone: in E.164
        """
        self.flush_model(["phone", "state"])
        self.env["membership.card"].flush_model(["holder_id", "member_id", "state"])
        self.env["res.partner"].flush_model(["phone_sanitized"])
        self.env.cr.execute(
            SQL(
                """
                SELECT id, 0 AS place FROM membership_member
                WHERE company_id = %(company)s AND phone = %(phone)s
                  AND state <> 'closed'
                UNION
                SELECT card.member_id, 1 FROM membership_card card
                JOIN res_partner holder ON holder.id = card.holder_id
                WHERE holder.phone_sanitized = %(phone)s
                  AND card.company_id = %(company)s AND card.member_id IS NOT NULL
                  AND card.state NOT IN ('draft', 'cancelled')
                ORDER BY place, id LIMIT %(limit)s
                """,
                company=root.id,
                phone=phone,
                limit=FIND_LIMIT,
            )
        )
        return self.browse(dict.fromkeys(row[0] for row in self.env.cr.fetchall()))

    @api.model
    def _get_name_domain(self, term):
        """How a name is looked up so that an index serves it; None if it is too short.

        Trigrams need three letters, and find nothing in two Chinese characters: those
        are looked up from the beginning of the name.
        """
        if not term.isascii():
            return Domain("partner_id.name", "=like", f"{_escape(term)}%")
        if len(term) >= 3:
            return Domain("partner_id.name", "ilike", term)
        return None

    @api.model
    def _find_by_number(self, number, root):
        self.flush_model(["number", "merged_into_id"])
        self.env["membership.card"].flush_model(["number", "barcode", "member_id"])
        self.env.cr.execute(
            SQL(
                """
                SELECT member_id FROM membership_card
                WHERE company_id = %(company)s AND number = %(number)s
                UNION SELECT member_id FROM membership_card
                WHERE company_id = %(company)s AND barcode = %(number)s
                UNION SELECT COALESCE(merged_into_id, id) FROM membership_member
                WHERE company_id = %(company)s AND number = %(number)s
                """,
                company=root.id,
                number=number,
            )
        )
        return self.browse(row[0] for row in self.env.cr.fetchall() if row[0])

    @api.model
    def _identify(self, term, company, capability="discount"):
        """What a till needs: who ``term`` means, refused if it is a card that is dead.

        Who shows his card or says his number or phone is served at any outlet that the
        company lets serve him; by name, a user finds the members of his own outlets.

        :returns: (members, card); the card is empty unless ``term`` is its code, or
            the phone of the one who carries it for somebody else
        :raises UserError: if ``term`` is a card's code and the card may not be used, or
            if the member is not served here
        """
        card = self.env["membership.card"]._find_by_code(term, company)
        if card:
            card.sudo()._check_usable(capability)
            card.sudo().member_id.with_env(self.env)._receive()
            return card.member_id, card
        term, root = (term or "").strip(), company._get_membership_root()
        if not term:
            return self.browse(), card
        exact = self._find_by_code_or_phone(term, root)
        exact._receive()
        members = exact._filtered_access("read") or self._find_by_name(term, root)
        shares = any(member.is_sharing for member in members)
        held = card._find_held(term, company) if shares else card
        if len(held) == 1 and members == held.member_id:
            held.sudo()._check_usable(capability)
            return members, held.with_env(self.env)
        return members, card
