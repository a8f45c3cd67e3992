from odoo import api, models

# No remote caller can put this object into a context.
GATE = object()


class MembershipGuarded(models.AbstractModel):
    """What changes by its acts, not by whoever may write it.

    The one method of a model through which its state changes writes with
    :meth:`_through_gate`; everything else is put before :meth:`_check_can_edit`.
    Inherit it first, so that nothing is written before it was asked.
    """

    _name = "membership.guarded"
    _description = "Changed by Its Acts"

    # === CRUD METHODS === #
    def write(self, vals):
        """Whoever did not come through the gate is looked at."""
        if not self._is_through_gate():
            self._check_can_edit(vals)
        return super().write(vals)

    # === BUSINESS METHODS === #
    def _through_gate(self, is_open=True):
        """These records, open to any change; the gates of other models stay shut.

        :param is_open: False shuts the gate again, for what only follows from an act
        """
        return self.with_context(**{self._get_gate_key(): is_open and GATE})

    @api.model
    def _is_through_gate(self):
        return self.env.context.get(self._get_gate_key()) is GATE

    @api.model
    def _get_gate_key(self):
        return f"{self._name}.gate"

    # === HOOKS === #
    def _check_can_edit(self, vals):
        """Hook: raise if this change is for an act to make. Asked of sudo, too."""
