from datetime import datetime
from zoneinfo import ZoneInfo

from odoo import api, models
from odoo.tools import format_date

from ..card_face import clean_color, get_text_color
from ..period import PRESETS, read_period

LATEST = 8  # movements on the first page
SUMS = ("opening", "credits", "debits", "closing")
BADGES = {"active": "success", "draft": "light", "expired": "secondary"}


class MembershipMember(models.Model):
    """What the pages of "My membership" show. Called in sudo, on the user's member."""

    _inherit = "membership.member"

    # === BUSINESS METHODS === #
    def _get_portal_values(self, is_owner):
        """Hook: everything that the page "My membership" shows.

        :param is_owner: whether the member looks, or the holder of one of his cards
        """
        self.ensure_one()
        accounts = self._get_portal_accounts()
        card = self._get_card_to_show(is_owner)
        return {
            "member": self,
            "is_owner": is_owner,
            "tz": self._get_portal_tz(),
            "face": self._get_portal_face(is_owner),
            "code": card
            and card._get_phone_code() | {"barcode": card._get_barcode_uri()},
            "balances": [
                self._get_portal_balance(kind, account)
                for kind, account in accounts.items()
            ],
            "progress": self._get_portal_progress(),
            "cards": [
                self._get_portal_card(card)
                for card in self._get_cards_of_user(is_owner)
            ],
            "movements": self._get_portal_latest(accounts) if is_owner else [],
        }

    def _get_portal_statement(self, kind, text_from, text_to, preset, page, step):
        """A statement of the member's money or points, one page of it.

        :param kind: "money" or "points"
        :param text_from: first day as in a link, may be anything
        :param text_to: last day, likewise
        :param preset: name of a period, used when there are no days
        """
        self.ensure_one()
        account = self._get_portal_accounts()[kind]
        tz = self._get_portal_tz()
        today = datetime.now(ZoneInfo(tz)).date()
        date_from, date_to, preset = read_period(text_from, text_to, preset, today)
        statement, entries = self._read_portal_statement(account, date_from, date_to)
        total = len(entries)
        page = min(max(page, 1), max(1, -(-total // step)))
        unit = self._get_portal_unit(kind)
        labels = self._get_period_labels()
        return {
            "member": self,
            "kind": kind,
            "title": self._get_portal_titles()[kind],
            "date_from": date_from,
            "date_to": date_to,
            "preset": preset,
            "presets": [(name, labels[name]) for name in PRESETS],
            "amounts": {
                name: self._format_portal(unit, statement[name]) for name in SUMS
            },
            "total": total,
            "page": page,
            "movements": self._get_portal_movements(
                entries[(page - 1) * step : page * step]
            ),
            "tz": tz,
            "account": account,
        }

    def _read_portal_statement(self, account, date_from, date_to):
        """The ledger's statement and its entries; zeros for an account not yet made."""
        entries = self.env["membership.entry"].sudo()
        if not account:
            return dict.fromkeys(
                ("opening", "credits", "debits", "closing"), 0
            ), entries
        statement = account._get_statement(date_from, date_to, tz=self._get_portal_tz())
        # Newest first: who looks at a phone wants to see the last one.
        return statement, statement["entries"].sudo()[::-1]

    # === HOOKS === #
    def _get_portal_accounts(self):
        """Hook: accounts that the pages show, by kind; empty where there is none."""
        return {
            "money": self._get_wallet(create=False),
            "points": self._get_points_account(create=False),
        }

    def _get_portal_titles(self):
        """Hook: what the member reads above the statement of each kind."""
        return {
            "money": self.env._("Stored value"),
            "points": self.env._("Points"),
        }

    # === HELPERS === #
    def _get_portal_tz(self):
        """The member's clock: his own, else the shop's."""
        return self.env.user.tz or self.company_id.partner_id.tz or "UTC"

    def _get_portal_face(self, is_owner):
        """The picture of the card: the one that works, else the last one."""
        card = self._get_card_to_show(is_owner) or self._get_cards_of_user(is_owner)[:1]
        background = clean_color(self.level_id.color)
        return {
            "background": background,
            "text": get_text_color(background),
            "number": card and card._get_number_groups(),
            "holder": (card.holder_id or self.partner_id).name,
            "valid_until": card._get_validity_text(),
        }

    def _get_portal_unit(self, kind):
        if kind == "points":
            return self._get_points_unit()
        return self.env["membership.unit"]._for_currency(self.company_id.currency_id)

    def _get_portal_balance(self, kind, account):
        """One tile: what is there, what is bonus or reserved, what lapses next."""
        unit = self._get_portal_unit(kind)
        day, expiring = account._get_next_expiry()
        bonus = sum(lot.remaining for lot in account.lot_ids if lot.bucket == "bonus")
        return {
            "kind": kind,
            "available": self._format_portal(unit, account.available),
            "is_negative": account.available < 0,
            "bonus": bonus
            and self.env._(
                "of which bonus %(amount)s", amount=self._format_portal(unit, bonus)
            ),
            "held": account.held
            and self.env._(
                "%(amount)s reserved", amount=self._format_portal(unit, account.held)
            ),
            "expiring": expiring
            and self.env._(
                "%(amount)s lapse after %(day)s",
                amount=self._format_portal(unit, expiring),
                day=format_date(self.env, day),
            ),
        }

    def _get_portal_progress(self):
        progress = self._get_level_progress()
        if not progress["level"]:
            return None
        above = self.env["membership.level"].sudo().browse(progress["next_level_id"])
        return progress | {
            "color": clean_color(above.color),
            "benefits": self.level_id.benefits,
            "services": self.level_id.service_ids,
            "gifts": [
                self.env._(
                    "%(gift)s waits for you until %(day)s.",
                    gift=line.name,
                    day=format_date(self.env, line.good_until),
                )
                for line in self._get_open_gifts()
            ],
            "benefits_title": self.env._(
                "What %(level)s brings you", level=progress["level"]
            ),
        }

    def _get_portal_card(self, card):
        states = dict(card._fields["state"]._description_selection(self.env))
        return {
            "card": card,
            "number": card._get_number_groups(),
            "state": states[card.state],
            "badge": BADGES.get(card.state, "danger"),
            "valid_until": card._get_validity_text(),
            "can_report": card.state == "active",
        }

    def _get_portal_latest(self, accounts):
        """The latest movements of all accounts together."""
        shown = self.env["membership.account"].sudo().union(*accounts.values())
        return self._get_portal_movements(shown._get_latest_entries(LATEST))

    def _get_portal_movements(self, entries):
        """Movements as a member reads them: no operators, no keys."""
        titles = self._get_portal_titles()
        return [
            {
                "kind": entry.unit_id.kind,
                "unit": titles.get(entry.unit_id.kind, entry.unit_id.name),
                "label": entry.kind_label,
                "reason": entry.reason if entry.kind == "adjust" else None,
                "outlet": entry.outlet_id.name,
                "posted_at": entry.posted_at,
                "is_credit": entry.amount > 0,
                "amount": self._format_portal(entry.unit_id, entry.amount, signed=True),
                "balance": self._format_portal(entry.unit_id, entry.balance_after),
            }
            for entry in entries
        ]

    @api.model
    def _format_portal(self, unit, amount, signed=False):
        """``amount`` for the page: money with its symbol, points as a bare number."""
        amount = float(amount)
        sign = "−" if amount < 0 else "+" if signed and amount > 0 else ""
        if unit.currency_id:
            return sign + unit._format(abs(amount))
        return sign + self.env["ir.qweb.field.float"].value_to_html(
            abs(amount), {"precision": unit.decimals}
        )

    @api.model
    def _get_period_labels(self):
        return {
            "this_month": self.env._("This month"),
            "last_month": self.env._("Last month"),
            "three_months": self.env._("3 months"),
            "year": self.env._("This year"),
        }
