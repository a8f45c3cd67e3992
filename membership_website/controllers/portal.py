from werkzeug.exceptions import NotFound

from odoo.http import content_disposition, request, route

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

# What a shared computer or a proxy must not keep.
PRIVATE = {"Cache-Control": "private, no-store"}
STATEMENT = "/my/membership/statement/<any(money,points):kind>"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class MembershipPortal(CustomerPortal):
    """My membership: what a member sees and does on a phone."""

    def _get_own_member(self):
        """(member in sudo, whether it is the user's own); 404 for anybody else."""
        member, is_owner = request.env["membership.member"]._get_of_user(
            request.env.company
        )
        if not member:
            raise NotFound()
        return member, is_owner

    def _can_join(self):
        """Whether there is a card for the user: for dealers there may be none."""
        types = (
            request.env["membership.card.type"]
            .sudo()
            .search(
                [
                    ("company_id", "=", request.env.company.root_id.id),
                    ("kind", "in", ("personal", "group")),
                ]
            )
        )
        return bool(types._filter_open_to(request.env.user.partner_id.sudo()))

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if counters:  # numbers to show, asked for by name
            return values
        member, _is_owner = request.env["membership.member"]._get_of_user(
            request.env.company
        )
        return values | {"shows_membership": bool(member) or self._can_join()}

    @route("/my/membership", type="http", auth="user", website=True, sitemap=False)
    def membership(self, message=None, **_kwargs):
        """Card, code for the till, balances, level, latest movements."""
        values = self._prepare_portal_layout_values() | {"page_name": "membership"}
        member, is_owner = request.env["membership.member"]._get_of_user(
            request.env.company
        )
        if not member:
            values["can_join"] = self._can_join()
            return self._render_private("portal_no_membership", values)
        values |= member._get_portal_values(is_owner) | {"message": message}
        return self._render_private("portal_my_membership", values)

    @route("/my/membership/code", type="jsonrpc", auth="user", website=True)
    def membership_code(self, card_id):
        """The next code of the card on the screen; None if it works no longer."""
        member, is_owner = self._get_own_member()
        card = member._get_card_to_show(is_owner)
        if card.id != card_id:
            return None
        code = card._get_phone_code()
        return {"image": code["image"], "seconds": code["seconds"]}

    @route(
        "/my/membership/card/<int:card_id>/report_loss",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def membership_report_loss(self, card_id, **_kwargs):
        """Stop a card at once; asking twice is no error."""
        member, is_owner = self._get_own_member()
        outcome = member._report_loss_of_user(card_id, is_owner)
        if not outcome:
            raise NotFound()
        return request.redirect(f"/my/membership?message={outcome}")

    @route(
        [STATEMENT, f"{STATEMENT}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        sitemap=False,
    )
    def membership_statement(self, kind, page=1, period=None, **kwargs):
        """Opening balance, movements and closing balance of a period."""
        statement = self._get_statement(
            kind, page, period, kwargs, self._items_per_page
        )
        values = self._prepare_portal_layout_values() | {
            "page_name": "membership_statement",
            "statement": statement,
            "member": statement["member"],
            "tz": statement["tz"],
            "pager": portal_pager(
                url=f"/my/membership/statement/{kind}",
                url_args=self._get_statement_args(statement),
                total=statement["total"],
                page=statement["page"],
                step=self._items_per_page,
            ),
            "query": self._get_statement_args(statement),
        }
        return self._render_private("portal_membership_statement", values)

    @route(f"{STATEMENT}/xlsx", type="http", auth="user", website=True, sitemap=False)
    def membership_statement_xlsx(self, kind, period=None, **kwargs):
        """The same period as an Excel workbook, made by the ledger's report."""
        statement = self._get_statement(kind, 1, period, kwargs, 1)
        if not statement["account"]:
            raise NotFound()
        # The report is a clerk's; the member gets it of the account found above only.
        env = request.env(
            su=True, context=dict(request.env.context, tz=statement["tz"])
        )
        wizard = env["membership.account.statement"].create(
            {
                "account_id": statement["account"].id,
                "date_from": statement["date_from"],
                "date_to": statement["date_to"],
            }
        )
        report = env["report.membership_ledger.statement_xlsx"]
        report = report.with_context(active_model=wizard._name)
        content, _kind = report.create_xlsx_report(wizard.ids, {})
        days = f"{statement['date_from']}_{statement['date_to']}"
        headers = PRIVATE | {
            "Content-Type": XLSX,
            "Content-Disposition": content_disposition(f"{kind}_{days}.xlsx"),
        }
        return request.make_response(content, headers=list(headers.items()))

    # === HELPERS === #
    def _get_statement(self, kind, page, period, kwargs, step):
        """Only the member himself reads statements: a holder of a card does not."""
        member, is_owner = self._get_own_member()
        if not is_owner:
            raise NotFound()
        page = int(page) if str(page).isdecimal() else 1
        return member._get_portal_statement(
            kind, kwargs.get("from"), kwargs.get("to"), period, page, step
        )

    def _get_statement_args(self, statement):
        if statement["preset"]:
            return {"period": statement["preset"]}
        return {"from": statement["date_from"], "to": statement["date_to"]}

    def _render_private(self, template, values):
        return request.render(f"membership_website.{template}", values, headers=PRIVATE)
