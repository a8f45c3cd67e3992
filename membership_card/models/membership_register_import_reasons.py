from collections import Counter
from datetime import date, datetime

from odoo import models

from .. import register_rows as read


class MembershipRegisterImport(models.Model):
    """Saying why: each fault of a row in a sentence for the person who mends it."""

    _inherit = "membership.register.import"

    # === BUSINESS METHODS === #
    def _explain(self, row, titles):
        """All that is to be said about a row, in one text.

        :param dict titles: titles of the columns by key
        """
        sentences = [
            f"{titles.get(key, key)}: {self._get_reason(code, values)}"
            for key, code, values in (*row.reasons, *row.remarks)
        ]
        return " ".join(sentences)

    def _write_issues(self, columns, rows):
        titles = self._get_titles()
        self.fault_summary = self._summarise(rows, titles)
        Issue = self.env["membership.register.import.issue"].sudo()
        Issue.create(
            [
                {
                    "import_id": self.id,
                    "row": row.number,
                    "card_number": read.as_text(row.cells, columns, "card"),
                    "member_name": read.as_text(row.cells, columns, "name"),
                    "is_refused": bool(row.reasons),
                    "explanation": self._explain(row, titles),
                }
                for row in rows
                if row.reasons or row.remarks
            ]
        )

    def _summarise(self, rows, titles):
        """One line for each kind of fault, the most frequent first, with an example."""
        faults = [
            ((key, code), values) for row in rows for key, code, values in row.reasons
        ]
        examples = dict(reversed(faults))
        counts = Counter(fault for fault, _values in faults)
        return "\n".join(
            self.env._(
                "%(count)s × %(column)s: %(reason)s",
                count=count,
                column=titles.get(key, key),
                reason=self._get_reason(code, examples[key, code]),
            )
            for (key, code), count in counts.most_common()
        )

    # === HOOKS === #
    def _get_reason(self, code, values):
        """Hook: the sentence for a reason or remark of a row.

        :param values: dict with value (as found), rows, name, number, posted
        """
        value = values.get("value")
        if isinstance(value, datetime | date):
            value = value.isoformat()[:10]
        values = {
            "value": "",
            "rows": "",
            "name": "",
            "number": "",
            "posted": "",
            "type": "",
            "limit": "",
        } | values
        values["value"] = value
        sentences = self._get_cell_reasons(values) | self._get_date_reasons(values)
        sentences |= self._get_row_reasons(values) | self._get_policy_reasons(values)
        return sentences[code]

    def _get_cell_reasons(self, given):
        value = given["value"]
        return {
            "formula": self.env._("The cell holds a formula: put its value there."),
            "formula_left_out": self.env._("A formula was left out."),
            "negative": self.env._("%(value)s is less than zero.", value=value),
            "not_a_number": self.env._("“%(value)s” is not a number.", value=value),
            "too_fine": self.env._("%(value)s has too many decimals.", value=value),
            "too_large": self.env._("%(value)s is too large to be true.", value=value),
            "no_phone": self.env._(
                "“%(value)s” is no possible phone number.", value=value
            ),
            "shortened": self.env._(
                "A spreadsheet shortened “%(value)s”: its last digits are lost. Take "
                "them from where the file came from, as a text.",
                value=value,
            ),
            "no_email": self.env._("“%(value)s” is no e-mail address.", value=value),
            "no_gender": self.env._(
                "“%(value)s” is no gender: write F or M.", value=value
            ),
            "no_card_number": self.env._("“%(value)s” is no card number.", value=value),
            "no_name": self.env._("The name is missing."),
            "no_identity": self.env._("Neither card number nor phone is given."),
            "unknown_level": self.env._(
                "There is no level “%(value)s”: correct it, or add the name to a "
                "level.",
                value=value,
            ),
            "unknown_outlet": self.env._(
                "There is no outlet “%(value)s”: correct it, or make the outlet.",
                value=value,
            ),
        }

    def _get_date_reasons(self, given):
        value = given["value"]
        return {
            "no_date": self.env._("“%(value)s” is no date that exists.", value=value),
            "ambiguous_date": self.env._(
                "“%(value)s” may be day or month first: write year-month-day.",
                value=value,
            ),
            "future_date": self.env._("%(value)s is in the future.", value=value),
            "too_old": self.env._("%(value)s is more than 120 years ago.", value=value),
            "joined_before_born": self.env._(
                "%(value)s is before the birthday.", value=value
            ),
        }

    def _get_row_reasons(self, given):
        name, number, rows = given["name"], given["number"], given["rows"]
        return {
            "merged": self.env._(
                "The cell is merged over several rows: write the amount in the row "
                "that it belongs to."
            ),
            "same_card": self.env._(
                "Row %(rows)s has the same card number: find out whose card it is.",
                rows=rows,
            ),
            "same_phone": self.env._(
                "Row %(rows)s has the same phone: one phone, one member. Find out "
                "whose it is.",
                rows=rows,
            ),
            "card_taken": self.env._(
                "This card belongs to member %(name)s, number %(number)s.",
                name=name,
                number=number,
            ),
            "phone_taken": self.env._(
                "This is the phone of member %(name)s, number %(number)s: one phone, "
                "one member.",
                name=name,
                number=number,
            ),
            "member_ended": self.env._(
                "The membership of %(name)s, number %(number)s, is not active.",
                name=name,
                number=number,
            ),
            "balance_differs": self.env._(
                "%(posted)s was taken over before, now the file says %(value)s: "
                "correct it by an adjustment.",
                posted=given["posted"],
                value=given["value"],
            ),
            "no_referrer": self.env._("No member has the referrer's phone."),
        }

    def _get_policy_reasons(self, given):
        card_type, limit = given["type"], given["limit"]
        return {
            "level_full": self.env._(
                "“%(value)s” is full: raise the limit of the level, or choose another.",
                value=given["value"],
            ),
            "dealer": self.env._(
                "This is a dealer: a dealer may not hold a card of type %(type)s.",
                type=card_type,
            ),
            "holds_one": self.env._(
                "This person carries card %(number)s of type %(type)s already, and may "
                "hold one only.",
                number=given["number"],
                type=card_type,
            ),
            "age_unknown": self.env._(
                "The birthday is missing: cards of type %(type)s have an age limit.",
                type=card_type,
            ),
            "too_young": self.env._(
                "Cards of type %(type)s are for people from %(limit)s years.",
                type=card_type,
                limit=limit,
            ),
            "too_old_for": self.env._(
                "Cards of type %(type)s are for people up to %(limit)s years.",
                type=card_type,
                limit=limit,
            ),
            "lapsed": self.env._(
                "%(value)s has passed: what lapsed then is not taken over. Write 0, or "
                "a later day.",
                value=given["value"],
            ),
        }

    def _get_file_reason(self, code):
        """The sentence for a file that cannot be imported as a whole."""
        sentences = {
            "empty": self.env._("The file is empty."),
            "protected": self.env._(
                "The file is protected by a password: open it, save it without a "
                "password, and choose it again."
            ),
            "broken": self.env._(
                "The file is broken and cannot be read: open it in the program it "
                "came from and save it again as an Excel workbook (.xlsx)."
            ),
            "too_large": self.env._(
                "The file is too large: split the register into files of at most "
                "200,000 rows."
            ),
            "picture": self.env._(
                "This is a picture: a register is an Excel workbook (.xlsx) or a "
                "text file (.csv)."
            ),
            "document": self.env._(
                "This is a document without a table that could be read: save the "
                "register as an Excel workbook (.xlsx) or a text file (.csv)."
            ),
            "archive": self.env._(
                "This is an archive: unpack it and choose the register in it."
            ),
            "old_format": self.env._(
                "This kind of spreadsheet is not read: save it as an Excel workbook "
                "(.xlsx) or a text file (.csv)."
            ),
        }
        return (sentences | self._get_table_reasons())[code]

    def _get_table_reasons(self):
        """Sentences for a file in which no register is found."""
        return {
            "no_table": self.env._(
                "No table was found in the file: a register is an Excel workbook "
                "(.xlsx) or a text file (.csv) with a heading above each column."
            ),
            "no_rows": self.env._(
                "There is a heading, but no member below it: was the right file, or "
                "the right sheet, saved?"
            ),
            "no_register": self.env._(
                "It is not clear who the members are: say which column holds the "
                "name, and which one the card number or the phone."
            ),
        }
