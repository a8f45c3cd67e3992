from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..const import ACTION_GROUPS, APPLICATION_GRAPH, REASON_ACTIONS


class MembershipApplication(models.Model):
    """The life of an application: one declared graph, one gate."""

    _inherit = "membership.application"

    # === ACTION METHODS === #
    def action_submit(self):
        """Hand it in; special cards go to their approvers at once."""
        self._take_step("submit")

    def action_review(self):
        """Say that somebody looks at it now."""
        self._take_step("review")

    def action_approve(self):
        """Agree to it."""
        self._take_step("approve")

    def action_refuse(self):
        """Open the window that asks why."""
        self._check_right("refuse")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse Application"),
            "res_model": "membership.application.refuse",
            "view_mode": "form",
            "target": "new",
            "context": {"default_application_id": self[:1].id},
        }

    def action_cancel(self):
        """The applicant does not want it any more."""
        self._take_step("cancel")

    def action_reopen(self):
        """Begin again with what is there."""
        self._take_step("reopen")

    def _take_step(self, action):
        """A step that a person takes with a button, if he may."""
        self._check_right(action)
        self._change_state(action)

    # === BUSINESS METHODS === #
    def _change_state(self, action, reason=None):
        """The one gate: every step in the life of these applications.

        The caller has checked the right (:meth:`_check_right`).

        :param str action: a key of ``const.APPLICATION_GRAPH``
        :param str reason: required for refuse
        :raises UserError: if the step is not possible now
        """
        sources, target = APPLICATION_GRAPH[action]
        reason = (reason or "").strip()
        if action in REASON_ACTIONS and not reason:
            raise UserError(self.env._("Say why: a reason is needed for this."))
        for application in self:
            application._check_can_change(action, sources)
        for application in self.sudo()._through_gate():
            application.write(application._prepare_state_vals(action, target, reason))
            getattr(application, f"_after_{action}", lambda: None)()

    def _check_right(self, action):
        """Raise unless the user may take this step.

        :raises AccessError: not his to decide
        """
        self.check_access("read")
        if self.env.su or self.env.user.has_group(ACTION_GROUPS[action]):
            return
        if action in ("approve", "refuse") and all(a.can_review for a in self):
            return
        raise AccessError(
            self.env._("This is for the card centre to decide: ask your manager.")
        )

    def _check_can_change(self, action, sources):
        """Hook: raise if this application cannot take this step."""
        if self.state not in sources:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "Application %(name)s is %(state)s: this is not possible now. "
                    "Reload the page to see what is.",
                    name=self.name,
                    state=labels[self.state].lower(),
                )
            )
        getattr(self, f"_check_can_{action}", lambda: None)()

    def _check_can_submit(self):
        """Hook: raise if it cannot be handed in like this."""
        self.outlet_id._check_in_scope()
        if not self.phone_e164:
            raise UserError(
                self.env._("%(phone)s is no possible phone number.", phone=self.phone)
            )
        required = [] if self.kind == "person" else self._get_required()
        labels = self.fields_get(required, ["string"])
        missing = [labels[name]["string"] for name in required if not self[name]]
        if missing:
            raise UserError(
                self.env._("Fill in first: %(fields)s.", fields=", ".join(missing))
            )

    def _get_required(self):
        """Hook: what an application of this kind must say beside name and phone."""
        return {
            "company": ["company_name", "licence_number", "legal_representative"],
            "special": ["quantity", "benefit"],
        }.get(self.kind, [])

    def _check_can_approve(self):
        """Hook: raise if it cannot be approved (yet)."""
        if missing := self._get_missing():
            raise UserError(
                self.env._(
                    "Before %(name)s can be approved, this is missing: %(missing)s.",
                    name=self.name,
                    missing=", ".join(missing),
                )
            )
        if (
            self.company_id.membership_application_four_eyes
            and self.submitted_by_id == self.env.user
        ):
            raise UserError(
                self.env._(
                    "You handed in %(name)s: somebody else has to approve it.",
                    name=self.name,
                )
            )

    def _prepare_state_vals(self, action, target, reason):
        """Hook: what a step writes."""
        now, user = fields.Datetime.now(), self.env.uid
        vals = {"state": target}
        if action == "submit":
            vals |= {"submitted_on": now, "submitted_by_id": user}
        if action in ("approve", "refuse"):
            vals |= {"decided_on": now, "decided_by_id": user}
        if action == "refuse":
            vals["refusal_reason"] = reason
        if action == "reopen":
            vals |= self._forget_old_charter() | {
                "refusal_reason": False,
                "decided_on": False,
                "decided_by_id": False,
            }
        if action == "issue":
            vals["issued_on"] = now
        return vals
