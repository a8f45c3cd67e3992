from odoo import api, fields, models
from odoo.tools import email_normalize

from ..const import NAME_CHARS_MAX

KEEP_DAYS = 7
COMPANY_FIELDS = ("company_name", "licence_number", "legal_representative")


class MembershipRegistration(models.Model):
    """Somebody began to register on the website and has not shown who it is yet.

    Every method is called in sudo by the controller, with what a stranger typed.
    """

    _name = "membership.registration"
    _description = "Website Registration"
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    phone = fields.Char(required=True, readonly=True, help="In international form.")
    email = fields.Char(readonly=True)
    company_name = fields.Char(readonly=True)
    licence_number = fields.Char(readonly=True)
    legal_representative = fields.Char(readonly=True)
    lang = fields.Char(readonly=True)
    type_id = fields.Many2one(
        "membership.card.type", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    charter_id = fields.Many2one(
        "membership.charter", readonly=True, ondelete="set null"
    )
    partner_id = fields.Many2one(
        "res.partner",
        readonly=True,
        ondelete="set null",
        help="The portal user who registers.",
    )
    channel = fields.Selection(
        [("sms", "SMS"), ("email", "E-mail")], required=True, readonly=True
    )
    state = fields.Selection(
        [("pending", "Waiting for the Code"), ("confirmed", "Confirmed")],
        required=True,
        readonly=True,
        default="pending",
    )
    member_id = fields.Many2one("membership.member", readonly=True, ondelete="set null")
    application_id = fields.Many2one(
        "membership.application", readonly=True, ondelete="set null"
    )

    # === BUSINESS METHODS === #
    @api.model
    def _begin(self, values, card_type, network, partner=None):
        """Check what a stranger typed and send a code, or say what is wrong.

        The answer is the same whether the phone is a member's or not.

        :param dict values: texts from the form
        :param card_type: ``membership.card.type`` that is offered
        :param str network: see ``membership.throttle._get_network``
        :param partner: ``res.partner`` of the portal user, if one is signed in
        :returns: (registration or empty, {field: what is wrong})
        """
        vals, errors = self._read_values(values, card_type)
        if errors:
            return self.browse(), errors
        if not self._is_within_limits(vals, network):
            return self.browse(), {"form": self._get_throttled_sentence()}
        if partner and not partner.is_company and not partner.membership_member_ids:
            vals["partner_id"] = partner.id
        registration = self.create(vals)
        registration._send_code()
        return registration, {}

    @api.model
    def _read_values(self, values, card_type):
        company = card_type.company_id
        typed = {
            name: " ".join(str(values.get(name) or "").split())[:NAME_CHARS_MAX]
            for name in ("name", "phone", "email", *COMPANY_FIELDS)
        }
        phone = self.env["membership.member"]._normalize_phone(
            typed["phone"], company.country_id
        )
        charter = self.env["membership.charter"]._get_current(company)
        vals = typed | {
            "phone": phone,
            "email": email_normalize(typed["email"]) or False,
            "type_id": card_type.id,
            "company_id": company.id,
            "channel": company.membership_apply_channel,
            "lang": self.env.lang,
            "charter_id": charter.id if values.get("charter") else False,
        }
        return vals, self._find_errors(typed, vals, card_type, charter)

    @api.model
    def _find_errors(self, typed, vals, card_type, charter):
        errors = {}
        if not typed["name"]:
            errors["name"] = self.env._("Please tell us your name.")
        if not vals["phone"]:
            errors["phone"] = self.env._(
                "This is no possible phone number: please check it."
            )
        if typed["email"] and not vals["email"]:
            errors["email"] = self.env._("This is no e-mail address: please check it.")
        elif vals["channel"] == "email" and not vals["email"]:
            errors["email"] = self.env._(
                "Please tell us your e-mail address: we send you a code."
            )
        if charter and not vals["charter_id"]:
            errors["charter"] = self.env._("Please read the charter and accept it.")
        if card_type.kind == "group":
            for name in COMPANY_FIELDS:
                if not typed[name]:
                    errors[name] = self.env._("Please fill this in.")
        return errors

    @api.model
    def _is_within_limits(self, vals, network):
        hit = self.env["membership.throttle"]._hit
        answers = [
            hit("start_ip", network),
            hit("start_phone", vals["phone"]),
            hit("start_phone_day", vals["phone"]),
            not vals["email"] or hit("start_email", vals["email"]),
        ]
        return all(answers)

    @api.model
    def _get_throttled_sentence(self):
        return self.env._(
            "This was tried too often: please wait an hour, or join at one of our "
            "shops."
        )

    @api.autovacuum
    def _gc_registrations(self):
        """Forget who began and never came back."""
        now = fields.Datetime.now()
        day = fields.Datetime.subtract(now, days=1)
        week = fields.Datetime.subtract(now, days=KEEP_DAYS)
        self.sudo().search(
            [
                "|",
                ("create_date", "<", week),
                "&",
                ("create_date", "<", day),
                ("state", "=", "pending"),
            ]
        ).unlink()
